// Node, Deno and Bun: uncompressed and compiled at once. A megabyte of disk is cheaper there than the milliseconds that
// DecompressionStream and asynchronous compiling take.

import { setConfigure } from "./client.js";
import { fromBase64 } from "./json.js";
import { setSource } from "./load.js";
import { configure } from "./node/configure.js";
import { areComplete } from "./node/environment.js";

setSource(async () => {
  const { default: bytes } = await import("./wasm-base64.js");
  return new WebAssembly.Module(fromBase64(bytes));
});

setConfigure(async (options) => (areComplete(options) ? options : configure(options)));

export * from "./api.js";
export { default } from "./api.js";
