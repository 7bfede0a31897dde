// The calls that peers.test.mjs and boto3.test.mjs make both through the package and through AWS's own clients, and what
// those drop of the replies.
import assert from "node:assert/strict";
import { CHAT, CLAUDE, NOVA } from "./client.mjs";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const APPLICATION = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
const TOOLS = [
  {
    toolSpec: {
      name: "get_weather",
      description: "The weather of a city",
      inputSchema: {
        json: { type: "object", properties: { city: { type: "string" }, bytes: { type: "string" } }, required: ["city"] },
      },
    },
  },
];
const asked = (text) => [{ role: "user", content: [{ text }] }];
const used = {
  role: "assistant",
  content: [{ toolUse: { toolUseId: "t1", name: "get_weather", input: { city: "Oslo", bytes: "aGk=" } } }],
};
const result = {
  toolResult: { toolUseId: "t1", status: "success", content: [{ json: { celsius: -3.5, bytes: "aGk=" } }, { text: "cold" }] },
};
const image = { image: { format: "png", source: { bytes: new Uint8Array(PNG) } } };
const document = { document: { format: "txt", name: "notes", source: { bytes: new TextEncoder().encode("Ünïcödé") } } };

/**
 * Our `usage` without the members that AWS's model of the service lacks, so that its clients drop them. Asserts that we
 * have kept them: Claude counts in whole replies what it has cached, which is nothing here, under second names as well.
 */
export function modeled({ serverToolUsage, cacheReadInputTokenCount, cacheWriteInputTokenCount, ...usage }, operation, input) {
  const count = operation === "converse" && input.modelId === CLAUDE ? 0 : undefined;
  assert.deepEqual([serverToolUsage, cacheReadInputTokenCount, cacheWriteInputTokenCount], [{}, count, count]);
  return usage;
}

/** Inputs of converse and converseStream. */
export const CHATS = {
  "a question": CHAT,
  "every script and escape": { modelId: NOVA, messages: asked('„“ \u0000\u001f\u2028 \\ " 日本 🦀 \ud83d\udc69\u200d👩') },
  "all of inferenceConfig": {
    modelId: APPLICATION,
    system: [{ text: "Be brief." }],
    messages: asked("Tides?"),
    inferenceConfig: { maxTokens: 12, temperature: 0.5, topP: 1e-7, stopSequences: ["END"] },
    additionalModelRequestFields: { top_k: 5, nested: { null: null, list: [1, "2", true] } },
    additionalModelResponseFieldPaths: ["/stop_sequence"],
    requestMetadata: { team: "search" },
  },
  "a tool that is called": {
    modelId: CLAUDE,
    messages: asked("What is the weather in Oslo?"),
    toolConfig: { tools: TOOLS, toolChoice: { any: {} } },
  },
  "a tool's result": {
    modelId: CLAUDE,
    messages: [...asked("Weather?"), used, { role: "user", content: [result] }],
    toolConfig: { tools: TOOLS },
  },
  "an image and a document": {
    modelId: CLAUDE,
    messages: [{ role: "user", content: [image, document, { text: "What is this?" }] }],
  },
  reasoning: {
    modelId: CLAUDE,
    messages: asked("Why?"),
    inferenceConfig: { maxTokens: 4000 },
    additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2000 } },
  },
  "an inference profile's ARN": { ...CHAT, modelId: APPLICATION },
  "undefined members": { ...CHAT, system: undefined, toolConfig: undefined, inferenceConfig: { maxTokens: 9, topP: undefined } },
};

const json = (value) => ({ contentType: "application/json", body: JSON.stringify(value) });
/** Inputs of invokeModel and invokeModelWithResponseStream. */
export const BODIES = {
  Claude: {
    modelId: CLAUDE,
    ...json({ anthropic_version: "bedrock-2023-05-31", max_tokens: 40, messages: [{ role: "user", content: "Glaciers?" }] }),
  },
  Nova: {
    modelId: NOVA,
    ...json({ schemaVersion: "messages-v1", messages: asked("Tides?"), inferenceConfig: { max_new_tokens: 30 } }),
  },
  Titan: { modelId: "amazon.titan-text-express-v1", ...json({ inputText: "Say something about tides" }) },
  Llama: {
    modelId: "us.meta.llama3-3-70b-instruct-v1:0",
    ...json({ prompt: "Tides", max_gen_len: 9 }),
    trace: "ENABLED",
    accept: "application/json",
  },
};
