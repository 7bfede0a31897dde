// What is there only when the package is built or runs: modules that the build generates, an optional peer, Deno, and
// what runtimes are still to have.

declare module "*./bindings.js" {
  type Bindings = import("./wasm.js").Bindings;
  export const initSync: Bindings["initSync"];
  export const __wbg_reset_state: Bindings["resetState"];
  export const Client: Bindings["Client"];
  export const EventDecoder: Bindings["EventDecoder"];
  export const operation: Bindings["operation"];
  export const sha256: Bindings["sha256"];
  export const streamError: Bindings["streamError"];
}
declare module "*/openai/bindings.js" {
  export { __wbg_reset_state, EventDecoder, initSync, operation, sha256, streamError } from "*./bindings.js";
  export const Client: import("./wasm.js").Bindings<import("./wasm.js").OpenAiClient>["Client"];
}
declare module "*/wasm-native.js" {
  const text: string;
  export default text;
}
declare module "*/wasm-openai.js" {
  const text: string;
  export default text;
}
declare module "*/bedrock.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*/bedrock-openai.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "@aws-sdk/credential-provider-node" {
  /** As far as it is used here. */
  export function defaultProvider(
    options: object,
  ): (options: { forceRefresh: boolean }) => Promise<import("./index.js").Credentials>;
}

declare var Deno: { permissions?: { querySync(permission: { name: string; variable: string }): { state: string } } } | undefined;

// Of ECMAScript 2026, which not every runtime has.
interface Uint8Array {
  toBase64?(): string;
}
interface Uint8ArrayConstructor {
  fromBase64?(text: string): Uint8Array<ArrayBuffer>;
}
