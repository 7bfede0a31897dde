// What is there only when the package is built or runs: modules that the build generates, an optional peer, Deno.

declare module "*/bindings.js";
declare module "*/openai/engine/core.js";
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
