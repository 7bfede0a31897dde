// Edge workers: bytes may not be compiled there, so the wasm is imported as a module. `?module` is how Vercel spells
// it; wrangler takes it too.

import module from "./bedrock.wasm?module";
import { setSources } from "../engine/sources.js";

setSources({
  native: async () => module,
  openai: async () => (await import("./openai-wasm.js")).default,
  openaiCore: () => import("../engine/openai-core.js"),
  bidirectional: () => import("../engine/bidirectional.js"),
});

export * from "./api.js";
export { default } from "./api.js";
