// What is there only when the package is built or runs: modules that the build generates, an optional peer, Deno, and
// what runtimes are still to have.

declare module "*./bindings.js" {
  type Bindings = import("./wasm.js").Bindings;
  export const __wbg_reset_state: Bindings["resetState"];
  export const clockOffset: Bindings["clockOffset"];
  export const closeClient: Bindings["closeClient"];
  export const closeDecoder: Bindings["closeDecoder"];
  export const end: Bindings["end"];
  export const filled: Bindings["filled"];
  export const finish: Bindings["finish"];
  export const initSync: Bindings["initSync"];
  export const openClient: Bindings["openClient"];
  export const openDecoder: Bindings["openDecoder"];
  export const operation: Bindings["operation"];
  export const poll: Bindings["poll"];
  export const reset: Bindings["reset"];
  export const room: Bindings["room"];
  export const send: Bindings["send"];
  export const sha256: Bindings["sha256"];
  export const streamError: Bindings["streamError"];
  export const takeError: Bindings["takeError"];
}
declare module "*/chat/bindings.js" {
  export * from "*./bindings.js";
  export const chat: import("./wasm.js").ChatBindings["chat"];
  export const frames: import("./wasm.js").ChatBindings["frames"];
}
declare module "*/more/bindings.js" {
  export * from "*./bindings.js";
  export const create: import("./wasm.js").MoreBindings["create"];
  export const createApiKey: import("./wasm.js").MoreBindings["createApiKey"];
  export const encoder: import("./wasm.js").MoreBindings["encoder"];
}
declare module "*/wasm-native.js" {
  const text: string;
  export default text;
}
declare module "*/wasm-chat.js" {
  const text: string;
  export default text;
}
declare module "*/wasm-more.js" {
  const text: string;
  export default text;
}
declare module "*/bedrock.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*/bedrock-chat.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
declare module "*/bedrock-more.wasm?module" {
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
