// Node, Deno and Bun: uncompressed and compiled at once. A megabyte of disk is cheaper there than the milliseconds that
// DecompressionStream and asynchronous compiling take.

import { fromBase64 } from "./json.js";
import { setSource } from "./load.js";

setSource(async () => {
  const { default: bytes } = await import("./wasm-base64.js");
  return new WebAssembly.Module(fromBase64(bytes));
});

export * from "./api.js";
export { default } from "./api.js";
