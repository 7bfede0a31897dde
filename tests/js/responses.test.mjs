// The official `openai` SDK's Responses on Bedrock: whole, streamed, parsed, with tools, and what a response cannot be.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { zodResponsesFunction, zodTextFormat } from "openai/helpers/zod";
import { accumulateResponse } from "openai/lib/responses/ResponseAccumulator";
import { z } from "zod";
import { collect, connect, failure, settled } from "./lib/client.mjs";
import { HAIKU, NOVA, connectOpenAI, raw, sentBody, turn } from "./lib/openai.mjs";

const QUESTION = "Why is the sky blue over Zürich?";
const ASK = { model: NOVA, input: QUESTION };
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const TOOLS = [{ type: "function", name: "get_weather", description: "The weather of a city", parameters, strict: null }];
const WEATHER = { model: HAIKU, input: "What is the weather in Oslo?", tools: TOOLS };
const ofType = (items, type) => items.filter((item) => item.type === type);
const isDelta = ({ type }) => type === "response.output_text.delta";

/** What two replies to the same request share. */
function comparable({ id, created_at, output, _bedrock, ...rest }) {
  const withoutIds = output.map(({ id: _, call_id: __, ...item }) => item);
  return JSON.parse(JSON.stringify({ ...rest, output: withoutIds }));
}

describe("a whole response", () => {
  test("has text, usage and what was asked", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const { data: response, request_id } = await openai.responses
      .create({ ...ASK, instructions: "Be brief.", max_output_tokens: 200, temperature: 0.5, metadata: { user: "42" } })
      .withResponse();
    assert.match(request_id, /^[0-9a-f-]{36}$/);
    assert.equal(response.id, `resp_${request_id}`);
    assert.deepEqual([response.object, response.status, response.model], ["response", "completed", NOVA]);
    assert.ok(response.output_text.length > 0);
    assert.equal(response.output[0].content[0].text, response.output_text);
    assert.equal(response.usage.total_tokens, response.usage.input_tokens + response.usage.output_tokens);
    assert.deepEqual(
      [response.instructions, response.max_output_tokens, response.metadata, response.store],
      ["Be brief.", 200, { user: "42" }, false],
    );
    assert.equal(response._bedrock.stopReason, "end_turn");
    const { system, inferenceConfig, requestMetadata } = await sentBody(session);
    assert.deepEqual([system, inferenceConfig], [[{ text: "Be brief." }], { maxTokens: 200, temperature: 0.5 }]);
    assert.deepEqual(requestMetadata, { user: "42" });
  });

  test("says the same as a chat", async (t) => {
    const { openai, bedrock } = await connectOpenAI(t);
    const { choices } = await openai.chat.completions.create({ model: NOVA, messages: [{ role: "user", content: QUESTION }] });
    const response = await bedrock.responses.create(ASK);
    assert.equal(response.output_text, choices[0].message.content);
    assert.match(response._request_id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(response._warnings, []);
  });

  test("is incomplete where the tokens did not suffice", async (t) => {
    const { openai } = await connectOpenAI(t);
    const response = await openai.responses.create({ ...ASK, max_output_tokens: 3 });
    assert.deepEqual([response.status, response.incomplete_details], ["incomplete", { reason: "max_output_tokens" }]);
    assert.equal(response.output.at(-1).status, "incomplete");
  });

  test("warns of what has no effect, and repeats long texts of its request", async (t) => {
    const { bedrock } = await connect(t);
    const instructions = "A".repeat(8192);
    for (const stream of [false, true]) {
      const reply = await bedrock.responses.create({ ...ASK, instructions, store: true, user: "u", stream });
      const response = stream ? (await collect(reply)).at(-1).response : reply;
      const warnings = stream ? reply.warnings : reply._warnings;
      assert.deepEqual(
        warnings.map(({ code, message }) => [code, message.split("`")[1]]),
        [
          ["unsupported_param", "store"],
          ["unsupported_param", "user"],
        ],
      );
      assert.equal(response.instructions, instructions);
    }
  });
});

describe("a stream", () => {
  test("adds up to the whole response, by the SDK's own accumulator", async (t) => {
    const { openai, bedrock } = await connectOpenAI(t);
    for (const request of [ASK, WEATHER, { ...ASK, model: HAIKU, reasoning: { effort: "low" } }]) {
      const whole = comparable(await openai.responses.create(request));
      const stream = openai.responses.stream(request);
      const pieces = [];
      stream.on("response.output_text.delta", ({ delta, snapshot }) => {
        pieces.push(delta);
        assert.ok(snapshot.endsWith(delta));
      });
      const final = await stream.finalResponse();
      assert.equal(pieces.join(""), final.output_text);
      const withoutParsed = final.output.map(({ parsed_arguments, ...item }) => ({
        ...item,
        ...(item.content && { content: item.content.map(({ parsed, ...part }) => part) }),
      }));
      const { output_parsed, ...rest } = final;
      assert.deepEqual(comparable({ ...rest, output: withoutParsed }), whole);
      let snapshot;
      const events = await collect(await bedrock.responses.create({ ...request, stream: true }));
      for (const event of events.slice(0, -1)) snapshot = accumulateResponse(event, snapshot);
      assert.deepEqual(snapshot.output, events.at(-1).response.output);
      assert.deepEqual(comparable(events.at(-1).response), whole);
    }
  });

  test("is numbered, and is named on the wire", async (t) => {
    const { openai } = await connectOpenAI(t);
    const response = await openai.responses.create({ ...ASK, stream: true }).asResponse();
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    const events = (await response.text()).split("\n\n");
    assert.equal(events.pop(), "");
    events.forEach((event, number) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(event);
      const { type, sequence_number } = JSON.parse(data);
      assert.deepEqual([type, sequence_number], [name, number]);
    });
    assert.match(events.at(-1), /^event: response\.completed\n/);
  });

  test("arrives as it is made, and tells its usage at the end", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "gate", after: 4 }] });
    const stream = await bedrock.responses.create({ ...ASK, stream: true });
    const iterator = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 5; count++) assert.equal((await iterator.next()).done, false);
    assert.equal(stream.usage, undefined);
    await session.release();
    const events = await collect({ [Symbol.asyncIterator]: () => iterator });
    assert.ok(events.filter(isDelta).length > 1);
    assert.deepEqual(stream.usage, events.at(-1).response.usage);
    assert.ok(stream.metrics.latencyMs >= 0);
  });

  test("ends the request when it is left", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: [{ kind: "stall", after: 4 }] });
    for await (const event of await openai.responses.create({ ...ASK, stream: true })) if (isDelta(event)) break;
    assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  });

  test("that lacks its counts has a last event all the same", async (t) => {
    const bytes = Buffer.from(turn([{ text: "Hi" }], { stream: true }).bodyBase64, "base64");
    const last = lastFrameOf(bytes);
    const { bedrock } = await connect(t, { faults: [raw("application/vnd.amazon.eventstream", bytes.subarray(0, last))] });
    const events = await collect(await bedrock.responses.create({ ...ASK, stream: true }));
    const { type, response } = events.at(-1);
    assert.deepEqual([type, response.output_text, response.usage], ["response.completed", "Hi", undefined]);
  });

  test("of a model without tools in streams comes whole, as events", async (t) => {
    const model = "us.meta.llama3-1-70b-instruct-v1:0";
    const { openai, bedrock } = await connectOpenAI(t);
    const whole = comparable(await openai.responses.create({ ...WEATHER, model }));
    const stream = await bedrock.responses.create({ ...WEATHER, model, stream: true });
    assert.match(stream.warnings[0].message, /in one piece/);
    const events = await collect(stream);
    assert.deepEqual(comparable(events.at(-1).response), whole);
    assert.deepEqual(stream.usage, whole.usage);
    const final = await openai.responses.stream({ ...WEATHER, model }).finalResponse();
    assert.equal(final.status, "completed");
  });
});

/** Where the last frame begins. */
function lastFrameOf(bytes) {
  let at = 0;
  while (at + bytes.readUInt32BE(at) < bytes.length) at += bytes.readUInt32BE(at);
  return at;
}

describe("tools", () => {
  test("run in a loop by hand, whole and streamed", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    for (const streams of [false, true]) {
      const input = [{ role: "user", content: WEATHER.input }];
      let response;
      for (let round = 0; round < 4; round++) {
        const request = { ...WEATHER, input, reasoning: { effort: "low" } };
        response = streams ? await openai.responses.stream(request).finalResponse() : await openai.responses.create(request);
        input.push(...response.output);
        const calls = ofType(response.output, "function_call");
        if (calls.length === 0) break;
        for (const { call_id, arguments: json } of calls) {
          assert.equal(typeof JSON.parse(json).city, "string");
          input.push({ type: "function_call_output", call_id, output: "cold" });
        }
      }
      assert.ok(response.output_text.length > 0);
      // Its thoughts went back as they came.
      const { messages } = await sentBody(session);
      const [, { content }] = messages;
      assert.ok(content[0].reasoningContent.reasoningText.signature.length > 0);
      assert.ok(content.at(-1).toolUse.toolUseId.length > 0);
    }
  });

  test("give images and files", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const first = await openai.responses.create(WEATHER);
    const [call] = ofType(first.output, "function_call");
    const image_url =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const output = [
      { type: "input_text", text: "As pictured:" },
      { type: "input_image", image_url },
      { type: "input_file", filename: "a.txt", file_data: "data:text/plain;base64,Y29sZA==" },
    ];
    const input = [
      { role: "user", content: WEATHER.input },
      ...first.output,
      { type: "function_call_output", call_id: call.call_id, output },
    ];
    const second = await openai.responses.create({ ...WEATHER, input });
    assert.ok(second.output_text.length > 0);
    const { content } = (await sentBody(session)).messages[2];
    const kinds = content.flatMap((block) => block.toolResult?.content ?? [block]).map((block) => Object.keys(block)[0]);
    assert.ok(kinds.includes("image") && kinds.includes("document"), kinds.join());
  });

  test("with plain text go there and back", async (t) => {
    const blocks = [{ toolUse: { toolUseId: "t1", name: "apply_patch", input: { input: '*** Begin\n"é"' } } }];
    const { openai, session } = await connectOpenAI(t, { faults: [turn(blocks), turn(blocks, { stream: true })] });
    const request = { model: HAIKU, input: "Change it.", tools: [{ type: "custom", name: "apply_patch" }] };
    const { output } = await openai.responses.create(request);
    assert.deepEqual([output[0].type, output[0].input], ["custom_tool_call", '*** Begin\n"é"']);
    const final = await openai.responses.stream(request).finalResponse();
    assert.deepEqual([final.output[0].type, final.output[0].input], ["custom_tool_call", '*** Begin\n"é"']);
    const answer = { type: "custom_tool_call_output", call_id: output[0].call_id, output: "Done" };
    const next = await openai.responses.create({
      ...request,
      input: [{ role: "user", content: "Change it." }, ...output, answer],
    });
    assert.equal(next.status, "completed");
    const [, said, result] = (await sentBody(session)).messages;
    assert.deepEqual(said.content, blocks);
    assert.deepEqual(result.content[0].toolResult.content, [{ text: "Done" }]);
  });

  test("of zod are parsed", async (t) => {
    const { openai } = await connectOpenAI(t);
    const tool = zodResponsesFunction({ name: "get_weather", parameters: z.object({ city: z.string() }) });
    const response = await openai.responses.parse({ ...WEATHER, tools: [tool] });
    const [call] = ofType(response.output, "function_call");
    assert.equal(typeof call.parsed_arguments.city, "string");
  });

  for (const type of ["file_search", "mcp", "image_generation", "computer_use_preview"])
    test(`that OpenAI runs are refused: ${type}`, async (t) => {
      const { openai, session } = await connectOpenAI(t);
      const error = await failure(openai.responses.create({ ...ASK, tools: [{ type }] }));
      assert.deepEqual([error.status, error.type, error.param], [400, "invalid_request_error", "tools[0]"]);
      assert.match(error.message, new RegExp(`no \`${type}\``));
      assert.equal((await session.log()).requests.length, 0);
    });
});

describe("a parsed answer", () => {
  const City = z.object({ name: z.string(), inhabitants: z.number() });
  for (const model of [NOVA, HAIKU])
    test(`of ${model} has the members of the schema, whole and streamed`, async (t) => {
      const { openai } = await connectOpenAI(t);
      const request = { model, input: "Name a city.", text: { format: zodTextFormat(City, "city") } };
      const response = await openai.responses.parse(request);
      assert.ok(City.safeParse(response.output_parsed).success, response.output_text);
      assert.deepEqual(JSON.parse(response.output_text), response.output_parsed);
      const streamed = await openai.responses.stream(request).finalResponse();
      assert.deepEqual(streamed.output_parsed, response.output_parsed);
    });
});

describe("a response that cannot be", () => {
  const cases = {
    previous_response_id: "resp_1",
    conversation: "conv_1",
    background: true,
    prompt: { id: "pmpt_1" },
  };
  for (const [param, value] of Object.entries(cases))
    test(`for ${param} is refused with words`, async (t) => {
      const { openai, session } = await connectOpenAI(t);
      const error = await failure(openai.responses.create({ ...ASK, [param]: value }));
      assert.deepEqual([error.constructor.name, error.status, error.param], ["BadRequestError", 400, param]);
      assert.match(error.message, /Bedrock/);
      assert.equal((await session.log()).requests.length, 0);
    });

  test("stored items are refused with words, and so is looking for responses", async (t) => {
    const { openai } = await connectOpenAI(t);
    const error = await failure(openai.responses.create({ ...ASK, input: [{ type: "item_reference", id: "msg_1" }] }));
    assert.deepEqual([error.status, error.param], [400, "input[0]"]);
    for (const call of [openai.responses.retrieve("resp_1"), openai.responses.delete("resp_1")]) {
      const missing = await failure(call);
      assert.equal(missing.status, 404);
      assert.match(missing.message, /stores no responses/);
    }
  });

  test("errors have OpenAI's shape, before and inside of a stream", async (t) => {
    const faults = [
      { kind: "throttle" },
      { kind: "exception", name: "throttlingException", message: "Too many.", after: 3 },
      { kind: "endEarly", after: 3 },
    ];
    const { openai, fetch } = await connectOpenAI(t, { faults });
    const before = await failure(openai.responses.create(ASK));
    assert.deepEqual([before.constructor.name, before.status, before.code], ["RateLimitError", 429, "ThrottlingException"]);
    const inside = await failure(openai.responses.stream(ASK).finalResponse());
    assert.deepEqual(
      [inside.constructor.name, inside.code, inside.type],
      ["APIError", "ThrottlingException", "rate_limit_error"],
    );
    const body = JSON.stringify({ ...ASK, stream: true });
    const events = (await (await fetch("https://a.invalid/v1/responses", { method: "POST", body })).text()).trim().split("\n\n");
    const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(events.at(-1));
    const { type, code, message, param, sequence_number, error } = JSON.parse(data);
    assert.deepEqual([name, type, sequence_number, param], ["error", "error", events.length - 1, null]);
    assert.deepEqual([code, message, error.type], [error.code, error.message, "server_error"]);
  });

  test("a malformed reply has failed, and no call is told of", async (t) => {
    const output = { message: { role: "assistant", content: [{ toolUse: { toolUseId: "t", name: "get_weather", input: {} } }] } };
    const body = JSON.stringify({ output, stopReason: "malformed_tool_use", usage: {}, metrics: {} });
    const { bedrock } = await connect(t, { faults: [raw("application/json", body)] });
    const response = await bedrock.responses.create(WEATHER);
    assert.deepEqual([response.status, response.error.code, response.output], ["failed", "server_error", []]);
    assert.deepEqual(
      response._warnings.map(({ code }) => code),
      ["malformed_reply"],
    );
  });

  test("a stranger learns nothing of the account", async (t) => {
    const arn = "arn:aws:bedrock:us-east-1:123456789012:guardrail/g";
    const output = { message: { role: "assistant", content: [{ text: "x" }] } };
    const body = JSON.stringify({ output, stopReason: "end_turn", usage: {}, metrics: {}, trace: { guardrail: { arn } } });
    const events = turn([{ text: "x" }], { stream: true });
    const { fetch } = await connectOpenAI(t, { faults: [raw("application/json", body), events] });
    const ask = async (more) =>
      (await fetch("https://a.invalid/responses", { method: "POST", body: JSON.stringify({ ...ASK, ...more }) })).text();
    const whole = await ask();
    assert.ok(whole.includes("_bedrock") && !whole.includes("123456789012"), whole);
    assert.ok((await ask({ stream: true })).includes("response.completed"));
  });
});

test("fallback models and profiles serve responses too", async (t) => {
  const { bedrock, session } = await connect(t, { faults: [{ kind: "status", status: 503 }], maxRetries: 0 });
  const response = await bedrock.responses.create({ ...ASK, model: HAIKU }, { fallbackModels: [NOVA] }).catch((error) => error);
  assert.equal(response.model, NOVA, String(response));
  assert.deepEqual(
    response._warnings.map(({ code }) => code),
    ["fallback_model"],
  );
  assert.equal((await session.log()).requests.length, 2);
});
