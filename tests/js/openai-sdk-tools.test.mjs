// Tools of the official `openai` SDK on Bedrock: its loops with calls in parallel, and every way to choose a tool.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { zodFunction } from "openai/helpers/zod";
import { z } from "zod";
import { collect, failure, settled } from "./lib/client.mjs";
import { HAIKU, ask, connectOpenAI, sentBody, turn } from "./lib/openai.mjs";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const tool = (name, description) => ({ type: "function", function: { name, description, parameters } });
const TOOLS = [tool("get_weather", "The weather of a city"), tool("get_time", "The hour in a city")];
const WEATHER = { model: HAIKU, messages: ask("What is the weather in Oslo?"), tools: TOOLS };
const use = (toolUseId, name, input) => ({ toolUse: { toolUseId, name, input } });

describe("the model calls", () => {
  test("what it is asked for, whole and streamed", async (t) => {
    const { openai } = await connectOpenAI(t);
    const {
      choices: [{ message, finish_reason }],
    } = await openai.chat.completions.create(WEATHER);
    const [call] = message.tool_calls;
    assert.deepEqual(
      [finish_reason, message.tool_calls.length, call.type, call.function.name],
      ["tool_calls", 1, "function", "get_weather"],
    );
    assert.equal(typeof JSON.parse(call.function.arguments).city, "string");
    const chunks = await collect(await openai.chat.completions.create({ ...WEATHER, stream: true }));
    const deltas = chunks.flatMap(({ choices: [choice] }) => choice?.delta.tool_calls ?? []);
    assert.deepEqual([deltas[0].index, deltas[0].id, deltas[0].function.name], [0, call.id, "get_weather"]);
    assert.equal(deltas.map((delta) => delta.function.arguments).join(""), call.function.arguments);
    assert.equal(chunks.at(-1).choices[0].finish_reason, "tool_calls");
  });

  test("several at once, whose pieces come in turn", async (t) => {
    const blocks = [{ text: "Both." }, use("a", "get_weather", { city: "Tromsø 🦀" }), use("b", "get_time", { city: "Ålesund" })];
    const { openai } = await connectOpenAI(t, { faults: [turn(blocks, { stream: true }), turn(blocks, { stream: true })] });
    const stream = openai.chat.completions.stream(WEATHER);
    const done = [];
    const argumentsOf = ["", ""];
    stream.on("tool_calls.function.arguments.delta", ({ index, arguments_delta }) => (argumentsOf[index] += arguments_delta));
    stream.on("tool_calls.function.arguments.done", ({ index, name }) => done.push([index, name]));
    const { content, tool_calls } = await stream.finalMessage();
    assert.equal(content, "Both.");
    assert.deepEqual(
      tool_calls.map(({ id, function: called }) => [id, called.name, JSON.parse(called.arguments)]),
      [
        ["a", "get_weather", { city: "Tromsø 🦀" }],
        ["b", "get_time", { city: "Ålesund" }],
      ],
    );
    assert.deepEqual(
      argumentsOf,
      tool_calls.map((call) => call.function.arguments),
    );
    assert.ok(done.length >= 2);
    const chunks = await collect(await openai.chat.completions.create({ ...WEATHER, stream: true }));
    const order = chunks.flatMap(({ choices: [choice] }) => choice?.delta.tool_calls ?? []).map(({ index }) => index);
    assert.ok(order.join("").includes("0101"), order.join(""));
  });
});

describe("tool_choice", () => {
  const cases = {
    auto: ["auto", { auto: {} }],
    required: ["required", { any: {} }],
    "one function": [{ type: "function", function: { name: "get_time" } }, { tool: { name: "get_time" } }],
  };
  for (const [what, [tool_choice, expected]] of Object.entries(cases)) {
    test(what, async (t) => {
      const { openai, session } = await connectOpenAI(t);
      const {
        choices: [{ message }],
      } = await openai.chat.completions.create({ ...WEATHER, tool_choice });
      const { toolConfig } = await sentBody(session);
      assert.deepEqual(toolConfig.toolChoice ?? { auto: {} }, expected);
      assert.equal(toolConfig.tools.length, 2);
      if (expected.tool)
        assert.deepEqual(
          message.tool_calls.map((call) => call.function.name),
          ["get_time"],
        );
    });
  }

  test("none", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const {
      choices: [{ message }],
    } = await openai.chat.completions.create({ ...WEATHER, tool_choice: "none" });
    assert.ok(message.content && !message.tool_calls);
    assert.equal((await sentBody(session)).toolConfig, undefined);
  });

  test("some of them", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const allowed_tools = { mode: "required", tools: [{ type: "function", function: { name: "get_time" } }] };
    await openai.chat.completions.create({ ...WEATHER, tool_choice: { type: "allowed_tools", allowed_tools } });
    const { toolConfig } = await sentBody(session);
    assert.deepEqual([toolConfig.tools.map(({ toolSpec }) => toolSpec.name), toolConfig.toolChoice], [["get_time"], { any: {} }]);
  });

  test("and no calls in parallel", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    await openai.chat.completions.create({ ...WEATHER, parallel_tool_calls: false });
    const { additionalModelRequestFields } = await sentBody(session);
    assert.equal(additionalModelRequestFields.tool_choice.disable_parallel_tool_use, true);
  });
});

describe("runTools()", () => {
  const cities = ["Oslo", "Bergen", "Tromsø", "Ålesund", "Bodø"];
  /** Five turns with two calls each, then the answer. */
  const turns = (options) => [
    ...cities.map((city, step) =>
      turn([{ text: `Step ${step}.` }, use(`w${step}`, "get_weather", { city }), use(`t${step}`, "get_time", { city })], options),
    ),
    turn([{ text: "It is cold everywhere." }], options),
  ];

  for (const stream of [false, true]) {
    test(`goes through five steps with calls in parallel, ${stream ? "streamed" : "whole"}`, async (t) => {
      const { openai, session, bedrock } = await connectOpenAI(t, { faults: turns({ stream }) });
      const [called, atOnce] = [[], { now: 0, most: 0 }];
      const runnable = (description, name, answer) => ({
        type: "function",
        function: {
          name,
          description,
          parameters,
          parse: JSON.parse,
          async function({ city }) {
            called.push(`${name} ${city}`);
            atOnce.most = Math.max(atOnce.most, ++atOnce.now);
            await new Promise(setImmediate);
            atOnce.now--;
            return answer(city);
          },
        },
      });
      const tools = [
        runnable("The weather of a city", "get_weather", (city) => ({ city, degrees: -3 })),
        runnable("The hour in a city", "get_time", (city) => `12:00 in ${city}`),
      ];
      const runner = openai.chat.completions.runTools({ model: HAIKU, messages: ask("How is Norway?"), tools, stream });
      const told = { message: 0, functionToolCall: 0, functionToolCallResult: 0 };
      for (const name of Object.keys(told)) runner.on(name, () => told[name]++);
      assert.equal(await runner.finalContent(), "It is cold everywhere.");
      assert.deepEqual(
        called,
        cities.flatMap((city) => [`get_weather ${city}`, `get_time ${city}`]),
      );
      assert.equal(atOnce.most, 2);
      assert.deepEqual([runner.allChatCompletions().length, told.functionToolCall, told.functionToolCallResult], [6, 10, 10]);
      if (!stream) assert.equal((await runner.totalUsage()).total_tokens, 90);

      // All results of a turn are in the next one, by their ids and in their order; and Bedrock takes what was sent.
      const bodies = (await settled(session)).requests.map(({ bodyText }) => JSON.parse(bodyText));
      assert.equal(bodies.length, 6);
      for (const [step, body] of bodies.slice(1).entries()) {
        assert.equal(body.messages.length, 1 + 2 * (step + 1));
        const [used, results] = body.messages.slice(-2).map(({ content }) => content);
        assert.deepEqual(
          used.map(({ text, toolUse }) => text ?? toolUse.toolUseId),
          [`Step ${step}.`, `w${step}`, `t${step}`],
        );
        assert.deepEqual(
          results.map(({ toolResult }) => toolResult.toolUseId),
          [`w${step}`, `t${step}`],
        );
        assert.match(JSON.stringify(results[0].toolResult.content), new RegExp(`${cities[step]}.*degrees`));
        assert.equal(
          (await bedrock.converse({ modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0", ...body })).stopReason,
          "end_turn",
        );
      }
    });
  }

  test("runs what the local Bedrock calls, with zod", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const asked = [];
    const weather = zodFunction({
      name: "get_weather",
      description: "The weather of a city",
      parameters: z.object({ city: z.string(), unit: z.enum(["c", "f"]) }),
      function: (given) => {
        asked.push(given);
        return { degrees: -3 };
      },
    });
    for (const stream of [false, true]) {
      const runner = openai.chat.completions.runTools({ ...WEATHER, tools: [weather], stream });
      assert.ok((await runner.finalContent()).length > 0);
    }
    assert.equal(asked.length, 2);
    assert.deepEqual([typeof asked[0].city, ["c", "f"].includes(asked[0].unit)], ["string", true]);
    assert.equal((await settled(session)).total, 4);
  });

  test("parses arguments by zod", async (t) => {
    const { openai } = await connectOpenAI(t);
    const weather = zodFunction({
      name: "get_weather",
      description: "The weather of a city",
      parameters: z.object({ city: z.string() }),
    });
    const {
      choices: [{ message }],
    } = await openai.chat.completions.parse({ ...WEATHER, tools: [weather], tool_choice: "required" });
    const [{ function: called }] = message.tool_calls;
    assert.deepEqual(called.parsed_arguments, JSON.parse(called.arguments));
  });

  test("tells of a failure on the way, and leaves nothing open", async (t) => {
    const blocks = [use("a", "get_weather", { city: "Oslo" })];
    const faults = [turn(blocks, { stream: true }), { kind: "exception", name: "internalServerException", after: 3 }];
    const { openai, session } = await connectOpenAI(t, { faults });
    const tools = [
      {
        type: "function",
        function: {
          name: "get_weather",
          description: "The weather of a city",
          parameters,
          parse: JSON.parse,
          function: () => "cold",
        },
      },
    ];
    const error = await failure(openai.chat.completions.runTools({ ...WEATHER, tools, stream: true }).finalContent());
    assert.deepEqual([error.code, error.type], ["InternalServerException", "server_error"]);
    assert.equal((await settled(session)).total, 2);
  });

  test("is stopped by its signal between two steps", async (t) => {
    const { openai, session } = await connectOpenAI(t, {
      faults: [turn([use("a", "get_weather", { city: "Oslo" })]), { kind: "hang" }],
    });
    const controller = new AbortController();
    const stop = () => (setTimeout(() => controller.abort(), 50), "cold");
    const tools = [
      {
        type: "function",
        function: { name: "get_weather", description: "The weather of a city", parameters, parse: JSON.parse, function: stop },
      },
    ];
    const error = await failure(
      openai.chat.completions.runTools({ ...WEATHER, tools }, { signal: controller.signal }).finalContent(),
    );
    assert.equal(error.constructor.name, "APIUserAbortError");
    assert.equal((await settled(session)).total, 2);
  });
});
