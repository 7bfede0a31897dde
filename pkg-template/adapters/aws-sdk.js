// `bedrock-wasm/aws-sdk`: the exports of `@aws-sdk/client-bedrock-runtime`, over a client of ours. Names, inputs, outputs and
// errors are the SDK's; tests/js/aws-sdk*.test.mjs run the same programs with both.

export { BedrockRuntime } from "./aws-sdk-aggregated.js";
export { BedrockRuntimeClient } from "./aws-sdk-client.js";
export * from "./aws-sdk-commands.js";
export * from "./aws-sdk-enums.js";
export * from "./aws-sdk-exceptions.js";
export { paginateListAsyncInvokes } from "./aws-sdk-paginator.js";
