// For pages that count bytes: the wasm is a file beside this one, compiled while it arrives. Bundlers that know
// `new URL(…, import.meta.url)` copy it; others need to be told.

import { setSources } from "../engine/sources.js";

setSources(
  {
    native: () => compiled(new URL("./bedrock.wasm", import.meta.url)),
    chat: () => compiled(new URL("./bedrock-chat.wasm", import.meta.url)),
    chatCore: () => import("../engine/chat-core.js"),
    more: () => compiled(new URL("./bedrock-more.wasm", import.meta.url)),
    moreCore: () => import("../engine/more-core.js"),
    bidirectional: () => import("../engine/bidirectional.js"),
    messages: () => import("../adapters/anthropic-parts.js"),
  },
  { preferred: true },
);

/**
 * Compiles the wasm while it arrives, or afterwards if the server does not declare it as WebAssembly.
 *
 * @param {URL} url
 */
async function compiled(url) {
  const response = await fetch(url);
  const type = response.headers.get("content-type") ?? "";
  // Development servers answer with a page where they have no file.
  if (!response.ok || /html/.test(type)) throw new Error(`${url} answered ${response.status} ${type}`);
  return WebAssembly.compileStreaming(response.clone()).catch(async () => WebAssembly.compile(await response.arrayBuffer()));
}

export * from "./api.js";
export { default } from "./api.js";
