// For pages that count bytes: the wasm is a file beside this one, compiled while it arrives. Bundlers that know
// `new URL(…, import.meta.url)` copy it; others need to be told.

import { setSources } from "../engine/sources.js";

setSources(
  {
    native: () => compiled(new URL("./bedrock.wasm", import.meta.url)),
    openai: () => compiled(new URL("./bedrock-openai.wasm", import.meta.url)),
    openaiCore: () => import("../engine/openai-core.js"),
    bidirectional: () => import("../engine/bidirectional.js"),
  },
  { preferred: true },
);

/**
 * Compiled while it arrives; afterwards, where the server does not say that it is WebAssembly.
 *
 * @param {URL} url
 */
async function compiled(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return WebAssembly.compileStreaming(response.clone()).catch(async () => WebAssembly.compile(await response.arrayBuffer()));
}

export * from "./api.js";
export { default } from "./api.js";
