// What users of other clients complained of, as tests: application inference profiles, whose ARN hides the model behind it.
// The numbers are those of lib/complaints.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { APPLICATION_PROFILE, PNG, answer, call, calls, chat, chatStream, kinds, tool, user } from "./lib/chats.mjs";

const models = (baseModel, more) => ({ models: { capabilities: { [APPLICATION_PROFILE]: { baseModel, ...more } } } });
const cached = [user([{ type: "text", text: "A long text", cache_control: { type: "ephemeral" } }])];

test("complaint 41: prompt caching works through an application profile, told what is behind it or not", async (t) => {
  for (const options of [models("anthropic.claude-sonnet-5"), models("claude-sonnet-5"), {}]) {
    const { sent, completion } = await chat(t, { model: APPLICATION_PROFILE, messages: cached }, options);
    assert.deepEqual(kinds(sent.messages[0]), ["text", "cachePoint"]);
    assert.deepEqual(completion._warnings, []);
  }
  const llama = await chat(t, { model: APPLICATION_PROFILE, messages: cached }, models("us.meta.llama3-3-70b-instruct-v1:0"));
  assert.deepEqual(kinds(llama.sent.messages[0]), ["text"]);
});

test("complaint 42: reasoning through an application profile is asked for in the words of the model behind it", async (t) => {
  const request = { model: APPLICATION_PROFILE, messages: [user("Why?")], reasoning_effort: "high", temperature: 0.5 };
  const fields = async (baseModel) => (await chat(t, request, models(baseModel))).sent.additionalModelRequestFields;
  assert.equal((await fields("anthropic.claude-sonnet-5")).thinking.type, "adaptive");
  assert.deepEqual((await fields("claude-sonnet-4-5")).thinking, { type: "enabled", budget_tokens: 4096 });
  assert.deepEqual(await fields("openai.gpt-oss-120b-1:0"), { reasoning_effort: "high" });
  const { sent } = await chat(t, request, models("anthropic.claude-sonnet-5"));
  assert.equal(sent.inferenceConfig?.temperature, undefined);
});

test("complaint 43: tools through an application profile have the choices and the answers of the model behind it", async (t) => {
  const image_url = { url: `data:image/png;base64,${PNG}` };
  const messages = [user("Weather?"), calls(call("call_1", "get_weather")), answer("call_1", [{ type: "image_url", image_url }])];
  const request = { model: APPLICATION_PROFILE, messages, tools: [tool("get_weather")], parallel_tool_calls: false };
  const claude = (await chat(t, request, models("claude-sonnet-4-5"))).sent;
  assert.deepEqual(claude.additionalModelRequestFields.tool_choice, { type: "auto", disable_parallel_tool_use: true });
  assert.deepEqual(kinds(claude.messages[2]), ["toolResult"]);
  const mistral = (await chat(t, request, models("mistral.pixtral-large-2502-v1:0"))).sent;
  assert.match(mistral.messages[1].content[0].toolUse.toolUseId, /^[a-zA-Z0-9]{9}$/);
  assert.deepEqual(mistral.messages.slice(2).map(kinds), [["toolResult"], ["text"], ["image"]]);
});

test("complaint 44: nothing is taken from an application profile that is not known, and the caller has the last word", async (t) => {
  const request = {
    model: APPLICATION_PROFILE,
    messages: [user("Hello")],
    tools: [tool("get_weather")],
    temperature: 0.5,
    top_p: 0.9,
    stop: ["END"],
    max_tokens: 50,
  };
  const { sent, session, chunks } = await chatStream(t, request);
  assert.deepEqual(sent.inferenceConfig, { maxTokens: 50, temperature: 0.5, topP: 0.9, stopSequences: ["END"] });
  assert.equal(sent.toolConfig.tools.length, 1);
  assert.equal(chunks[0].model, APPLICATION_PROFILE);
  assert.equal((await session.log()).requests[0].modelId, APPLICATION_PROFILE);
  const schema = { type: "object", properties: { name: { type: "string" } } };
  const json = { ...request, response_format: { type: "json_schema", json_schema: { name: "x", schema } } };
  const told = await chat(t, json, models("claude-sonnet-4-5", { structuredOutput: false }));
  assert.equal(told.completion._bedrock.structuredOutput, "tool");
});
