// For edge workers: the WebAssembly with chats, as a module.

export { default } from "./bedrock-chat.wasm?module";
