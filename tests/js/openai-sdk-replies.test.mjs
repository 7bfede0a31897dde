// Replies that are no plain text, in the hands of the official `openai` SDK: its own accumulator makes of a stream what the
// whole reply says, and its loop over tools runs what is to be run and nothing else.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createFetch } from "bedrock-wasm/openai";
import { Bedrock } from "bedrock-wasm";
import { BEGIN, delta, ending, events, output, start, stop } from "./lib/chats.mjs";
import { CHAT, CREDENTIALS, collect, connect, failure, settled } from "./lib/client.mjs";
import { HAIKU, ask, connectOpenAI, sdkOf } from "./lib/openai.mjs";

const recordings = path.join(path.dirname(fileURLToPath(import.meta.url)), "../fixtures/recorded-streams");
const names = fs.readdirSync(recordings).filter((name) => name.endsWith(".bin") && !name.includes("invoke_model"));
const REQUEST = { model: "nova-lite", messages: ask("Why is the sky blue?") };
const TOOLS = [{ type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } }];
const SERVER_TOOL = { toolUseId: "s", name: "nova_code_interpreter", type: "server_tool_use" };

/** Streams that are no recordings: a name, the events' bytes, members of the request. */
const written = Object.entries({
  "thoughts in tags": [
    [delta(0, { text: "<think" }), delta(0, { text: "ing>A.</thinking>\n" }), delta(0, { text: "Here it is." }), stop(0)],
    { tools: TOOLS },
  ],
  "calls side by side": [
    [
      start(0, { toolUseId: "a", name: "f", type: "tool_use" }),
      start(1, { toolUseId: "b", name: "f" }),
      delta(1, { toolUse: { input: '{"x":' } }),
      delta(0, { toolUse: { input: '{"y":"\u{1f980}"}' } }),
      delta(1, { toolUse: { input: "1}" } }),
      stop(0),
      stop(1),
    ],
    { tools: TOOLS },
    "tool_use",
  ],
  "sources of text": [
    [
      delta(0, { text: "It rains." }),
      delta(0, { citation: { title: "A", location: { web: { url: "https://example.org/" } } } }),
      stop(0),
    ],
  ],
  "a tool that ran on the server": [
    [
      start(0, SERVER_TOOL),
      delta(0, { toolUse: { input: '{"code":"6*7"}' } }),
      stop(0),
      delta(1, { toolResult: [{ json: { stdOut: "42" } }] }),
      stop(1),
      delta(2, { text: "42" }),
      stop(2),
    ],
    { tools: [{ type: "code_interpreter" }], model: "us.amazon.nova-2-lite-v1:0" },
  ],
  "encrypted thoughts": [
    [delta(0, { reasoningContent: { redactedContent: "RXVZQg==" } }), stop(0), delta(1, { text: "42" }), stop(1)],
    { model: HAIKU },
  ],
  "nothing at all": [[]],
}).map(([name, [list, more, stopReason = "end_turn"]]) => {
  const { bodyBase64 } = events(BEGIN, ...list, ...ending(stopReason));
  return [name, Buffer.from(bodyBase64, "base64"), more];
});

/** A client that gets this reply to each request. */
function client(body, type) {
  const headers = { "content-type": type, "x-amzn-requestid": "7d2b0a4e-8c1f-4f0e-9f3b-0123456789ab" };
  const fetch = async () => new Response(body, { headers });
  return new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
}

/** The output of Converse that says what these events say. */
async function outputOf(bytes) {
  const reply = { output: { message: { role: "assistant", content: [] } } };
  const { content } = reply.output.message;
  const block = (index, fresh) => (content[index] ??= fresh);
  for await (const event of await client(bytes, "application/vnd.amazon.eventstream").converseStream(CHAT)) {
    const { contentBlockStart, contentBlockDelta, messageStop, metadata } = event;
    Object.assign(reply, messageStop, metadata);
    if (contentBlockStart)
      block(contentBlockStart.contentBlockIndex, { toolUse: { ...contentBlockStart.start.toolUse, input: "" } });
    if (contentBlockDelta) add(block, contentBlockDelta.contentBlockIndex, contentBlockDelta.delta);
  }
  for (const { toolUse } of content) if (toolUse) toolUse.input = JSON.parse(toolUse.input || "{}");
  return JSON.stringify({ ...reply, output: { message: { role: "assistant", content: content.filter(Boolean) } } });
}

function add(block, index, { text, toolUse, toolResult, reasoningContent, citation }) {
  if (text !== undefined) {
    const { citationsContent, ...plain } = block(index, { text: "" });
    if (citationsContent) citationsContent.content[0].text += text;
    else Object.assign(block(index), { text: plain.text + text });
  } else if (toolUse) {
    block(index).toolUse.input += toolUse.input;
  } else if (toolResult) {
    block(index, { toolResult: { toolUseId: "s", content: toolResult } });
  } else if (citation) {
    const cited = block(index);
    cited.citationsContent ??= { content: [{ text: cited.text }], citations: [] };
    delete cited.text;
    cited.citationsContent.citations.push(citation);
  } else if (reasoningContent.redactedContent) {
    block(index, { reasoningContent: { redactedContent: Buffer.from(reasoningContent.redactedContent).toString("base64") } });
  } else {
    const { reasoningText } = block(index, { reasoningContent: { reasoningText: { text: "" } } }).reasoningContent;
    reasoningText.text += reasoningContent.text ?? "";
    if (reasoningContent.signature) reasoningText.signature = (reasoningText.signature ?? "") + reasoningContent.signature;
  }
}

/**
 * What the accumulator of the SDK does not keep: of members that it does not know it has the last value only, and no content
 * for an empty one. It adds what `parse` makes of a reply.
 */
function kept({ _bedrock, choices: [{ message, ...choice }], ...completion }) {
  const { reasoning_content, parsed, content, tool_calls, ...rest } = message;
  const calls = tool_calls?.map(({ function: { parsed_arguments, ...called }, ...call }) => ({ ...call, function: called }));
  return { ...completion, choices: [{ ...choice, message: { ...rest, content: content || null, tool_calls: calls ?? [] } }] };
}

describe("the SDK's accumulator", () => {
  for (const [name, bytes, more] of [...names.map((name) => [name, fs.readFileSync(path.join(recordings, name))]), ...written]) {
    test(`makes of a stream what the whole reply says: ${name}`, async (t) => {
      t.mock.method(Date, "now", () => 1_790_000_000_000);
      const request = { ...REQUEST, ...more };
      const streaming = sdkOf(createFetch(client(bytes, "application/vnd.amazon.eventstream")));
      const stream = streaming.chat.completions.stream({ ...request, stream_options: { include_usage: true } });
      const chunks = [];
      stream.on("chunk", (chunk) => chunks.push(chunk));
      const sum = await stream.finalChatCompletion();
      const whole = await sdkOf(createFetch(client(await outputOf(bytes), "application/json"))).chat.completions.create(request);
      assert.deepEqual(kept(sum), kept(whole));
      // The members that it drops, put together as our types say.
      const deltas = chunks.flatMap(({ choices }) => choices.map((choice) => choice.delta));
      const thoughts = deltas.map(({ reasoning_content }) => reasoning_content ?? "").join("");
      assert.equal(thoughts, whole.choices[0].message.reasoning_content ?? "");
      const told = Object.assign({}, ...chunks.map(({ _bedrock }) => _bedrock));
      const { content, ...bedrock } = whole._bedrock;
      assert.deepEqual({ ...told, ...bedrock }, told);
      assert.equal(
        content !== undefined,
        chunks.some(({ _bedrock }) => _bedrock?.contentBlockDelta !== undefined),
      );
    });
  }
});

describe("runTools()", () => {
  const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

  /** Runs a loop over one tool. Gives what it was asked for, what the loop came to, and the bodies that were sent. */
  async function run(t, faults, stream) {
    const { openai, session } = await connectOpenAI(t, { faults });
    const asked = [];
    const weather = { name: "get_weather", description: "The weather of a city", parameters, parse: JSON.parse };
    const tools = [{ type: "function", function: { ...weather, function: ({ city }) => (asked.push(city), "cold") } }];
    const messages = ask("What is the weather in Oslo?");
    const runner = openai.chat.completions.runTools({ model: HAIKU, messages, tools, stream });
    const outcome = await runner.finalContent().catch((error) => error);
    const { requests } = await settled(session);
    const bodies = requests.map(({ bodyText }) => JSON.parse(bodyText));
    return { asked, outcome, bodies, statuses: requests.map(({ status }) => status), messages: runner.messages };
  }

  const half = (input, stopReason) =>
    events(
      BEGIN,
      start(0, { toolUseId: "tooluse_a", name: "get_weather", type: "tool_use" }),
      ...input.map((piece) => delta(0, { toolUse: { input: piece } })),
      stop(0),
      ...ending(stopReason),
    );

  for (const [what, input, reason] of [
    ["cut off", ['{"city":', ' "Os'], "tool_use"],
    ["cut off by max_tokens", ['{"city": "Oslo", "days": ['], "max_tokens"],
    ["no JSON", ["Oslo, please"], "tool_use"],
    ["with a raw line break", ['{"city": "Os\nlo"}'], "tool_use"],
    ["of two objects", ['{"city": "Oslo"}', '{"city": "Bergen"}'], "end_turn"],
  ]) {
    test(`goes on after arguments that are ${what}`, async (t) => {
      const { asked, outcome, bodies, statuses, messages } = await run(t, [half(input, reason)], true);
      assert.ok(typeof outcome === "string" && outcome.length > 0, outcome.stack);
      assert.deepEqual([asked, statuses], [[], [200, 200]], "nothing ran, and Bedrock took the history");
      const [, { content: used }, { content: results }] = bodies[1].messages;
      assert.deepEqual([used[0].toolUse.toolUseId, results[0].toolResult.toolUseId], ["tooluse_a", "tooluse_a"]);
      assert.ok(JSON.stringify(used[0].toolUse.input).includes(JSON.stringify(input.join("")).slice(1, -1)));
      assert.match(messages[2].content, /JSON/);
    });
  }

  test("stops where a stream has a malformed call, and runs nothing", async (t) => {
    for (const reason of ["malformed_tool_use", "malformed_model_output"]) {
      // The second call would parse, by chance.
      for (const input of [['{"city":'], [], ['{"city":"Oslo"}']]) {
        const { asked, outcome, statuses } = await run(t, [half(input, reason)], true);
        assert.deepEqual([asked, statuses, outcome.constructor.name], [[], [200], "APIError"]);
        assert.match(outcome.message, new RegExp(reason));
      }
    }
  });

  test("runs nothing of a malformed call in a whole reply, and the caller is warned", async (t) => {
    const malformed = (input) =>
      output([{ text: "I look." }, { toolUse: { toolUseId: "a", name: "get_weather", input } }], {
        stopReason: "malformed_tool_use",
      });
    for (const input of ['{"city":', {}, ["Oslo"]]) {
      const { asked, outcome, statuses } = await run(t, [malformed(input)], false);
      assert.deepEqual([asked, statuses, outcome], [[], [200], "I look."]);
    }
    const { bedrock } = await connect(t, { faults: [malformed("{")] });
    const { _warnings, _bedrock, choices } = await bedrock.chat.completions.create({ ...REQUEST, tools: TOOLS });
    assert.deepEqual(_warnings, _bedrock.warnings);
    assert.deepEqual([_warnings[0].code, choices[0].message.tool_calls], ["malformed_reply", undefined]);
  });
});

describe("a model without tools in streams", () => {
  const model = "us.meta.llama3-3-70b-instruct-v1:0";
  const WEATHER = {
    type: "function",
    function: { name: "get_weather", description: "The weather", parameters: { type: "object" } },
  };
  const request = { model, messages: ask("What is the weather in Oslo?"), tools: [WEATHER] };

  test("is streamed from a whole reply, which the SDK adds up again", async (t) => {
    const { openai, bedrock, session } = await connectOpenAI(t);
    const whole = await openai.chat.completions.create(request);
    for (const include_usage of [false, true]) {
      const sum = await openai.chat.completions.stream({ ...request, stream_options: { include_usage } }).finalChatCompletion();
      assert.deepEqual(
        kept({ ...sum, id: "", created: 0, usage: sum.usage ?? whole.usage }),
        kept({ ...whole, id: "", created: 0 }),
      );
      const stream = await bedrock.chat.completions.create({ ...request, stream: true, stream_options: { include_usage } });
      assert.deepEqual([stream.usage, stream.metrics], [whole.usage, whole._bedrock.metrics]);
      const [one, other] = await Promise.all(stream.tee().map(collect));
      assert.deepEqual(one, other);
      assert.deepEqual(
        one.map(({ usage }) => usage),
        include_usage ? [null, null, whole.usage] : [undefined, undefined],
      );
      assert.deepEqual([one[1].choices[0].finish_reason, one[1]._bedrock.stopReason], ["tool_calls", "tool_use"]);
      assert.match(stream.warnings[0].message, /no tools in streams/);
    }
    assert.ok((await session.log()).requests.every(({ path: at }) => at.endsWith("/converse")));
  });

  test("may be left early, and has no half calls", async (t) => {
    const fault = output([{ text: "I look." }, { toolUse: { toolUseId: "a", name: "get_weather", input: "{" } }], {
      stopReason: "malformed_tool_use",
    });
    const { bedrock } = await connect(t, { faults: [fault] });
    const stream = await bedrock.chat.completions.create({ ...request, stream: true });
    assert.equal(stream.warnings.at(-1).code, "malformed_reply");
    for await (const { choices } of stream) {
      assert.deepEqual([choices[0].delta.content, choices[0].delta.tool_calls], ["I look.", undefined]);
      break;
    }
    await assert.rejects(collect(stream), /already consumed/);
  });
});

describe("Nova's own tools", () => {
  const model = "us.amazon.nova-2-lite-v1:0";

  test("go back with the message, and Bedrock takes them", async (t) => {
    const { bedrock, session } = await connect(t);
    const request = { model, tools: [{ type: "web_search" }, { type: "code_interpreter" }, ...TOOLS] };
    const messages = ask("What is new in Oslo?");
    const { choices, _bedrock } = await bedrock.chat.completions.create({ ...request, messages });
    assert.deepEqual([choices[0].message.tool_calls, choices[0].finish_reason], [undefined, "stop"]);
    assert.equal(_bedrock.content[0].toolUse.type, "server_tool_use");
    const history = [...messages, { ...choices[0].message, _bedrock }, ...ask("And in Bergen?")];
    await bedrock.chat.completions.create({ ...request, messages: history });
    const ran = [
      { toolUse: { ...SERVER_TOOL, input: {} } },
      { toolResult: { toolUseId: "s", content: [{ json: { stdOut: "42" } }] } },
    ];
    const computed = [...ask("6*7?"), { role: "assistant", content: "42", _bedrock: { content: ran } }, ...ask("Sure?")];
    await bedrock.chat.completions.create({ ...request, messages: computed });
    const bodies = (await session.log()).requests.map(({ bodyText }) => JSON.parse(bodyText));
    assert.deepEqual(bodies[0].toolConfig.tools.slice(0, 2), [
      { systemTool: { name: "nova_grounding" } },
      { systemTool: { name: "nova_code_interpreter" } },
    ]);
    assert.deepEqual(bodies[1].messages[1].content.slice(0, 2), _bedrock.content.slice(0, 2));
    assert.deepEqual(bodies[2].messages[1].content, [...ran, { text: "42" }]);
  });
});

describe("streams of our own", () => {
  test("tell at their end that a reply without calls is malformed", async (t) => {
    const fault = events(BEGIN, delta(0, { text: "I think" }), stop(0), ...ending("malformed_model_output"));
    const { bedrock } = await connect(t, { faults: [fault, fault] });
    for (const include_usage of [false, true]) {
      const stream = await bedrock.chat.completions.create({ ...REQUEST, stream: true, stream_options: { include_usage } });
      assert.deepEqual(stream.warnings, []);
      const chunks = await collect(stream);
      const last = chunks.find(({ choices }) => choices[0]?.finish_reason);
      assert.deepEqual([last.choices[0].finish_reason, stream.warnings], ["stop", last._bedrock.warnings]);
      assert.equal(stream.warnings[0].code, "malformed_reply");
      assert.equal(stream.usage.total_tokens, 12);
    }
  });

  test("that have a malformed call end with an error that may be retried", async (t) => {
    const fault = events(BEGIN, start(0, { toolUseId: "a", name: "f" }), ...ending("malformed_tool_use"));
    const { bedrock } = await connect(t, { faults: [fault] });
    const stream = await bedrock.chat.completions.create({ ...REQUEST, tools: TOOLS, stream: true });
    const error = await failure(collect(stream));
    assert.deepEqual([error.name, error.retryable], ["APIError", true]);
  });

  test("keep their counts when a later event has none", async (t) => {
    const usage = { inputTokens: 3, outputTokens: 4, totalTokens: 7 };
    for (const later of [{ metrics: { latencyMs: 9 } }, { usage: null }, {}]) {
      const fault = events(BEGIN, ...ending("end_turn", usage), ["metadata", later], ["metadata", later]);
      const { bedrock } = await connect(t, { faults: [fault, fault] });
      const native = await bedrock.converseStream(CHAT);
      assert.equal(native.usage, undefined);
      await collect(native);
      assert.deepEqual(native.usage, usage);
      const chat = await bedrock.chat.completions.create({ ...REQUEST, stream: true });
      await collect(chat);
      assert.equal(chat.usage.total_tokens, 7);
    }
    const newer = { inputTokens: 5, outputTokens: 6, totalTokens: 11 };
    const { bedrock } = await connect(t, {
      faults: [events(BEGIN, ...ending("end_turn", usage), ["metadata", { usage: newer }])],
    });
    const native = await bedrock.converseStream(CHAT);
    await collect(native);
    assert.deepEqual(native.usage, newer);
  });
});
