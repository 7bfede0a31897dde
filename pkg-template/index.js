// Browsers, and everything that is nothing else: the wasm is inside a lazily loaded script, compressed.

import { fromBase64 } from "./json.js";
import { setSource } from "./load.js";

setSource(async () => {
  const { default: compressed } = await import("./wasm-gzip.js");
  const bytes = new Response(fromBase64(compressed)).body.pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
});

export * from "./api.js";
export { default } from "./api.js";
