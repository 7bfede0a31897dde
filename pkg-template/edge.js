// Edge workers: bytes may not be compiled there, so the wasm is imported as a module. `?module` is how Vercel spells
// it; wrangler takes it too.

import module from "./bedrock.wasm?module";
import { setSource } from "./load.js";

setSource(async () => module);

export * from "./api.js";
export { default } from "./api.js";
