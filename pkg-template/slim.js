// For pages that count bytes: the wasm is a file beside this one, compiled while it arrives. Bundlers that know
// `new URL(…, import.meta.url)` copy it; others need to be told.

import { setSource } from "./load.js";

setSource(async () => new URL("./bedrock.wasm", import.meta.url), { preferred: true });

export * from "./api.js";
export { default } from "./api.js";
