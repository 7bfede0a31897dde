// wasm-bindgen writes bindings for everyone; ours are called by pkg-template/engine/load.js, in runtimes that have WebAssembly's
// SIMD. Removing the parts that never run there saves a page 0.2 KB. Ours also use no globals before they start: any realm can
// import the package.

/**
 * Bindings without the parts that never run, and without globals at their import. Throws if one has changed: somebody has to look
 * at it.
 */
export function leanBindings(bindings) {
  if (bindings.includes("__wbg_reinit_scheduled = true")) throw new Error("bindings.js restarts itself: look at leanBindings");
  return NEEDLESS.reduce((text, [part, by]) => {
    const lean = text.replace(part, by);
    if (lean === text) throw new Error(`bindings.js no longer has ${part}: look at leanBindings`);
    return lean;
  }, bindings);
}

const NEEDLESS = [
  // An instance is replaced by `resetState` and nothing else.
  [/let ret;\n *__wbg_call_guard\(\);\n *ret = /g, "const ret = "],
  [/ *__wbg_call_guard\(\);\n/g, ""],
  [/ *(let )?__wbg_reinit_scheduled = false;\n/g, ""],
  // All runtimes have them.
  [/if \(typeof \w+ !== 'undefined'\) (?=\w+ = 0;)/g, ""],
  // Memory that has grown is another buffer, in every runtime.
  [
    /(cachedDataViewMemory0) === null \|\| cachedDataViewMemory0\.buffer\.detached === true \|\| .*?(!== wasm\.memory\.buffer)\)/,
    "$1?.buffer $2",
  ],
  // engine/io.js lets an instance that was replaced rest: its calls have their error.
  [/throw new Error\('Cannot invoke closure from previous WASM instance'\);/, "return;"],
  // Every call gives `realloc`.
  [/ {4}if \(realloc === undefined\) \{\n.*?\n {4}\}\n/s, ""],
  // Older than SIMD.
  [/if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n.*?\n\}\n/s, ""],
  [/cachedUint8ArrayMemory0 === null \|\| (cachedUint8ArrayMemory0)\.byteLength === 0/, "!$1?.byteLength"],
  // The first text makes a decoder, as one does after so many bytes that Safari's decoder breaks.
  [
    /let cachedTextDecoder = new TextDecoder\('utf-8', \{ ignoreBOM: true \}\);\ncachedTextDecoder\.decode\(\);/,
    "let cachedTextDecoder;",
  ],
  [/\bnumBytesDecoded = 0;/g, "numBytesDecoded = Infinity;"],
  [/ *cachedTextDecoder\.decode\(\);\n/g, ""],
  [/const cachedTextEncoder = new TextEncoder\(\);/, "let cachedTextEncoder;"],
  // `initSync` is called in one way. It names both coders: a runtime without one of them fails here, where the error is told.
  [/ {4}if \(!\(module instanceof WebAssembly\.Module\)\) \{\n.*?\n {4}\}\n/s, ""],
  [
    / {4}if \(module !== undefined\) \{\n.*?(\(\{module\} = module\)).*?\n {4}\}\n/s,
    "    $1;\n    cachedTextEncoder = new TextEncoder(TextDecoder);\n",
  ],
];
