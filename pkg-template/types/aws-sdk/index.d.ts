// What `@aws-sdk/client-bedrock-runtime` declares, as far as programs use it, over the types of this package.
//
// One file, which the build joins from parts, because it is also published as aws-sdk.d.cts for programs that use `require`.

// Shapes have AWS's names there too. Those that are declared below go before it.
export type * from "bedrock-wasm";
export * from "./configuration.js";
export * from "./client.js";
export * from "./commands.js";
export * from "./exceptions.js";
export * from "./enums.js";
