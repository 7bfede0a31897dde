// For edge workers: the WebAssembly with the features that few workers need, as a module.

export { default } from "./bedrock-more.wasm?module";
