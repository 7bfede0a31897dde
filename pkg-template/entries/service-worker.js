// Service workers, including those of browser extensions, forbid `import()`, so this entry imports everything
// statically. Use it anywhere else that needs the package in one piece.

import * as messages from "../adapters/anthropic-parts.js";
import { openStream } from "../engine/bidirectional.js";
import { open as openChat } from "../engine/chat-core.js";
import { open as openMore } from "../engine/more-core.js";
import { setSources } from "../engine/sources.js";
import { bytesOfText } from "../engine/wasm-text.js";
import chat from "./wasm-chat.js";
import more from "./wasm-more.js";
import native from "./wasm-native.js";

setSources(
  {
    native: async () => WebAssembly.compile(bytesOfText(native)),
    chat: async () => WebAssembly.compile(bytesOfText(chat)),
    chatCore: async () => ({ open: openChat }),
    more: async () => WebAssembly.compile(bytesOfText(more)),
    moreCore: async () => ({ open: openMore }),
    bidirectional: async () => ({ openStream }),
    messages: async () => messages,
  },
  { preferred: true },
);

export * from "./api.js";
export { default } from "./api.js";
