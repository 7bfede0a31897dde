// What users of other clients complained of, as tests: what a reply becomes, JSON, and embeddings. The numbers are those
// of lib/complaints.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BEGIN,
  COMMAND_R,
  GPT_OSS,
  NOVA_LITE,
  SONNET_45,
  bodies,
  chat,
  chatStream,
  delta,
  ending,
  events,
  output,
  start,
  stop,
  textOf,
  tool,
  user,
} from "./lib/chats.mjs";
import { connect, failure } from "./lib/client.mjs";

const messages = [user("What is the weather in Oslo, and what time is it?")];
const tools = [tool("get_weather"), tool("get_time", "What time it is in a city")];
const schema = { type: "object", properties: { name: { type: "string" }, age: { type: "integer" } }, required: ["name", "age"] };
const response_format = { type: "json_schema", json_schema: { name: "person", schema } };
const PERSON = [user("Who wrote Faust?")];

/** The calls of a stream's deltas, added up by their index. */
function callsOf(deltas) {
  const calls = [];
  for (const {
    index,
    id,
    function: { name, arguments: piece },
  } of deltas.flatMap(({ tool_calls }) => tool_calls ?? [])) {
    calls[index] ??= { id, name, input: "" };
    calls[index].input += piece;
  }
  return calls;
}

test("complaint 56: parallel calls of a stream are told apart, numbered from nought", async (t) => {
  const fault = events(
    BEGIN,
    delta(0, { text: "I look it up." }),
    stop(0),
    start(1, { toolUseId: "a", name: "get_weather" }),
    delta(1, { toolUse: { input: '{"city":' } }),
    delta(1, { toolUse: { input: '"Oslo"}' } }),
    stop(1),
    start(2, { toolUseId: "b", name: "get_time" }),
    delta(2, { toolUse: { input: '{"city":"Bergen"}' } }),
    stop(2),
    ...ending("tool_use"),
  );
  const { deltas, chunks } = await chatStream(t, { model: SONNET_45, messages, tools }, { faults: [fault] });
  assert.deepEqual(callsOf(deltas), [
    { id: "a", name: "get_weather", input: '{"city":"Oslo"}' },
    { id: "b", name: "get_time", input: '{"city":"Bergen"}' },
  ]);
  assert.ok(chunks.some(({ choices }) => choices[0]?.finish_reason === "tool_calls"));
});

test("complaint 57: calls whose pieces come interleaved are put together rightly", async (t) => {
  const fault = events(
    BEGIN,
    start(0, { toolUseId: "a", name: "get_weather" }),
    start(1, { toolUseId: "b", name: "get_time" }),
    delta(1, { toolUse: { input: '{"city":"Ber' } }),
    delta(0, { toolUse: { input: '{"city":"Os' } }),
    delta(1, { toolUse: { input: 'gen"}' } }),
    stop(1),
    delta(0, { toolUse: { input: 'lo"}' } }),
    stop(0),
    ...ending("tool_use"),
  );
  const { deltas } = await chatStream(t, { model: SONNET_45, messages, tools }, { faults: [fault] });
  assert.deepEqual(
    callsOf(deltas).map(({ id, input }) => [id, input]),
    [
      ["a", '{"city":"Oslo"}'],
      ["b", '{"city":"Bergen"}'],
    ],
  );
});

test("complaint 58: with tools a stream still has its text, and arguments come as they are written", async (t) => {
  const { deltas } = await chatStream(t, { model: SONNET_45, messages, tools });
  const texts = deltas.filter(({ content }) => content);
  const pieces = deltas.flatMap(({ tool_calls }) => tool_calls ?? []).filter(({ index, id }) => index === 0 && !id);
  assert.ok(texts.length > 1 && pieces.length > 1, `${texts.length} pieces of text, ${pieces.length} of arguments`);
  assert.ok(deltas.indexOf(texts.at(-1)) < deltas.findIndex(({ tool_calls }) => tool_calls));
  assert.equal(typeof JSON.parse(callsOf(deltas)[0].input).city, "string");
});

const CACHE = { inputTokens: 10, outputTokens: 5, totalTokens: 1315, cacheReadInputTokens: 1000, cacheWriteInputTokens: 300 };
const COUNTED = {
  prompt_tokens: 1310,
  completion_tokens: 5,
  total_tokens: 1315,
  prompt_tokens_details: { cached_tokens: 1000, cache_write_tokens: 300 },
};

test("complaint 69: what the cache held is a part of prompt_tokens", async (t) => {
  const { completion } = await chat(
    t,
    { model: SONNET_45, messages },
    { faults: [output([{ text: "Cold." }], { usage: CACHE })] },
  );
  assert.deepEqual(completion.usage, COUNTED);
});

test("complaint 70: in streams, too", async (t) => {
  const faults = [events(BEGIN, delta(0, { text: "Cold." }), stop(0), ...ending("end_turn", CACHE))];
  const { chunks } = await chatStream(t, { model: SONNET_45, messages }, { faults });
  assert.deepEqual(chunks.at(-1).usage, COUNTED);
});

function assertPerson(text) {
  const { name, age } = JSON.parse(text);
  assert.deepEqual([typeof name, Number.isInteger(age)], ["string", true]);
}

test("complaint 71: JSON by a schema is the model's own work where it can, without a made-up tool", async (t) => {
  const { sent, message, completion } = await chat(t, { model: SONNET_45, messages: PERSON, response_format });
  assert.deepEqual([sent.toolConfig, sent.outputConfig.textFormat.type], [undefined, "json_schema"]);
  assertPerson(message.content);
  assert.deepEqual([completion.choices[0].finish_reason, completion._bedrock.structuredOutput], ["stop", "native"]);
});

test("complaint 72: gpt-oss, which cannot be forced to use a tool, keeps to a schema; where that is refused a tool does it", async (t) => {
  const { sent, message, completion } = await chat(t, { model: GPT_OSS, messages: PERSON, response_format });
  assert.equal(sent.toolConfig?.toolChoice, undefined);
  assertPerson(message.content);
  assert.equal(completion.choices[0].finish_reason, "stop");

  const refusal = "The model returned the following errors: output_config.format: Extra inputs are not permitted";
  const fault = { kind: "status", status: 400, code: "ValidationException", message: refusal };
  const again = await chat(t, { model: SONNET_45, messages: PERSON, response_format }, { faults: [fault] });
  assert.deepEqual([again.sent.outputConfig, again.completion._bedrock.structuredOutput], [undefined, "tool"]);
  assertPerson(again.message.content);
  await again.bedrock.chat.completions.create({ model: SONNET_45, messages: PERSON, response_format });
  // The second chat knows it.
  assert.deepEqual(
    (await again.session.log()).requests.map(({ status }) => status),
    [400, 200, 200],
  );
});

test("complaint 73: JSON by a tool is streamed as it is written", async (t) => {
  const { deltas, chunks, sent } = await chatStream(t, { model: NOVA_LITE, messages: PERSON, response_format });
  assert.deepEqual(sent.toolConfig.toolChoice, { tool: { name: "json_response" } });
  const pieces = deltas.filter(({ content }) => content);
  assert.ok(pieces.length > 2, `${pieces.length} pieces`);
  assertPerson(textOf(deltas));
  assert.ok(deltas.every(({ tool_calls }) => tool_calls === undefined));
  const last = chunks.find(({ choices }) => choices[0]?.finish_reason);
  assert.deepEqual([last.choices[0].finish_reason, last._bedrock.structuredOutput], ["stop", "tool"]);
});

test("complaint 74: a schema goes together with tools, and without either words ask for JSON", async (t) => {
  const native = await chat(t, { model: SONNET_45, messages: PERSON, response_format, tools });
  assert.deepEqual(
    native.sent.toolConfig.tools.map(({ toolSpec }) => toolSpec.name),
    ["get_weather", "get_time"],
  );
  const byTool = await chat(t, { model: NOVA_LITE, messages: PERSON, response_format, tools });
  assert.equal(byTool.sent.toolConfig.tools.length, 3);
  const byWords = await chat(t, { model: "meta.llama3-8b-instruct-v1:0", messages: PERSON, response_format });
  assert.match(byWords.sent.system[0].text, /JSON schema: .*"name"/);
  assert.equal(byWords.completion._bedrock.structuredOutput, "prompt");
  const object = await chat(t, { model: COMMAND_R, messages: PERSON, response_format: { type: "json_object" } });
  assert.match(object.sent.system[0].text, /one JSON value/);
});

test("complaint 75: each maker's embeddings get the body that they take", async (t) => {
  const { bedrock, session } = await connect(t);
  const input = ["a fjord", "a lighthouse"];
  for (const model of ["cohere.embed-english-v3", "amazon.titan-embed-text-v2:0"]) {
    const { data } = await bedrock.embeddings.create({ model, input, input_type: "search_query" });
    assert.deepEqual(
      data.map(({ index, embedding }) => [index, embedding.length > 100]),
      [
        [0, true],
        [1, true],
      ],
    );
  }
  const [cohere, ...titan] = await bodies(session);
  assert.deepEqual([cohere.texts, cohere.input_type, cohere.inputText], [input, "search_query", undefined]);
  assert.deepEqual(
    titan.map(({ inputText, texts }) => [inputText, texts]).sort(),
    input.map((text) => [text, undefined]),
  );
  assert.match((await failure(bedrock.embeddings.create({ model: NOVA_LITE, input }))).message, /not known to make embeddings/);
});
