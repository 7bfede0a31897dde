// What users of other clients complained of, as tests: messages and tools. The numbers are those of lib/complaints.mjs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BedrockError } from "bedrock-wasm";
import {
  LLAMA,
  MISTRAL,
  NOVA_LITE,
  PDF,
  PNG,
  SONNET_45,
  answer,
  assertRefused,
  assistant,
  bodies,
  call,
  calls,
  chat,
  kinds,
  roles,
  tool,
  user,
} from "./lib/chats.mjs";
import { connect, failure } from "./lib/client.mjs";

const text = (...texts) => texts.map((text) => ({ text }));
const ASKED = [user("Weather?"), calls(call("a", "get_weather", '{"city":"Oslo"}')), answer("a", "-3 degrees")];
const tools = [tool("get_weather")];

test("complaint 48: an empty text is left out", async (t) => {
  const messages = [
    user("Hi"),
    assistant("Hello."),
    user([
      { type: "text", text: "" },
      { type: "text", text: "Why?" },
    ]),
  ];
  const { bedrock, sent } = await chat(t, { model: NOVA_LITE, messages });
  assert.deepEqual(sent.messages[2].content, text("Why?"));
  await assertRefused(bedrock, NOVA_LITE, { messages: [{ role: "user", content: text("", "Why?") }] }, /is blank/);
});

test("complaint 49: so is white space beside tool calls", async (t) => {
  const messages = [user("Weather?"), { ...ASKED[1], content: "\n\n" }, ASKED[2]];
  const { sent } = await chat(t, { model: SONNET_45, messages, tools });
  assert.deepEqual(kinds(sent.messages[1]), ["toolUse"]);
});

test("complaint 50: a tool that says nothing has an answer all the same", async (t) => {
  for (const nothing of ["", " ", [], null]) {
    const { sent } = await chat(t, { model: SONNET_45, messages: [...ASKED.slice(0, 2), answer("a", nothing)], tools });
    assert.deepEqual(sent.messages[2].content, [{ toolResult: { toolUseId: "a", content: text("(no output)") } }]);
  }
});

test("complaint 51: a message of white space is left out, and the turns around it become one", async (t) => {
  const messages = [user("Hi"), assistant(" \n"), user("Are you there?"), assistant(null)];
  const { sent } = await chat(t, { model: SONNET_45, messages });
  assert.deepEqual(sent.messages, [{ role: "user", content: text("Hi", "Are you there?") }]);
  const error = await failure((await connect(t)).bedrock.chat.completions.create({ model: SONNET_45, messages: [user(" ")] }));
  assert.ok(error instanceof BedrockError);
  assert.match(error.message, /nothing to answer/);
});

test("complaint 52: a history with tool calls, sent without tools, gets the names that it calls", async (t) => {
  const { bedrock, sent, completion } = await chat(t, {
    model: SONNET_45,
    messages: [...ASKED, assistant("Cold."), user("Thanks")],
  });
  assert.deepEqual(sent.toolConfig, {
    tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object" } } } }],
  });
  assert.match(completion._warnings[0].message, /Send `tools` along/);
  await assertRefused(bedrock, SONNET_45, { messages: sent.messages }, /toolConfig field must be defined/);
});

test("complaint 53: the same with an empty list of tools, and with other models", async (t) => {
  for (const model of [NOVA_LITE, LLAMA, MISTRAL]) {
    const { sent } = await chat(t, { model, messages: ASKED, tools: [] });
    assert.deepEqual(
      sent.toolConfig.tools.map(({ toolSpec }) => toolSpec.name),
      ["get_weather"],
      model,
    );
  }
});

test("complaint 54: the same when no tool is to be used any more", async (t) => {
  const { sent } = await chat(t, { model: SONNET_45, messages: ASKED, tools, tool_choice: "none" });
  assert.equal(sent.toolConfig.tools.length, 1);
  assert.deepEqual(sent.additionalModelRequestFields.tool_choice, { type: "none" });
  const without = await chat(t, { model: SONNET_45, messages: [user("Hi")], tools, tool_choice: "none" });
  assert.equal(without.sent.toolConfig, undefined);
});

test("complaint 55: text beside calls, answers and what the user adds come in the order that Bedrock wants", async (t) => {
  const messages = [
    user("Weather and time?"),
    { ...calls(call("a", "get_weather"), call("b", "get_time")), content: "I look both up." },
    answer("a", "-3 degrees"),
    answer("b", "Noon"),
    user("Be brief."),
    user("In Celsius."),
  ];
  const { sent } = await chat(t, { model: SONNET_45, messages, tools: [...tools, tool("get_time")] });
  assert.deepEqual(roles(sent), ["user", "assistant", "user"]);
  assert.deepEqual(kinds(sent.messages[1]), ["text", "toolUse", "toolUse"]);
  assert.deepEqual(kinds(sent.messages[2]), ["toolResult", "toolResult", "text", "text"]);
});

test("complaint 59: an empty description is left out, and a tool without a name is an error that says so", async (t) => {
  const { bedrock, session, sent } = await chat(t, {
    model: SONNET_45,
    messages: [user("Hi")],
    tools: [tool("f", ""), tool("g", " ")],
  });
  assert.ok(sent.toolConfig.tools.every(({ toolSpec }) => !("description" in toolSpec)));
  const [{ toolSpec }] = sent.toolConfig.tools;
  const naive = { tools: [{ toolSpec: { ...toolSpec, description: "" } }] };
  await assertRefused(bedrock, SONNET_45, { ...sent, toolConfig: naive }, /description/);
  const { total } = await session.log();
  for (const name of ["", undefined]) {
    const request = { model: SONNET_45, messages: [user("Hi")], tools: [{ type: "function", function: { name } }] };
    assert.match((await failure(bedrock.chat.completions.create(request))).message, /has no name/);
  }
  assert.equal((await session.log()).total, total);
});

test("complaint 60: a call without arguments has the input {}, and one that was cut off goes out as text", async (t) => {
  const noParameters = { type: "function", function: { name: "now" } };
  for (const empty of ["", "{}", " ", null, undefined]) {
    const messages = [user("Time?"), calls(call("a", "now", empty)), answer("a", "Noon")];
    const { sent } = await chat(t, { model: SONNET_45, messages, tools: [noParameters] });
    assert.deepEqual(sent.messages[1].content[0].toolUse.input, {});
  }
  const messages = [user("Time?"), calls(call("call_99", "now", '{"zone": "Eur')), answer("call_99", "Noon")];
  const { sent, completion } = await chat(t, { model: SONNET_45, messages, tools: [noParameters] });
  assert.deepEqual(sent.messages[1].content[0].toolUse.input, { arguments: '{"zone": "Eur' });
  assert.match(
    completion._warnings[0].message,
    /messages\[1\]\.tool_calls: the `arguments` of the call `call_99` are no JSON object/,
  );
});

test("complaint 61: a document that a tool gives stays in the tool's answer", async (t) => {
  const file = { type: "file", file: { filename: "report.pdf", file_data: `data:application/pdf;base64,${PDF}` } };
  const { sent } = await chat(t, {
    model: SONNET_45,
    messages: [...ASKED.slice(0, 2), answer("a", [{ type: "text", text: "See" }, file])],
    tools,
  });
  const [{ toolResult }, ...rest] = sent.messages[2].content;
  assert.deepEqual([kinds(toolResult), toolResult.content[1].document.format, rest], [["text", "document"], "pdf", []]);
});

test("complaint 62: an image that a tool gives stands beside its answer where the model does not read it there", async (t) => {
  const image_url = { url: `data:image/png;base64,${PNG}` };
  const messages = [...ASKED.slice(0, 2), answer("a", [{ type: "image_url", image_url }])];
  for (const [model, inside, turns] of [
    [SONNET_45, ["image"], [["toolResult"]]],
    [NOVA_LITE, ["image"], [["toolResult"]]],
    // In a turn of its own: this model takes nothing else in the one with the answer.
    ["us.mistral.pixtral-large-2502-v1:0", ["text"], [["toolResult"], ["text"], ["image"]]],
  ]) {
    const { sent } = await chat(t, { model, messages, tools });
    const [answered, between] = sent.messages.slice(2);
    assert.deepEqual([kinds(answered.content[0].toolResult), sent.messages.slice(2).map(kinds)], [inside, turns], model);
    if (between) assert.deepEqual(between, { role: "assistant", content: [{ text: "." }] });
  }
});

test("complaint 63: image/jpg is jpeg, and what the bytes are counts more than what they are called", async (t) => {
  const { bedrock, session } = await connect(t);
  const jpeg = Buffer.from("ffd8ffe000104a46494600", "hex").toString("base64");
  for (const [type, bytes, format] of [
    ["image/jpg", jpeg, "jpeg"],
    ["image/JPEG", jpeg, "jpeg"],
    ["image/jpeg", PNG, "png"],
  ]) {
    const image_url = { url: `data:${type};base64,${bytes}` };
    await bedrock.chat.completions.create({ model: SONNET_45, messages: [user([{ type: "image_url", image_url }])] });
    assert.equal((await bodies(session)).at(-1).messages[0].content[0].image.format, format);
  }
  const naive = (format, bytes) => ({ messages: [{ role: "user", content: [{ image: { format, source: { bytes } } }] }] });
  await assertRefused(bedrock, SONNET_45, naive("jpg", jpeg), /format/);
  await assertRefused(bedrock, SONNET_45, naive("jpeg", PNG), /appears to be/);
});
