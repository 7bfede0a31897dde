// Pace, usage and cost, worked out from recordings.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./lib/modules.mjs";

const MODULES = `
export { paceOf, tokensOf } from "./recorder/pace.ts";
export { costOf, priceOf } from "./inside/prices.ts";
`;
const turnOf = (values, more = {}) => ({
  attempts: [
    { at: 10, response: { at: 20 } },
    { at: 40, response: { at: 50 } },
  ],
  events: values.map(([at, value]) => ({ at, value })),
  usage: undefined,
  metrics: undefined,
  endedAt: 1000,
  ...more,
});
const text = (content) => ({ choices: [{ delta: { content } }] });

test("pace is measured from the first piece to the last, in every shape", async (t) => {
  const { paceOf } = await load(t, MODULES);
  const openAi = [
    [100, { choices: [{ delta: { role: "assistant" } }] }],
    [150, text("abcd")],
    [400, { choices: [{ delta: { reasoning_content: "ef" } }] }],
    [650, { choices: [{ delta: { tool_calls: [{ function: { arguments: "{}" } }] } }] }],
    [700, { choices: [], usage: {} }],
  ];
  const native = [
    [100, { messageStart: { role: "assistant" } }],
    [150, { contentBlockDelta: { delta: { text: "abcd" } } }],
    [400, { contentBlockDelta: { delta: { reasoningContent: { text: "ef" } } } }],
    [650, { contentBlockDelta: { delta: { toolUse: { input: "{}" } } } }],
    [700, { metadata: {} }],
  ];
  const responses = [
    [100, { type: "response.created", response: {} }],
    [150, { type: "response.output_text.delta", delta: "abcd" }],
    [400, { type: "response.reasoning_summary_text.delta", delta: "ef" }],
    [650, { type: "response.function_call_arguments.delta", delta: "{}" }],
    [660, { type: "response.output_text.done", text: "abcd" }],
    [700, { type: "response.completed", response: { output_text: "abcd" } }],
  ];
  const messages = [
    [100, { type: "message_start", message: {} }],
    [110, { type: "content_block_start", content_block: { type: "text", text: "" } }],
    [150, { type: "content_block_delta", delta: { type: "text_delta", text: "abcd" } }],
    [400, { type: "content_block_delta", delta: { type: "thinking_delta", thinking: "ef" } }],
    [500, { type: "content_block_delta", delta: { type: "signature_delta", signature: "ghi" } }],
    [650, { type: "content_block_delta", delta: { type: "input_json_delta", partial_json: "{}" } }],
    [700, { type: "message_stop" }],
  ];
  const metrics = { latencyMs: 77 };
  for (const turn of [
    turnOf(openAi, { metrics, usage: { prompt_tokens: 5, completion_tokens: 16 } }),
    turnOf(native, { metrics, usage: { inputTokens: 5, outputTokens: 16 } }),
    turnOf(responses, { metrics, usage: { input_tokens: 5, output_tokens: 16 } }),
    turnOf(messages, { metrics, usage: { input_tokens: 5, output_tokens: 16 } }),
  ]) {
    const pace = paceOf(turn);
    assert.deepEqual([pace.firstMs, pace.firstFromSendingMs, pace.textMs, pace.totalMs], [150, 110, 500, 1000]);
    assert.deepEqual([pace.tokensPerSecond, pace.latencyMs, pace.unit], [32, 77, "tokens"]);
    assert.deepEqual(pace.curve, [
      { at: 150, amount: 8 },
      { at: 400, amount: 12 },
      { at: 650, amount: 16 },
    ]);
  }
});

test("what is not told stays unknown", async (t) => {
  const { paceOf } = await load(t, MODULES);
  const stopped = paceOf(
    turnOf([
      [10, text("ab")],
      [20, text("c")],
    ]),
  );
  assert.deepEqual([stopped.unit, stopped.tokensPerSecond, stopped.tokens.output], ["characters", undefined, undefined]);
  const nothing = paceOf(turnOf([], { endedAt: undefined }));
  assert.deepEqual([nothing.firstMs, nothing.totalMs, nothing.curve], [undefined, undefined, []]);
  const whole = paceOf(turnOf([[10, text("ab")]], { usage: { prompt_tokens: 1, completion_tokens: 2 } }));
  assert.equal(whole.tokensPerSecond, undefined, "one piece has no pace");
});

test("input tokens are those beside the cache's, in every shape", async (t) => {
  const { tokensOf } = await load(t, MODULES);
  const expected = { input: 10, output: 3, cacheRead: 80, cacheWrite: 10 };
  assert.deepEqual(tokensOf({ inputTokens: 10, outputTokens: 3, cacheReadInputTokens: 80, cacheWriteInputTokens: 10 }), expected);
  const prompt_tokens_details = { cached_tokens: 80, cache_write_tokens: 10 };
  assert.deepEqual(tokensOf({ prompt_tokens: 100, completion_tokens: 3, prompt_tokens_details }), expected);
  const input_tokens_details = prompt_tokens_details;
  assert.deepEqual(tokensOf({ input_tokens: 100, output_tokens: 3, input_tokens_details }), expected);
  const anthropics = { input_tokens: 10, cache_read_input_tokens: 80, cache_creation_input_tokens: 10, output_tokens: 3 };
  assert.deepEqual(tokensOf(anthropics), expected);
});

test("a price is that of the id and the region, or none", async (t) => {
  const { costOf, priceOf } = await load(t, MODULES);
  const price = priceOf("us.amazon.nova-lite-v1:0", "us-east-1");
  assert.equal(costOf(price, 1_000_000, 1_000_000), 0.3);
  for (const [model, region] of [
    ["us.amazon.nova-lite-v1:0", "eu-west-1"],
    ["amazon.nova-lite", "us-east-1"],
    ["toString", "us-east-1"],
  ]) {
    assert.equal(priceOf(model, region), undefined);
  }
});
