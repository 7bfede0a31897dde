// What users of other clients complained of, as tests: reasoning and prompt caching. The numbers are those of
// lib/complaints.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOVA_LITE, SONNET_45, SONNET_5, answer, bodies, chat, kinds, output, tool, user } from "./lib/chats.mjs";
import { connect } from "./lib/client.mjs";

const messages = [user("What is the weather in Oslo?")];
const tools = [tool("get_weather")];
const thinking = { type: "enabled", budget_tokens: 2000 };
const cache_control = { type: "ephemeral" };

/** The second turn of a tool loop whose first reply is `content`: the body that was sent. */
async function secondTurn(t, content, model = SONNET_45) {
  const { bedrock, session } = await connect(t, { faults: [output(content), output([{ text: "Cold." }])] });
  const { choices } = await bedrock.chat.completions.create({ model, messages, tools, thinking });
  const [{ message }] = choices;
  const answers = message.tool_calls.map(({ id }) => answer(id, "-3 degrees"));
  await bedrock.chat.completions.create({ model, messages: [...messages, message, ...answers], tools, thinking });
  return { message, sent: (await bodies(session))[1] };
}

const CALL = { toolUse: { toolUseId: "t1", name: "get_weather", input: { city: "Oslo" } } };

test("complaint 64: what a model thinks is in the reply, and goes back with its signature", async (t) => {
  const thought = { reasoningContent: { reasoningText: { text: 'A tool \u{1f980} "knows" \\ it.\n', signature: "c2ln+/==" } } };
  const { message, sent } = await secondTurn(t, [thought, { text: "I look." }, CALL]);
  assert.equal(message.reasoning_content, thought.reasoningContent.reasoningText.text);
  assert.deepEqual(sent.messages[1].content, [thought, { text: "I look." }, CALL]);
  assert.deepEqual(sent.additionalModelRequestFields, { thinking });
});

test("complaint 65: a thought of which there is only the signature goes back, too", async (t) => {
  const thought = { reasoningContent: { reasoningText: { text: "", signature: "c2lnbmF0dXJl" } } };
  const { message, sent } = await secondTurn(t, [thought, CALL]);
  assert.deepEqual(message.thinking_blocks, [{ type: "thinking", thinking: "", signature: "c2lnbmF0dXJl" }]);
  assert.deepEqual(sent.messages[1].content, [thought, CALL]);
});

test("complaint 66: so do thoughts that are encrypted, in their places between the others", async (t) => {
  const thoughts = [
    { reasoningContent: { redactedContent: "RW5jcnlwdGVk" } },
    { reasoningContent: { reasoningText: { text: "Now a tool.", signature: "c2ln" } } },
    { reasoningContent: { redactedContent: "TW9yZQ==" } },
  ];
  const { sent } = await secondTurn(t, [...thoughts, CALL]);
  assert.deepEqual(sent.messages[1].content, [...thoughts, CALL]);
});

test("complaint 67: max_tokens holds thoughts and reply, and a budget that is too large is made to fit", async (t) => {
  const request = { model: SONNET_45, messages: [user("Hi")] };
  const { sent, completion } = await chat(t, {
    ...request,
    max_tokens: 3000,
    thinking: { type: "enabled", budget_tokens: 8000 },
  });
  assert.deepEqual([sent.inferenceConfig, sent.additionalModelRequestFields.thinking.budget_tokens], [{ maxTokens: 3000 }, 2999]);
  assert.match(completion._warnings[0].message, /2999 is sent/);
  const unlimited = (await chat(t, { ...request, thinking })).sent;
  assert.ok(unlimited.inferenceConfig.maxTokens > 2000);
  const byEffort = (await chat(t, { ...request, max_tokens: 2500, reasoning_effort: "max" })).sent;
  assert.deepEqual(byEffort.additionalModelRequestFields.thinking, { type: "enabled", budget_tokens: 2499 });
  const tooSmall = await chat(t, { ...request, max_tokens: 500, reasoning_effort: "high" });
  assert.equal(tooSmall.sent.additionalModelRequestFields?.thinking, undefined);
  assert.match(tooSmall.completion._warnings[0].message, /above 1024/);
});

test("complaint 68: for Nova cache points stand behind the system prompt and messages only, for Claude behind tools too", async (t) => {
  const request = {
    messages: [{ role: "system", content: "Be brief.", cache_control }, user("Hi")],
    tools: [{ ...tools[0], cache_control }],
  };
  const nova = await chat(t, { ...request, model: NOVA_LITE });
  assert.deepEqual(
    [nova.sent.system.flatMap(Object.keys), nova.sent.toolConfig.tools.flatMap(Object.keys)],
    [["text", "cachePoint"], ["toolSpec"]],
  );
  assert.match(nova.completion._warnings[0].message, /Nova takes them in the system prompt/);
  const claude = await chat(t, { ...request, model: SONNET_5 });
  assert.deepEqual(claude.sent.toolConfig.tools.flatMap(Object.keys), ["toolSpec", "cachePoint"]);
  const parts = [{ type: "text", text: "A long text", cache_control: { ...cache_control, ttl: "1h" } }];
  assert.deepEqual((await chat(t, { model: SONNET_5, messages: [user(parts)] })).sent.messages[0].content[1], {
    cachePoint: { type: "default", ttl: "1h" },
  });
  assert.deepEqual(kinds((await chat(t, { model: NOVA_LITE, messages: [user(parts)] })).sent.messages[0]), [
    "text",
    "cachePoint",
  ]);
});

test("complaint 82: that a cache point had no effect, because there was too little before it, can be seen in the counts", async (t) => {
  const usage = { inputTokens: 40, outputTokens: 5, totalTokens: 45, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };
  const request = { model: SONNET_5, messages: [user([{ type: "text", text: "Too short", cache_control }])] };
  const { sent, completion } = await chat(t, request, { faults: [output([{ text: "Hi" }], { usage })] });
  assert.deepEqual(kinds(sent.messages[0]), ["text", "cachePoint"]);
  assert.deepEqual(completion.usage.prompt_tokens_details, { cached_tokens: 0, cache_write_tokens: 0 });
});
