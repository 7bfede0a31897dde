// wasm-bindgen names an import for what it does, with a hash, once in the WebAssembly and once in its bindings, and exports by
// whole types. Nobody reads these names, and they cost 3 KB even after compression.

const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;
const FUNCTION = 0;
/** How wasm-bindgen's own exports begin. */
const OF_BINDGEN = /^(__|wasm_bindgen_)/;
/** The bindings' own module name. Imports of other modules have those modules' names. */
const BINDINGS = "./bindings_bg.js";

/** Returns both with short names. Throws if a name cannot be renamed in both. */
export function withShortNames(wasm, bindings) {
  return withShortExports(withShortImports({ wasm, bindings }));
}

function withShortImports({ wasm, bindings }) {
  const section = sections(wasm).find(({ id }) => id === IMPORT_SECTION);
  let renamed = replacedOnce(bindings, `"${BINDINGS}": import0`, "a: import0");
  const imports = readImports(wasm.subarray(section.start, section.end)).map(({ module, name, type }, index) => {
    if (module !== BINDINGS) return { module, name, type };
    renamed = replacedOnce(renamed, `\n        ${name}: `, `\n        ${shortName(index)}: `);
    return { module: "a", name: shortName(index), type };
  });
  return { wasm: withSection(wasm, section, writeImports(imports)), bindings: renamed };
}

/** Bindings call only exports `wasm.NAME`. The runtime's own exports, which the bindings do not need, are not functions. */
function withShortExports({ wasm, bindings }) {
  const section = sections(wasm).find(({ id }) => id === EXPORT_SECTION);
  let renamed = bindings;
  const exports = readExports(wasm.subarray(section.start, section.end)).map(({ name, kind, index }, place) => {
    if (!OF_BINDGEN.test(name)) return { name, kind, index };
    // The callers of Rust's closures keep that word: a trap in there does not belong to a call of the package's.
    const short = (name.includes("closures") ? "closure_" : "") + shortName(place);
    const parts = renamed.split(new RegExp(`\\bwasm\\.${name}(?![\\w$])`));
    if (kind === FUNCTION && parts.length < 2)
      throw new Error(`bindings.js never calls the export ${name}: look at withShortNames`);
    renamed = parts.join(`wasm.${short}`);
    return { name: short, kind, index };
  });
  const content = exports.flatMap(({ name, kind, index }) => [...text(name), kind, ...leb128(index)]);
  return { wasm: withSection(wasm, section, [...leb128(exports.length), ...content]), bindings: renamed };
}

/** The WebAssembly with other content in this section. */
function withSection(wasm, { id, head, end }, content) {
  const written = Buffer.from([id, ...leb128(content.length), ...content]);
  return Buffer.concat([wasm.subarray(0, head), written, wasm.subarray(end)]);
}

/** a … z, A … Z, aa, ab, … */
export function shortName(index) {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const more = Math.floor(index / letters.length);
  return (more > 0 ? shortName(more - 1) : "") + letters[index % letters.length];
}

function replacedOnce(bindings, from, to) {
  const parts = bindings.split(from);
  if (parts.length !== 2)
    throw new Error(`bindings.js has \`${from.trim()}\` ${parts.length - 1} times, not once: look at withShortNames`);
  return parts.join(to);
}

/** The positions of each section's id and content. */
function sections(wasm) {
  const found = [];
  for (const reader = new Reader(wasm, 8); reader.at < wasm.length; reader.at = found.at(-1).end) {
    const head = reader.at;
    const id = reader.byte();
    const length = reader.number();
    found.push({ id, head, start: reader.at, end: reader.at + length });
  }
  return found;
}

function readImports(content) {
  const reader = new Reader(content, 0);
  return Array.from({ length: reader.number() }, () => {
    const [module, name, kind] = [reader.text(), reader.text(), reader.byte()];
    if (kind !== FUNCTION) throw new Error(`the WebAssembly imports ${name}, which is no function`);
    return { module, name, type: reader.number() };
  });
}

function readExports(content) {
  const reader = new Reader(content, 0);
  return Array.from({ length: reader.number() }, () => ({ name: reader.text(), kind: reader.byte(), index: reader.number() }));
}

function writeImports(imports) {
  const written = imports.flatMap(({ module, name, type }) => [...text(module), ...text(name), FUNCTION, ...leb128(type)]);
  return [...leb128(imports.length), ...written];
}

/** Reads the elements of WebAssembly's binary format. */
class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  text() {
    const length = this.number();
    const start = this.at;
    this.at += length;
    return Buffer.from(this.bytes.subarray(start, this.at)).toString();
  }
}

function leb128(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >> 7)];
}

function text(value) {
  const bytes = Buffer.from(value);
  return [...leb128(bytes.length), ...bytes];
}
