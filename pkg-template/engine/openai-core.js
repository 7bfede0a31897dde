// The way into the WebAssembly with OpenAI's vocabulary. Its folder is made by xtask/npm/package.mjs: the files that belong to
// one WebAssembly, beside the bindings of the other.

export { Core } from "../openai/engine/core.js";
export { setFetchFile } from "./download.js";
