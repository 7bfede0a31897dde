// What `@aws-sdk/client-bedrock-runtime` declares, as far as programs use it, over the types of this package.
//
// One file, which the build joins from parts: aws-sdk.d.cts for programs that use `require`, and what modules get from aws-sdk.d.ts.

// Shapes have AWS's names there too. Those that are declared below go before it.
export type * from "bedrock-wasm";
export * from "./configuration.js";
export * from "./client.js";
export * from "./commands.js";
export * from "./exceptions.js";
export * from "./enums.js";
