// The types of the package: the client; the errors; what goes in and comes out of each operation; the shapes those are
// made of. Shapes have AWS's names and members: tests/js/types.test.mjs compares them with its models.
//
// One file without imports, which the build joins from parts: index.d.cts for programs that use `require`, and what modules get
// from index.d.ts.

export * from "./client.js";
export { default } from "./client.js";
export * from "./resources.js";
export * from "./options.js";
export * from "./observation.js";
export * from "./results.js";
export * from "./errors.js";
export * from "./openai-chat.js";
export * from "./openai-reply.js";
export * from "./openai-responses.js";
export * from "./openai-response.js";
export * from "./openai-response-events.js";
export * from "./openai-data.js";
export * from "./converse.js";
export * from "./invoke-model.js";
export * from "./other-operations.js";
export * from "./messages.js";
export * from "./citations.js";
export * from "./tools.js";
export * from "./configuration.js";
export * from "./answers.js";
export * from "./stream-events.js";
export * from "./guardrails.js";
export * from "./automated-reasoning.js";
export * from "./guardrail-checks.js";
export * from "./async-invocations.js";
export * from "./model-invocation-jobs.js";
export * from "./control-plane.js";
export * from "./reranking.js";
export * from "./models.js";
export * from "./basics.js";
