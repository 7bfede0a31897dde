// What is there only when the package is built or runs: modules that the build generates, an optional peer, Deno, and
// what runtimes are still to have.

declare module "*./bindings.js" {
  export const bindings: import("./wasm.js").Bindings;
}
declare module "*/chat/bindings.js" {
  export const bindings: import("./wasm.js").ChatBindings;
}
declare module "*/more/bindings.js" {
  export const bindings: import("./wasm.js").MoreBindings;
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
