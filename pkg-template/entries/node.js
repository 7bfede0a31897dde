// Node, Deno and Bun: as in browsers, but compiled synchronously, which is faster there.

import { setConfigure } from "../client/client.js";
import { setSources } from "../engine/sources.js";
import { bytesOfText } from "../engine/wasm-text.js";
import { configure } from "../node/configure.js";
import { areComplete } from "../node/environment.js";
import { installedFile } from "../node/files.js";
import { takeRuntime } from "../node/runtime.js";

setSources({
  native: () => compiled("bedrock.wasm", () => import("./wasm-native.js")),
  chat: () => compiled("bedrock-chat.wasm", () => import("./wasm-chat.js")),
  chatCore,
  more: () => compiled("bedrock-more.wasm", () => import("./wasm-more.js")),
  moreCore: () => import("../engine/more-core.js"),
  bidirectional: () => import("../engine/bidirectional.js"),
  messages: () => import("../adapters/anthropic-parts.js"),
});

/**
 * By `require`, from the file: Jest refuses `import()` there. Everywhere else, from the text, which no bundler can lose.
 *
 * @param {string} file
 * @param {() => Promise<{ default: string }>} importText
 */
async function compiled(file, importText) {
  return new WebAssembly.Module(installedFile(file) ?? bytesOfText((await importText()).default));
}

/** With a safer way to get files from the web than `fetch`. */
async function chatCore() {
  const part = await import("../engine/chat-core.js");
  part.setFetchFile(async (...of) => (await import("../node/download.js")).fetchFile(...of));
  return part;
}

takeRuntime();
setConfigure(async (options, told) => (areComplete(options) ? options : configure(options, told)));

export * from "./api.js";
export { default } from "./api.js";
