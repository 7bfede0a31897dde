// Browsers and all other runtimes: the wasm is inside a lazily loaded script, as text.

import { setSources } from "../engine/sources.js";
import { bytesOfText } from "../engine/wasm-text.js";

setSources({
  native: async () => WebAssembly.compile(bytesOfText((await import("./wasm-native.js")).default)),
  chat: async () => WebAssembly.compile(bytesOfText((await import("./wasm-chat.js")).default)),
  chatCore: () => import("../engine/chat-core.js"),
  more: async () => WebAssembly.compile(bytesOfText((await import("./wasm-more.js")).default)),
  moreCore: () => import("../engine/more-core.js"),
  bidirectional: () => import("../engine/bidirectional.js"),
  messages: () => import("../adapters/anthropic-parts.js"),
});

export * from "./api.js";
export { default } from "./api.js";
