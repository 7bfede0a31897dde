// Bedrock's rules for requests that OpenAI's API does not have: one test for each. Most send first what one would write
// without knowing the rule, to see that Bedrock refuses it. All cases of rules 1 to 17 are golden files:
// tests/fixtures/openai/request/rule-*.json.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "@smithy/core/checksum";
import {
  APPLICATION_PROFILE,
  GPT,
  GPT_OSS,
  LLAMA,
  MISTRAL,
  NOVA_LITE,
  PDF,
  PNG,
  SONNET_45,
  SONNET_5,
  answer,
  assertRefused,
  assistant,
  bodies,
  call,
  calls,
  chat,
  chatStream,
  kinds,
  roles,
  tool,
  user,
} from "./lib/chats.mjs";
import { CREDENTIALS, collect, connect, failure } from "./lib/client.mjs";

const text = (...texts) => texts.map((text) => ({ text }));
const HISTORY = [
  user("Weather?"),
  calls(call("a", "get_weather"), call("b", "get_time")),
  answer("b", "Noon"),
  answer("a", "Sun"),
];
const use = (toolUseId, name, input = {}) => ({ toolUse: { toolUseId, name, input } });
const result = (toolUseId, content) => ({ toolResult: { toolUseId, content: text(content) } });
const TOOL_CONFIG = { tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }] };

test("rule 1: roles alternate, and the user begins", async (t) => {
  const messages = [assistant("Welcome."), user("Hello."), user("Who are you?")];
  const { bedrock, sent } = await chat(t, { model: NOVA_LITE, messages });
  assert.deepEqual(roles(sent), ["user", "assistant", "user"]);
  assert.deepEqual(sent.messages[2].content, text("Hello.", "Who are you?"));
  const naive = messages.map(({ role, content }) => ({ role, content: text(content) }));
  await assertRefused(bedrock, NOVA_LITE, { messages: naive }, /must start with a user message/);
  await assertRefused(bedrock, NOVA_LITE, { messages: naive.slice(1) }, /must alternate/);
});

test("rule 2: no text is blank, and no content empty", async (t) => {
  const messages = [
    user("Hi"),
    assistant(""),
    user([
      { type: "text", text: " \n" },
      { type: "text", text: "Are you there?" },
    ]),
    user([]),
  ];
  const { bedrock, sent } = await chat(t, { model: NOVA_LITE, messages });
  assert.deepEqual(sent.messages, [{ role: "user", content: text("Hi", "Are you there?") }]);
  await assertRefused(bedrock, NOVA_LITE, { messages: [{ role: "user", content: text(" \n", "Are you there?") }] }, /is blank/);
  await assertRefused(bedrock, NOVA_LITE, { messages: [{ role: "user", content: [] }] }, /is empty/);
});

test("rule 3: all answers to a turn's tool calls come in the next turn, before all else", async (t) => {
  const tools = [tool("get_weather"), tool("get_time")];
  const { bedrock, sent } = await chat(t, { model: SONNET_45, messages: [...HISTORY, user("And tomorrow?")], tools });
  assert.deepEqual(roles(sent), ["user", "assistant", "user"]);
  assert.deepEqual(kinds(sent.messages[2]), ["toolResult", "toolResult", "text"]);
  assert.deepEqual(sent.messages[2].content.slice(0, 2), [result("b", "Noon"), result("a", "Sun")]);
  const asked = [
    { role: "user", content: text("Weather?") },
    { role: "assistant", content: [use("a", "get_weather"), use("b", "get_time")] },
  ];
  const late = [...asked, { role: "user", content: [result("a", "Sun")] }];
  await assertRefused(bedrock, SONNET_45, { messages: late, toolConfig: TOOL_CONFIG }, /Expected toolResult blocks .* Ids: b/);
});

test("rule 4: the assistant thinks, then speaks, then calls tools", async (t) => {
  const tools = [tool("get_weather")];
  const request = { model: SONNET_45, messages: [user("What is the weather in Oslo?")], tools, reasoning_effort: "low" };
  const { bedrock, session, message } = await chat(t, request);
  const { tool_calls, content, thinking_blocks } = message;
  // Members of an object have no order that could be relied on.
  const said = { tool_calls, content, thinking_blocks, role: "assistant" };
  const answers = tool_calls.map(({ id }) => answer(id, "Sun"));
  await bedrock.chat.completions.create({ ...request, messages: [...request.messages, said, ...answers] });
  assert.deepEqual(kinds((await bodies(session)).at(-1).messages[1]), ["reasoningContent", "text", "toolUse"]);
});

test("rule 5: where the history has tool calls, there are tools", async (t) => {
  const { bedrock, sent, completion } = await chat(t, { model: SONNET_45, messages: HISTORY });
  assert.deepEqual(
    sent.toolConfig.tools.map(({ toolSpec }) => toolSpec.name),
    ["get_weather", "get_time"],
  );
  assert.match(completion._warnings[0].message, /`tools` is missing/);
  await assertRefused(bedrock, SONNET_45, { messages: sent.messages }, /toolConfig field must be defined/);
});

test("rule 6: the input of a tool call is an object", async (t) => {
  const messages = [user("Weather?"), calls(call("a", "get_weather", "")), answer("a", "Sun")];
  const { bedrock, sent } = await chat(t, { model: SONNET_45, messages, tools: [tool("get_weather")] });
  assert.deepEqual(sent.messages[1].content, [use("a", "get_weather")]);
  const naive = structuredClone(sent.messages);
  naive[1].content[0].toolUse.input = "";
  await assertRefused(bedrock, SONNET_45, { messages: naive, toolConfig: TOOL_CONFIG }, /toolUse\.input is invalid/);
  for (const broken of ["{", "[1]", "7"]) {
    const messages = [user("Hi"), calls(call("call_7", "f", broken)), answer("call_7", "no")];
    const { sent, completion } = await chat(t, { model: SONNET_45, messages, tools: [tool("f")] });
    assert.deepEqual(sent.messages[1].content, [use("call_7", "f", { arguments: broken })]);
    assert.match(completion._warnings[0].message, /`arguments` of the call `call_7` are no JSON object/);
  }
});

test("rule 7: names of tools have some letters only, and descriptions are not empty", async (t) => {
  const names = ["get.weather", "get weather", "météo", "x".repeat(70)];
  const tools = names.map((name) => tool(name, ""));
  const request = {
    model: SONNET_45,
    messages: [user("Weather?")],
    tools,
    tool_choice: { type: "function", function: { name: names[2] } },
  };
  const { bedrock, sent, message } = await chat(t, request);
  const specs = sent.toolConfig.tools.map(({ toolSpec }) => toolSpec);
  assert.ok(specs.every(({ name, description }) => /^[a-zA-Z0-9_-]{1,64}$/.test(name) && description === undefined));
  assert.equal(new Set(specs.map(({ name }) => name)).size, names.length);
  // The caller does not hear of it.
  assert.equal(message.tool_calls[0].function.name, names[2]);
  const naive = [{ toolSpec: { name: names[0], inputSchema: { json: { type: "object" } } } }];
  await assertRefused(bedrock, SONNET_45, { messages: sent.messages, toolConfig: { tools: naive } }, /name/);
});

test("rule 8: ids of tool calls have letters that Bedrock takes, and for Mistral nine", async (t) => {
  const messages = [user("Hi"), calls(call("fc/1 é", "f"), call("call_2", "f")), answer("call_2", "2"), answer("fc/1 é", "1")];
  const pattern = { [SONNET_45]: /^[a-zA-Z0-9_.:-]{1,64}$/, [MISTRAL]: /^[a-zA-Z0-9]{9}$/ };
  for (const model of [SONNET_45, MISTRAL]) {
    const { sent } = await chat(t, { model, messages, tools: [tool("f")] });
    const asked = sent.messages[1].content.map(({ toolUse }) => toolUse.toolUseId);
    const answered = sent.messages[2].content.map(({ toolResult }) => toolResult.toolUseId);
    assert.ok(
      asked.every((id) => pattern[model].test(id)),
      asked,
    );
    assert.deepEqual(answered, [...asked].reverse());
  }
});

test("rule 9: a document has a valid name of its own, and text beside it", async (t) => {
  const file = (filename) => ({ type: "file", file: { filename, file_data: `data:application/pdf;base64,${PDF}` } });
  const { bedrock, sent } = await chat(t, {
    model: SONNET_45,
    messages: [user([file("Q3_report (final).pdf"), file("Q3_report (final).pdf")])],
  });
  const documents = sent.messages[0].content.flatMap(({ document }) => document ?? []);
  assert.ok(documents.every(({ name, format }) => /^[\w ()[\]-]+$/.test(name) && format === "pdf"));
  assert.deepEqual([new Set(documents.map(({ name }) => name)).size, kinds(sent.messages[0]).includes("text")], [2, true]);
  const document = { ...documents[0], name: "Q3_report.pdf" };
  await assertRefused(bedrock, SONNET_45, { messages: [{ role: "user", content: [{ document }, ...text("?")] }] }, /file name/);
  await assertRefused(
    bedrock,
    SONNET_45,
    { messages: [{ role: "user", content: [{ document: documents[0] }] }] },
    /text block must be included/,
  );
});

test("rule 10: the format of an image is that of its bytes, in small letters", async (t) => {
  for (const type of ["image/png", "image/jpg", "image/JPEG", "application/octet-stream"]) {
    const image_url = { url: `data:${type};base64,${PNG}` };
    const { bedrock, sent } = await chat(t, { model: SONNET_45, messages: [user([{ type: "image_url", image_url }])] });
    const [{ image }] = sent.messages[0].content;
    assert.deepEqual(image, { format: "png", source: { bytes: PNG } });
    for (const [format, complaint] of [
      ["jpeg", /appears to be a image\/png/],
      ["jpg", /format/],
    ]) {
      const naive = { messages: [{ role: "user", content: [{ image: { ...image, format } }] }] };
      await assertRefused(bedrock, SONNET_45, naive, complaint);
    }
  }
});

test("rule 11: cache points are blocks of their own, four at most, where the model takes them", async (t) => {
  const cached = (text) => ({ type: "text", text, cache_control: { type: "ephemeral" } });
  const messages = [{ role: "system", content: [cached("Be brief.")] }, user(["a", "b", "c", "d"].map(cached))];
  const { sent, completion } = await chat(t, { model: SONNET_45, messages });
  const point = { cachePoint: { type: "default" } };
  assert.deepEqual(sent.system, [{ text: "Be brief." }]);
  assert.deepEqual(
    sent.messages[0].content,
    ["a", "b", "c", "d"].flatMap((text) => [{ text }, point]),
  );
  assert.match(completion._warnings[0].message, /at most four/);
  for (const model of [LLAMA, GPT]) {
    const other = await chat(t, { model, messages });
    assert.ok(!JSON.stringify(other.sent).includes("cachePoint"), model);
    assert.ok(other.completion._warnings.length > 0);
  }
});

test("rule 12: words that Claude is to go on with end without white space, and newer ones take none", async (t) => {
  const messages = [user("Write a haiku."), assistant("Here it is:\n")];
  const { bedrock, sent } = await chat(t, { model: SONNET_45, messages });
  assert.deepEqual(sent.messages[1], { role: "assistant", content: text("Here it is:") });
  const naive = messages.map(({ role, content }) => ({ role, content: text(content) }));
  await assertRefused(bedrock, SONNET_45, { messages: naive }, /trailing whitespace/);
  await assertRefused(bedrock, SONNET_5, { messages: naive }, /does not support assistant message prefill/);
  const newer = await chat(t, { model: SONNET_5, messages });
  assert.deepEqual(roles(newer.sent), ["user", "assistant", "user"]);
});

test("rule 13: while Claude thinks there is room to, nothing that it decides itself, and its thoughts come back", async (t) => {
  const tools = [tool("get_weather")];
  const request = {
    model: SONNET_45,
    messages: [user("What is the weather in Oslo?")],
    tools,
    thinking: { type: "enabled", budget_tokens: 9000 },
    max_tokens: 4000,
  };
  const { bedrock, session, sent, message } = await chat(t, { ...request, temperature: 0.2, top_k: 5, tool_choice: "required" });
  assert.deepEqual(sent.additionalModelRequestFields, { thinking: { type: "enabled", budget_tokens: 3999 } });
  assert.deepEqual([sent.inferenceConfig, sent.toolConfig.toolChoice], [{ maxTokens: 4000 }, undefined]);
  const naive = (more) => ({ ...sent, ...more });
  const thinking = (budget_tokens) => ({ additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens } } });
  await assertRefused(bedrock, SONNET_45, naive(thinking(9000)), /must be greater than `thinking\.budget_tokens`/);
  await assertRefused(bedrock, SONNET_45, naive(thinking(100)), /greater than or equal to 1024/);
  await assertRefused(
    bedrock,
    SONNET_45,
    naive({ inferenceConfig: { maxTokens: 4000, temperature: 0.2 } }),
    /`temperature` may only be set to 1/,
  );
  await assertRefused(
    bedrock,
    SONNET_45,
    naive({ toolConfig: { ...sent.toolConfig, toolChoice: { any: {} } } }),
    /forces tool use/,
  );

  const answers = message.tool_calls.map(({ id }) => answer(id, "Sun"));
  await bedrock.chat.completions.create({ ...request, messages: [...request.messages, message, ...answers] });
  const [{ thinking: thought, signature }] = message.thinking_blocks;
  const again = (await bodies(session)).at(-1).messages[1].content[0];
  assert.deepEqual(again, { reasoningContent: { reasoningText: { text: thought, signature } } });
});

test("rule 14: Converse's toolChoice and Claude's own tool_choice exclude each other", async (t) => {
  const request = { model: SONNET_45, messages: [user("Weather?")], tools: [tool("get_weather")], parallel_tool_calls: false };
  const forced = (await chat(t, { ...request, tool_choice: "required" })).sent;
  assert.deepEqual(forced.toolConfig.toolChoice, { any: {} });
  assert.deepEqual(forced.additionalModelRequestFields.tool_choice, { disable_parallel_tool_use: true });
  const free = (await chat(t, request)).sent;
  assert.equal(free.toolConfig.toolChoice, undefined);
  assert.deepEqual(free.additionalModelRequestFields.tool_choice, { type: "auto", disable_parallel_tool_use: true });
});

test("rule 15: a schema for the reply is JSON in a string, and closed everywhere", async (t) => {
  const name = { type: "string", minLength: 2 };
  const inner = { type: "object", properties: { name, age: { type: "integer", minimum: 1 } } };
  const schema = { type: "object", properties: { people: { type: "array", items: inner } }, $defs: { other: inner } };
  const request = {
    model: SONNET_45,
    messages: [user("Who?")],
    response_format: { type: "json_schema", json_schema: { name: "people", schema } },
  };
  const { sent, message } = await chat(t, request);
  const { jsonSchema } = sent.outputConfig.textFormat.structure;
  const closed = {
    type: "object",
    properties: { name, age: { type: "integer", description: "{minimum: 1}" } },
    additionalProperties: false,
  };
  const { properties, $defs, additionalProperties } = JSON.parse(jsonSchema.schema);
  assert.deepEqual([properties.people.items, $defs.other, additionalProperties], [closed, closed, false]);
  assert.ok(Array.isArray(JSON.parse(message.content).people ?? []));
});

test("rule 16: no stop sequence is empty, and OpenAI's models get none", async (t) => {
  const request = { messages: [user("Count.")], stop: ["", "END"] };
  const { bedrock, sent } = await chat(t, { ...request, model: SONNET_45 });
  assert.deepEqual(sent.inferenceConfig, { stopSequences: ["END"] });
  await assertRefused(bedrock, SONNET_45, { ...sent, inferenceConfig: { stopSequences: request.stop } }, /stopSequences/);
  for (const model of [GPT, GPT_OSS, "us.xai.grok-4.6"]) {
    const other = await chat(t, { ...request, model });
    assert.equal(other.sent.inferenceConfig, undefined, model);
    assert.ok(other.completion._warnings.some(({ message }) => message.includes("does not accept stop sequences")));
  }
});

test("rule 17: GPT, Grok and Kimi K3 are given at least sixteen tokens", async (t) => {
  for (const model of [GPT, "us.xai.grok-4.6", "us.moonshotai.kimi-k3"]) {
    const { sent, completion } = await chat(t, { model, messages: [user("Hi")], max_tokens: 1 });
    assert.deepEqual(sent.inferenceConfig, { maxTokens: 16 }, model);
    assert.match(completion._warnings[0].message, /at least 16/);
  }
  assert.deepEqual((await chat(t, { model: SONNET_45, messages: [user("Hi")], max_tokens: 1 })).sent.inferenceConfig, {
    maxTokens: 1,
  });
});

test("rule 18: ids are encoded once in the path, and a second time in what is signed", async (t) => {
  const { bedrock, session } = await connect(t);
  for (const model of [NOVA_LITE, APPLICATION_PROFILE]) await bedrock.chat.completions.create({ model, messages: [user("Hi")] });
  const { requests } = await session.log();
  const path = (id) => `${new URL(session.endpoint).pathname}/model/${id.replaceAll(":", "%3A").replaceAll("/", "%2F")}/converse`;
  assert.deepEqual(
    requests.map(({ path, status }) => [path, status]),
    [
      [path(NOVA_LITE), 200],
      [path(APPLICATION_PROFILE), 200],
    ],
  );
  // Encoded once, as S3 and many a signer have it, the signature is a wrong one.
  const wrong = await signedOnce(session.endpoint, `/model/${encodeURIComponent(NOVA_LITE)}/converse`);
  assert.deepEqual([wrong.status, wrong.headers.get("x-amzn-errortype").split(":")[0]], [403, "InvalidSignatureException"]);
});

async function signedOnce(endpoint, path) {
  const { hostname, port, pathname, href } = new URL(endpoint + path);
  const signer = new SignatureV4({
    credentials: CREDENTIALS,
    region: "us-east-1",
    service: "bedrock",
    sha256: Sha256,
    uriEscapePath: false,
  });
  const body = JSON.stringify({ messages: [{ role: "user", content: text("Hi") }] });
  const headers = { host: `${hostname}:${port}`, "content-type": "application/json" };
  const signed = await signer.sign({
    method: "POST",
    protocol: "http:",
    hostname,
    port: Number(port),
    path: pathname,
    headers,
    body,
  });
  return fetch(href, { method: "POST", headers: signed.headers, body });
}

test("rule 19: the session token is signed", async (t) => {
  const { session } = await chat(t, { model: NOVA_LITE, messages: [user("Hi")] });
  const [{ headers }] = (await session.log()).requests;
  assert.equal(headers["x-amz-security-token"], CREDENTIALS.sessionToken);
  assert.match(headers.authorization, /SignedHeaders=[a-z;-]*\bx-amz-security-token\b/);
  // A token that is put in afterwards breaks the signature.
  const { sessionToken, ...keys } = CREDENTIALS;
  const adding = (url, init) =>
    fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), "x-amz-security-token": sessionToken } });
  const { bedrock } = await connect(t, { credentials: keys, fetch: adding });
  const error = await failure(bedrock.chat.completions.create({ model: NOVA_LITE, messages: [user("Hi")] }));
  assert.equal(error.code, "InvalidSignatureException");
});

test("rule 20: a stream ends after its metadata, not at messageStop", async (t) => {
  const request = { model: NOVA_LITE, messages: [user("Why is the sky blue?")] };
  const { session: first } = await chatStream(t, request);
  const { total } = (await first.log()).requests[0].events;
  const { bedrock, session } = await connect(t, { faults: [{ kind: "gate", after: total - 1 }] });
  const stream = await bedrock.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } });
  const iterator = stream[Symbol.asyncIterator]();
  let chunk;
  do ({ value: chunk } = await iterator.next());
  while (!chunk.choices[0].finish_reason);
  const last = iterator.next();
  const waiting = Symbol("waiting");
  assert.equal(await Promise.race([last, new Promise((resolve) => setTimeout(resolve, 200, waiting))]), waiting);
  assert.equal(stream.usage, undefined);
  await session.release();
  const { value } = await last;
  assert.ok(value.choices.length === 0 && value.usage.completion_tokens > 0);
  assert.deepEqual([await collect(iterator), stream.usage], [[], value.usage]);
});
