// Service workers, those of browser extensions among them: `import()` is forbidden there, so this entry imports everything
// statically. Take it anywhere else that needs the package in one piece.

import { openStream } from "../engine/bidirectional.js";
import { OpenAiCore } from "../engine/openai-core.js";
import { setSources } from "../engine/sources.js";
import { bytesOfText } from "../engine/wasm-text.js";
import native from "./wasm-native.js";
import openai from "./wasm-openai.js";

setSources(
  {
    native: async () => WebAssembly.compile(bytesOfText(native)),
    openai: async () => WebAssembly.compile(bytesOfText(openai)),
    openaiCore: async () => ({ OpenAiCore }),
    bidirectional: async () => ({ openStream }),
  },
  { preferred: true },
);

export * from "./api.js";
export { default } from "./api.js";
