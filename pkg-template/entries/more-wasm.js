// For edge workers: the WebAssembly with what few workers need, as a module.

export { default } from "./bedrock-more.wasm?module";
