// What was reported of calls, at the boundary: where they go, when they are sent again, and text that is no Unicode.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { beforeEach, describe, test } from "node:test";
import OpenAI from "openai";
import { Bedrock, BedrockError, RateLimitError } from "bedrock-wasm";
import { CHAT, collect, connect, CREDENTIALS, failure, NOVA, settled } from "./lib/client.mjs";
import { connectOpenAI } from "./lib/openai.mjs";

const PROFILE = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc123";

/** A client without an endpoint whose requests reach nobody, and those requests: host, region of the signature, body. */
function listening(options) {
  const sent = [];
  const fetch = async (url, { headers, body }) => {
    const [, region] = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.get("authorization"));
    sent.push({ host: new URL(url).host, region, body: JSON.parse(new TextDecoder().decode(body) || "null") });
    return new Response('{"output":{"message":{"role":"assistant","content":[]}}}', { status: 200 });
  };
  return { bedrock: new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, ...options }), sent };
}

test("a call goes to the region of its ARN, wherever the ARN travels", async () => {
  const { bedrock, sent } = listening({ models: { aliases: { mine: PROFILE } } });
  const { messages } = CHAT;
  await bedrock.converse({ modelId: PROFILE, messages });
  await bedrock.invokeModel({ modelId: PROFILE, body: {} });
  await bedrock.startAsyncInvoke({ modelId: PROFILE, modelInput: {}, outputDataConfig: {} });
  await bedrock.getInferenceProfile({ inferenceProfileIdentifier: PROFILE });
  await bedrock.chat.completions.create({ model: "mine", messages: [{ role: "user", content: "Hi" }] });
  assert.deepEqual(
    sent.map(({ host, region }) => `${host} ${region}`),
    ["bedrock-runtime", "bedrock-runtime", "bedrock-runtime", "bedrock", "bedrock-runtime"].map(
      (service) => `${service}.eu-west-1.amazonaws.com eu-west-1`,
    ),
  );
  assert.equal(sent[2].body.modelId, PROFILE);
  await bedrock.converse({ ...CHAT, guardrailConfig: { guardrailIdentifier: PROFILE.replace("application", "a") } });
  assert.equal(sent.at(-1).host, "bedrock-runtime.us-east-1.amazonaws.com");
});

test("an endpoint of the caller's stays, and half an ARN is an error", async () => {
  const { bedrock, sent } = listening({ endpoint: "https://vpce.example" });
  await bedrock.converse({ ...CHAT, modelId: PROFILE });
  assert.deepEqual([sent[0].host, sent[0].region], ["vpce.example", "us-east-1"]);
  for (const call of [
    bedrock.converse({ ...CHAT, modelId: "arn:aws:bedrock" }),
    bedrock.startAsyncInvoke({ modelId: "arn:aws:bedrock::a:b" }),
    bedrock.chat.completions.create({ model: "arn:aws:bedrock:eu-west-1:a:", messages: [{ role: "user", content: "Hi" }] }),
  ]) {
    const error = await failure(call);
    assert.ok(error instanceof BedrockError, error.stack);
    assert.match(error.message, /^The modelId is not a whole ARN/);
  }
  assert.equal(sent.length, 1);
});

describe("an exception before any event is tried again, and after one is not", () => {
  beforeEach((t) => t.mock.method(Math, "random", () => 0));
  const STREAM = { model: NOVA, messages: [{ role: "user", content: "Hi" }], stream: true };
  const refusal = { kind: "exception", name: "throttlingException" };
  const ways = {
    converseStream: (bedrock, options) => bedrock.converseStream(CHAT, options),
    invokeModelWithResponseStream: (bedrock, options) =>
      bedrock.invokeModelWithResponseStream({ modelId: NOVA, body: { messages: CHAT.messages } }, options),
    "chat.completions.create": (bedrock, options) => bedrock.chat.completions.create(STREAM, options),
  };
  for (const [name, call] of Object.entries(ways)) {
    test(name, async (t) => {
      const told = [];
      const onRetry = ({ attempt, error }) => told.push(`${attempt} ${error.code}`);
      const { bedrock, session } = await connect(t, {
        faults: [refusal, { ...refusal, name: "serviceUnavailableException" }],
        onRetry,
      });
      const events = await collect(await call(bedrock));
      assert.ok(events.length > 2);
      assert.equal((await settled(session)).total, 3);
      assert.deepEqual(told, ["1 ThrottlingException", "2 ServiceUnavailableException"]);
      // None is left, or none is wanted: the call fails as by a refused head.
      const never = await connect(t, { faults: [refusal, refusal] });
      const error = await failure(call(never.bedrock, { maxRetries: 1 }));
      assert.deepEqual([error.constructor, error.status, error.retryable], [RateLimitError, 429, true]);
      assert.match(error.requestID, /^[0-9a-f-]{36}$/);
      assert.equal((await settled(never.session)).total, 2);
      // What was seen is not repeated.
      const later = await connect(t, { faults: [{ ...refusal, after: 1 }] });
      const seen = [];
      const read = async () => {
        for await (const event of await call(later.bedrock)) seen.push(event);
      };
      assert.ok((await failure(read())) instanceof RateLimitError);
      assert.deepEqual([seen.length, (await settled(later.session)).total], [1, 1]);
    });
  }

  test("the openai SDK repeats it as its own maxRetries says, and is told the status", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: [refusal, refusal], sdk: { maxRetries: 1 } });
    const error = await failure(openai.chat.completions.create(STREAM));
    assert.deepEqual([error.constructor, error.status], [OpenAI.RateLimitError, 429]);
    assert.equal((await settled(session)).total, 2);
    assert.ok((await collect(await openai.chat.completions.create(STREAM))).length > 2);
  });

  test("fallback models are asked, and the response holds what was read", async (t) => {
    const { bedrock } = await connect(t, { faults: [refusal] });
    const stream = await bedrock.chat.completions.create(STREAM, { maxRetries: 0, fallbackModels: ["nova-lite"] });
    assert.deepEqual(
      stream.warnings.map(({ code }) => code),
      ["fallback_model"],
    );
    assert.ok((await collect(stream)).length > 2);
    const response = await (await connect(t, { faults: [refusal] })).bedrock.converseStream(CHAT).asResponse();
    assert.equal(response.headers.get("content-type"), "application/vnd.amazon.eventstream");
    const frames = new DataView(await response.arrayBuffer());
    assert.ok(frames.byteLength > frames.getUint32(0));
  });

  test("a fetch of the caller's whose bodies are Readables, and one without bodies", async (t) => {
    const readable = async (...request) => {
      const response = await fetch(...request);
      return { status: response.status, headers: response.headers, body: Readable.fromWeb(response.body) };
    };
    const { bedrock, session } = await connect(t, { faults: [refusal], fetch: readable });
    assert.ok((await collect(await bedrock.converseStream(CHAT))).length > 2);
    assert.equal((await settled(session)).total, 2);
    const bodiless = async (...request) => {
      const { status, headers } = await fetch(...request);
      return { status, headers, body: null };
    };
    const none = await connect(t, { fetch: bodiless });
    const read = async () => collect(await none.bedrock.converseStream(CHAT));
    assert.match((await failure(read())).message, /no body that can be read in pieces/);
  });
});

test("pages end when their token repeats", async () => {
  for (const [tokens, pages] of [
    [["a", "a", "a"], 2],
    [["a", "b", "a", "b"], 3],
    [["a", "b"], 3],
  ]) {
    for (const list of ["listInferenceProfiles", "listAsyncInvokes"]) {
      const left = [...tokens];
      const fetch = async () => new Response(JSON.stringify({ nextToken: left.shift() }));
      const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
      assert.equal((await collect(bedrock[list]())).length, pages, `${list} ${tokens}`);
    }
  }
});

test("half a surrogate pair becomes U+FFFD in everything that is sent", async () => {
  const { bedrock, sent } = listening();
  const cut = "a\ud83d";
  const input = { [cut]: [cut, { b: `\\${cut}\\ud83d\u{1f600}` }] };
  const toolUse = { toolUseId: "t", name: "f", input };
  await bedrock.converse({ modelId: NOVA, messages: [{ role: "assistant", content: [{ toolUse }, { text: cut }] }] });
  await bedrock.invokeModel({ modelId: NOVA, body: { input } });
  await bedrock.invokeModel({ modelId: NOVA, body: JSON.stringify(cut).replace("\\ud83d", cut) });
  await bedrock.countTokens({ modelId: NOVA, input: { converse: { system: [{ text: cut }] } } });
  const arguments_ = '{"a":"\\ud83d"}';
  const call = { id: "c1", type: "function", function: { name: "f", arguments: arguments_ } };
  await bedrock.chat.completions.create({
    model: "claude-sonnet-4-5",
    messages: [
      { role: "user", content: cut },
      { role: "assistant", content: null, tool_calls: [call] },
      { role: "tool", tool_call_id: "c1", content: cut },
    ],
  });
  const mended = { "a\ufffd": ["a\ufffd", { b: "\\a\ufffd\\ud83d\u{1f600}" }] };
  assert.deepEqual(sent[0].body.messages[0].content, [{ toolUse: { ...toolUse, input: mended } }, { text: "a\ufffd" }]);
  assert.deepEqual(sent[1].body.input, mended);
  assert.equal(sent[2].body, "aa\ufffd");
  assert.equal(sent[3].body.input.converse.system[0].text, "a\ufffd");
  const [user, assistant, tool] = sent[4].body.messages;
  assert.deepEqual(user.content, [{ text: "a\ufffd" }]);
  assert.deepEqual(assistant.content[0].toolUse.input, { a: "\ufffd" });
  assert.deepEqual(tool.content[0].toolResult.content, [{ text: "a\ufffd" }]);
});

test("a number that JSON has not is refused by its name", async () => {
  const { bedrock, sent } = listening();
  const messages = [{ role: "user", content: "Hi" }];
  for (const [call, name] of [
    [bedrock.converse({ ...CHAT, inferenceConfig: { temperature: Number.NaN } }), "inferenceConfig.temperature is NaN"],
    [bedrock.invokeModel({ modelId: NOVA, body: { a: [1, { b: [Number.POSITIVE_INFINITY] }] } }), "a.1.b.0 is Infinity"],
    [bedrock.countTokens({ modelId: NOVA, input: { x: Number.NEGATIVE_INFINITY } }), "input.x is -Infinity"],
    [bedrock.chat.completions.create({ model: NOVA, messages, temperature: Number.NaN }), "temperature is NaN"],
    [bedrock.chat.completions.create({ model: NOVA, messages: [{ ...messages[0], x: [0 / 0] }] }), "messages.0.x.0 is NaN"],
    [bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "a", dimensions: Number.NaN }), "dimensions is NaN"],
  ]) {
    const error = await failure(call);
    assert.ok(error instanceof BedrockError, error.stack);
    assert.equal(error.message, `The input cannot be sent: ${name}, for which JSON has no number`);
  }
  assert.deepEqual(sent, []);
});

test("five hundred levels go through", async () => {
  const { bedrock, sent } = listening();
  let deep = {};
  for (let level = 0; level < 500; level++) deep = { a: deep };
  await bedrock.converse({ ...CHAT, additionalModelRequestFields: deep });
  const request = { model: NOVA, messages: [{ role: "user", content: "Hi" }] };
  await bedrock.chat.completions.create({ ...request, additionalModelRequestFields: deep });
  for (const { body } of sent) assert.deepEqual(body.additionalModelRequestFields, deep);
  const error = await failure(
    bedrock.chat.completions.create({
      ...request,
      additionalModelRequestFields: { a: { ...deep, b: [[[[[[[[[[[[deep]]]]]]]]]]]] } },
    }),
  );
  assert.match(error.message, /nested more than 512 deep/);
});
