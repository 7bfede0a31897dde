// The way into the WebAssembly with OpenAI's vocabulary. Its folder is made by xtask/npm/package.mjs: the files that belong to
// one WebAssembly, beside the bindings of the other.

import { setFetchFile } from "./download.js";
import { sourceOf } from "./sources.js";

export { Core } from "../openai/engine/core.js";

setFetchFile(sourceOf("fetchFile"));
