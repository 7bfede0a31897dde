import { growths, signed, watchMemories } from "./bulk.mjs";

// As in pages that are not served over HTTPS.
if (location.hash === "#insecure") Object.defineProperty(crypto, "subtle", { value: undefined });
const bytesOfMemories = watchMemories();
const bedrockWasm = await import("/pkg/index.js");
globalThis.actions = {
  growths: (length) => growths(bedrockWasm, bytesOfMemories, length),
  signed: (options) => signed(bedrockWasm, options),
};
