// Edge workers may not compile bytes, so this entry imports the wasm as a module. `?module` is Vercel's syntax;
// wrangler accepts it too.

import module from "./bedrock.wasm?module";
import { setSources } from "../engine/sources.js";

setSources({
  native: async () => module,
  chat: async () => (await import("./chat-wasm.js")).default,
  chatCore: () => import("../engine/chat-core.js"),
  more: async () => (await import("./more-wasm.js")).default,
  moreCore: () => import("../engine/more-core.js"),
  bidirectional: () => import("../engine/bidirectional.js"),
  messages: () => import("../adapters/anthropic-parts.js"),
});

export * from "./api.js";
export { default } from "./api.js";
