// The official `openai` SDK on the local Bedrock, by `createFetch`, and replies of Bedrock that a test writes itself.
import OpenAI from "openai";
import { createFetch } from "bedrock-wasm/openai";
import { connect } from "./client.mjs";
import { frame } from "./frames.mjs";

/** What the SDK would send to OpenAI: no header of Bedrock's requests may have it. */
export const API_KEY = "sk-geheim-0815";
export const HAIKU = "claude-haiku-4-5";
export const NOVA = "nova-micro";

/** Messages of one question. */
export const ask = (content) => [{ role: "user", content }];
/** A short chat. */
export const CHAT = { model: NOVA, messages: ask("Why is the sky blue over Zürich?") };

/**
 * The SDK, with a session of the local Bedrock behind it that has these faults.
 *
 * Gives `{ openai, fetch, bedrock, session }`. `sdk` are options of the SDK, which repeats nothing unless they say so; the
 * others are those of `connect`.
 */
export async function connectOpenAI(t, { sdk, ...options } = {}) {
  const { bedrock, session } = await connect(t, options);
  const fetch = createFetch(bedrock);
  return { openai: sdkOf(fetch, sdk), fetch, bedrock, session };
}

/** The SDK with this fetch. */
export function sdkOf(fetch, options) {
  return new OpenAI({ apiKey: API_KEY, baseURL: "https://bedrock.invalid/v1", maxRetries: 0, fetch, ...options });
}

/** The body that a request of the session's had, of the last one by default. */
export async function sentBody(session, at = -1) {
  return JSON.parse((await session.log()).requests.at(at).bodyText);
}

/** A fault: Converse's answer to be these blocks, for a stream or not. */
export function turn(content, { stream = false } = {}) {
  const stopReason = content.some((block) => block.toolUse) ? "tool_use" : "end_turn";
  const usage = { inputTokens: 10, outputTokens: 5, totalTokens: 15 };
  if (stream) return raw("application/vnd.amazon.eventstream", framesOf(content, stopReason, usage));
  const output = { message: { role: "assistant", content } };
  return raw("application/json", JSON.stringify({ output, stopReason, usage, metrics: { latencyMs: 1 } }));
}

/** A fault: these bytes in place of the answer. */
export function raw(contentType, body) {
  return { kind: "raw", status: 200, headers: { "content-type": contentType }, bodyBase64: Buffer.from(body).toString("base64") };
}

/** All blocks at once, a piece of each in turn, as Bedrock interleaves calls that a model makes in parallel. */
function framesOf(content, stopReason, usage) {
  const events = [["messageStart", { role: "assistant" }]];
  const pieces = content.map((block, contentBlockIndex) => {
    const { toolUse, text } = block;
    if (!toolUse) return [["contentBlockDelta", { contentBlockIndex, delta: { text } }]];
    const { input, ...start } = toolUse;
    const deltas = JSON.stringify(input)
      .match(/.{1,7}/gsu)
      .map((piece) => ({ toolUse: { input: piece } }));
    events.push(["contentBlockStart", { contentBlockIndex, start: { toolUse: start } }]);
    return deltas.map((delta) => ["contentBlockDelta", { contentBlockIndex, delta }]);
  });
  for (let at = 0; pieces.some((list) => at < list.length); at++)
    events.push(...pieces.flatMap((list) => list.slice(at, at + 1)));
  content.forEach((_, contentBlockIndex) => events.push(["contentBlockStop", { contentBlockIndex }]));
  events.push(["messageStop", { stopReason }], ["metadata", { usage, metrics: { latencyMs: 1 } }]);
  return Buffer.concat(events.map(([name, payload]) => frame(name, JSON.stringify(payload))));
}
