// Node, Deno and Bun: uncompressed and compiled at once. A megabyte of disk is cheaper there than the milliseconds that
// DecompressionStream and asynchronous compiling take.

import { setConfigure } from "../client/client.js";
import { fromBase64 } from "../engine/json.js";
import { configure } from "../node/configure.js";
import { areComplete } from "../node/environment.js";
import { setSources } from "../engine/sources.js";

setSources({
  native: async () => new WebAssembly.Module(fromBase64((await import("../wasm-native-base64.js")).default)),
  openai: async () => new WebAssembly.Module(fromBase64((await import("../wasm-openai-base64.js")).default)),
  fetchFile: async (...of) => (await import("../node/download.js")).fetchFile(...of),
});

setConfigure(async (options) => (areComplete(options) ? options : configure(options)));

export * from "./api.js";
export { default } from "./api.js";
