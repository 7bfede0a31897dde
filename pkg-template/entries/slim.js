// For pages that count bytes: the wasm is a file beside this one, compiled while it arrives. Bundlers that know
// `new URL(…, import.meta.url)` copy it; others need to be told.

import { setSources } from "../engine/sources.js";

setSources(
  {
    native: async () => new URL("./bedrock.wasm", import.meta.url),
    openai: async () => new URL("./bedrock-openai.wasm", import.meta.url),
    openaiCore: () => import("../engine/openai-core.js"),
    bidirectional: () => import("../engine/bidirectional.js"),
  },
  { preferred: true },
);

export * from "./api.js";
export { default } from "./api.js";
