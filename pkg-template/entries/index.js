// Browsers, and everything that is nothing else: the wasm is inside a lazily loaded script, compressed.

import { fromBase64 } from "../engine/json.js";
import { setSources } from "../engine/sources.js";

setSources({
  native: async () => compile((await import("../wasm-native-gzip.js")).default),
  openai: async () => compile((await import("../wasm-openai-gzip.js")).default),
});

async function compile(compressed) {
  const bytes = new Response(fromBase64(compressed)).body.pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}

export * from "./api.js";
export { default } from "./api.js";
