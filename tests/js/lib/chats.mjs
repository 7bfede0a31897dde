// Chats in OpenAI's shape, and what of them reached the local Bedrock.
import assert from "node:assert/strict";
import { BadRequestError } from "bedrock-wasm";
import { collect, connect, failure } from "./client.mjs";
import { frame } from "./frames.mjs";

export const SONNET_45 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
export const SONNET_5 = "us.anthropic.claude-sonnet-5";
export const NOVA_LITE = "amazon.nova-lite-v1:0";
export const GPT = "us.openai.gpt-5.4";
export const GPT_OSS = "openai.gpt-oss-120b-1:0";
export const LLAMA = "us.meta.llama3-3-70b-instruct-v1:0";
export const MISTRAL = "mistral.mistral-large-2402-v1:0";
export const COMMAND_R = "cohere.command-r-v1:0";
export const APPLICATION_PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
export const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const PDF = Buffer.from("%PDF-1.7 a page").toString("base64");

export const user = (content) => ({ role: "user", content });
export const assistant = (content, more) => ({ role: "assistant", content, ...more });
export const calls = (...tool_calls) => assistant(null, { tool_calls });
export const call = (id, name, input = "{}") => ({ id, type: "function", function: { name, arguments: input } });
export const answer = (tool_call_id, content) => ({ role: "tool", tool_call_id, content });

/** A tool with one parameter. */
export function tool(name, description = "The weather of a city") {
  const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  return { type: "function", function: { name, description, parameters } };
}

/** The bodies that have reached a session, parsed. */
export async function bodies(session) {
  return (await session.log()).requests.map(({ bodyText }) => JSON.parse(bodyText));
}

/**
 * Makes a chat in a session of its own. `options` are those of {@link connect}.
 *
 * Gives `{ bedrock, session, completion, message, sent }`, where `sent` is the body that reached Bedrock last.
 */
export async function chat(t, request, options) {
  const { bedrock, session } = await connect(t, options);
  const completion = await bedrock.chat.completions.create(request);
  const sent = (await bodies(session)).at(-1);
  return { bedrock, session, completion, message: completion.choices[0].message, sent };
}

/** The same as a stream. Gives `{ bedrock, session, chunks, deltas, sent }`. */
export async function chatStream(t, request, options) {
  const { bedrock, session } = await connect(t, options);
  const stream = await bedrock.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } });
  const chunks = await collect(stream);
  const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  return { bedrock, session, chunks, deltas, sent: (await bodies(session)).at(-1) };
}

/** The text of a stream's deltas. */
export const textOf = (deltas) => deltas.map(({ content }) => content ?? "").join("");

/** What the blocks of a turn are: `["text", "toolUse"]`. */
export const kinds = ({ content }) => content.flatMap(Object.keys);

/** The roles of a body's turns. */
export const roles = ({ messages }) => messages.map(({ role }) => role);

/** Asserts that Bedrock refuses this body: that somebody has to do something about it. */
export async function assertRefused(bedrock, modelId, body, message) {
  const error = await failure(bedrock.converse({ modelId, ...body }));
  assert.ok(error instanceof BadRequestError, error.stack);
  assert.match(error.message, message);
}

/** A fault that answers Converse with this output. */
export function output(content, more = {}) {
  const body = {
    output: { message: { role: "assistant", content } },
    stopReason: content.some(({ toolUse }) => toolUse) ? "tool_use" : "end_turn",
    usage: { inputTokens: 5, outputTokens: 7, totalTokens: 12 },
    metrics: { latencyMs: 3 },
    ...more,
  };
  const headers = { "content-type": "application/json" };
  return { kind: "raw", status: 200, headers, bodyBase64: Buffer.from(JSON.stringify(body)).toString("base64") };
}

/** A fault that answers ConverseStream with these events, each `[name, payload]`. */
export function events(...events) {
  const headers = { "content-type": "application/vnd.amazon.eventstream" };
  const frames = events.map(([name, payload]) => frame(name, JSON.stringify(payload)));
  return { kind: "raw", status: 200, headers, bodyBase64: Buffer.concat(frames).toString("base64") };
}

/** The beginning of a block, a piece of it, and the ends that each stream has. */
export const start = (contentBlockIndex, toolUse) => ["contentBlockStart", { contentBlockIndex, start: { toolUse } }];
export const delta = (contentBlockIndex, delta) => ["contentBlockDelta", { contentBlockIndex, delta }];
export const stop = (contentBlockIndex) => ["contentBlockStop", { contentBlockIndex }];
export const BEGIN = ["messageStart", { role: "assistant" }];
export const ending = (stopReason, usage = { inputTokens: 5, outputTokens: 7, totalTokens: 12 }) => [
  ["messageStop", { stopReason }],
  ["metadata", { usage, metrics: { latencyMs: 3 } }],
];
