// For edge workers: the WebAssembly with OpenAI's vocabulary, as a module.

export { default } from "./bedrock-openai.wasm?module";
