// Tools of the official `@anthropic-ai/sdk` on Bedrock: loops by hand, its tool runner, thoughts in between, and parsed replies.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { betaMemoryTool } from "@anthropic-ai/sdk/helpers/beta/memory";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { z } from "zod";
import { CHAT, HAIKU, PNG, WEATHER, WEATHER_TOOL, ask, connectAnthropic, ofType, sentBody, textOf } from "./lib/anthropic.mjs";
import { collect, failure, settled } from "./lib/client.mjs";

const TIME_TOOL = { ...WEATHER_TOOL, name: "get_time", description: "The hour in a city" };
const THINKING = { max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 1024 } };

/** Creates a message, whole or streamed. */
const creator = (client, stream) => (request) =>
  stream ? client.messages.stream(request).finalMessage() : client.messages.create(request);
const resultsOf = (message, content) =>
  ofType(message, "tool_use").map(({ id }) => ({ type: "tool_result", tool_use_id: id, content }));

/** Answers the model's calls until there are none; gives all messages. */
async function loop(create, request, content = "cold") {
  const messages = [...request.messages];
  for (let round = 0; round < 4; round++) {
    const message = await create({ ...request, messages });
    messages.push({ role: "assistant", content: message.content });
    if (message.stop_reason !== "tool_use") return messages;
    messages.push({ role: "user", content: resultsOf(message, content) });
  }
  return assert.fail("the model calls for ever");
}

describe("tools in a loop by hand", () => {
  for (const stream of [false, true]) {
    test(`are called and answered, ${stream ? "streamed" : "whole"}`, async (t) => {
      const { client, session } = await connectAnthropic(t);
      const messages = await loop(creator(client, stream), WEATHER);
      const [call] = ofType(messages[1], "tool_use");
      assert.deepEqual([call.name, typeof call.input.city], ["get_weather", "string"]);
      assert.ok(textOf(messages.at(-1)));
      const sent = await sentBody(session);
      assert.deepEqual(sent.messages, JSON.parse(JSON.stringify(messages.slice(0, -1))));
      assert.deepEqual(sent.tools, WEATHER.tools);
      assert.equal((await settled(session)).total, 2);
    });
  }

  test("take images, several blocks and errors for results", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const first = await client.messages.create(WEATHER);
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } };
    for (const more of [
      { content: [{ type: "text", text: "As pictured:" }, image] },
      { content: "No such city.", is_error: true },
      { content: undefined },
    ]) {
      const results = resultsOf(first).map((result) => ({ ...result, ...more }));
      const messages = [...WEATHER.messages, { role: "assistant", content: first.content }, { role: "user", content: results }];
      assert.ok(textOf(await client.messages.create({ ...WEATHER, messages })));
      assert.deepEqual((await sentBody(session)).messages[2].content, JSON.parse(JSON.stringify(results)));
    }
  });

  test("are chosen as the caller says", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const request = { ...WEATHER, tools: [WEATHER_TOOL, TIME_TOOL] };
    for (const [tool_choice, called] of [
      [{ type: "auto" }, ["get_weather"]],
      [{ type: "any" }, ["get_weather"]],
      [{ type: "tool", name: "get_time" }, ["get_time"]],
      [{ type: "auto", disable_parallel_tool_use: true }, ["get_weather"]],
    ]) {
      const message = await client.messages.create({ ...request, tool_choice });
      assert.deepEqual(
        ofType(message, "tool_use").map(({ name }) => name),
        called,
      );
      assert.deepEqual((await sentBody(session)).tool_choice, tool_choice);
    }
  });

  test("without a result are refused in the model's words", async (t) => {
    const { client } = await connectAnthropic(t);
    const { content } = await client.messages.create(WEATHER);
    const messages = [...WEATHER.messages, { role: "assistant", content }, ...ask("Well?")];
    const error = await failure(client.messages.create({ ...WEATHER, messages }));
    assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
    assert.match(error.message, /tool_result|toolResult/);
  });
});

describe("thoughts", () => {
  for (const stream of [false, true]) {
    test(`go back with their signatures, ${stream ? "streamed" : "whole"}`, async (t) => {
      const { client, session } = await connectAnthropic(t);
      const messages = await loop(creator(client, stream), { ...WEATHER, ...THINKING });
      const [thought] = ofType(messages[1], "thinking");
      assert.ok(thought.thinking.length > 0 && thought.signature.length > 0);
      assert.deepEqual((await sentBody(session)).messages[1].content[0], thought);
    });
  }

  test("with another signature are refused", async (t) => {
    const { client, session } = await connectAnthropic(t, { sdk: { maxRetries: 2 } });
    const { content } = await client.messages.create({ ...WEATHER, ...THINKING });
    const forged = content.map((block) => (block.type === "thinking" ? { ...block, signature: "Zm9yZ2Vk" } : block));
    const messages = [
      ...WEATHER.messages,
      { role: "assistant", content: forged },
      { role: "user", content: resultsOf({ content }, "cold") },
    ];
    const error = await failure(client.messages.create({ ...WEATHER, ...THINKING, messages }));
    assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
    assert.match(error.apiMessage, /signature/i);
    assert.equal((await settled(session)).total, 2);
  });

  test("are as many as the model finds right, on models that take no budget", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const request = { ...WEATHER, model: "claude-opus-5-5", max_tokens: 4000, thinking: { type: "adaptive" } };
    const messages = await loop(creator(client, true), { ...request, output_config: { effort: "high" } });
    assert.ok(textOf(messages.at(-1)));
    const { thinking, output_config } = await sentBody(session);
    assert.deepEqual([thinking, output_config], [{ type: "adaptive" }, { effort: "high" }]);
    const error = await failure(client.messages.create({ ...WEATHER, ...THINKING, model: "claude-opus-5-5" }));
    assert.ok(error instanceof Anthropic.BadRequestError);
    assert.match(error.apiMessage, /thinking\.type\.adaptive/);
  });
});

describe("the tool runner", () => {
  const zodTool = (asked) =>
    betaZodTool({
      name: "get_weather",
      description: "The weather of a city",
      inputSchema: z.object({ city: z.string() }),
      run: ({ city }) => (asked.push(city), "cold"),
    });
  const rawTool = (asked) =>
    betaTool({
      name: "get_weather",
      description: "The weather of a city",
      inputSchema: WEATHER_TOOL.input_schema,
      run: ({ city }) => (asked.push(city), "cold"),
    });

  for (const [what, toolOf] of Object.entries({ zod: zodTool, "JSON schemas": rawTool })) {
    test(`runs tools of ${what} to the end`, async (t) => {
      const { client, session } = await connectAnthropic(t);
      const asked = [];
      const message = await client.beta.messages.toolRunner({ ...WEATHER, tools: [toolOf(asked)], max_iterations: 5 });
      assert.ok(textOf(message));
      assert.deepEqual([message.stop_reason, asked.map((city) => typeof city)], ["end_turn", ["string"]]);
      // The whole conversation is sent each time: Bedrock stores no threads, and the SDK is told so.
      const { requests } = await settled(session);
      const bodies = requests.map(({ bodyText }) => JSON.parse(bodyText));
      assert.deepEqual(
        bodies.map(({ messages, thread, anthropic_beta }) => [messages.length, thread, anthropic_beta]),
        [
          [1, undefined, undefined],
          [3, undefined, undefined],
        ],
      );
    });
  }

  test("streams each turn", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const asked = [];
    const runner = client.beta.messages.toolRunner({ ...WEATHER, tools: [zodTool(asked)], stream: true });
    const turns = [];
    for await (const stream of runner)
      turns.push([(await collect(stream)).length > 5, (await stream.finalMessage()).stop_reason]);
    assert.deepEqual(turns, [
      [true, "tool_use"],
      [true, "end_turn"],
    ]);
    assert.deepEqual([asked.length, (await settled(session)).total], [1, 2]);
    assert.ok(textOf(await runner.done()));
  });

  test("is looked at turn by turn, and takes more messages", async (t) => {
    const { client } = await connectAnthropic(t);
    const asked = [];
    const runner = client.beta.messages.toolRunner({ ...WEATHER, tools: [zodTool(asked)] });
    const reasons = [];
    for await (const message of runner) {
      reasons.push(message.stop_reason);
      const response = await runner.generateToolResponse();
      if (response) assert.equal(response.content[0].type, "tool_result");
      else if (reasons.length < 3) runner.pushMessages(message, ...ask("What is the weather in Bergen?"));
    }
    assert.deepEqual(reasons, ["tool_use", "end_turn", "tool_use", "end_turn"]);
    assert.deepEqual([asked.length, runner.params.messages.at(-1).role], [2, "assistant"]);
  });

  test("thinks in between", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const message = await client.beta.messages.toolRunner({ ...WEATHER, ...THINKING, tools: [zodTool([])] });
    assert.ok(textOf(message));
    const { messages } = await sentBody(session);
    assert.ok(messages[1].content[0].signature.length > 0);
  });

  test("tells the model of a tool that fails", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const tool = { ...zodTool([]), run: () => Promise.reject(new Error("no thermometer")) };
    assert.ok(textOf(await client.beta.messages.toolRunner({ ...WEATHER, tools: [tool] })));
    const [result] = (await sentBody(session)).messages[2].content;
    assert.equal(result.is_error, true);
    assert.match(JSON.stringify(result.content), /no thermometer/);
  });

  test("tells of an error of Bedrock's", async (t) => {
    const { client } = await connectAnthropic(t, { faults: [{ kind: "throttle" }] });
    const error = await failure(client.beta.messages.toolRunner({ ...WEATHER, tools: [zodTool([])] }).runUntilDone());
    assert.ok(error instanceof Anthropic.RateLimitError, error.stack);
  });

  test("goes through a thread, where the thread may send all its messages", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const { messages, ...request } = CHAT;
    const thread = client.beta.messages.thread({ ...request, unsupportedRequestBehavior: "continue_unthreaded" });
    for (const question of ["Hello.", "Why is the sky blue?"])
      assert.ok(textOf(await thread.send({ role: "user", content: question })));
    assert.equal((await sentBody(session)).messages.length, 3);
    const strict = client.beta.messages.thread(request);
    const error = await failure(strict.send({ role: "user", content: "Hello." }));
    assert.deepEqual([error.status, error.errorCode], [400, "thread_unsupported_request"]);
    assert.match(error.apiMessage, /^thread: Bedrock stores no threads\. Send the messages of the conversation\.$/);
  });
});

describe("a tool that only Claude has", () => {
  test("goes to Bedrock where Bedrock's Claude has it", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const tools = [
      { type: "bash_20250124", name: "bash" },
      { type: "text_editor_20250728", name: "str_replace_based_edit_tool" },
    ];
    await client.messages.create({ ...CHAT, tools });
    assert.deepEqual((await sentBody(session)).tools, tools);
  });

  test("such as the memory goes through the tool runner, with the edits of a context", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const memory = betaMemoryTool({ view: () => "empty" });
    const context_management = { edits: [{ type: "clear_tool_uses_20250919" }] };
    const betas = ["context-management-2025-06-27"];
    const request = { ...CHAT, model: "claude-sonnet-4-6", messages: ask("Remember that I like fjords."), tools: [memory] };
    assert.ok(textOf(await client.beta.messages.toolRunner({ ...request, context_management, betas })));
    const sent = await sentBody(session);
    assert.deepEqual([sent.tools, sent.anthropic_beta], [[{ type: "memory_20250818", name: "memory" }], betas]);
    assert.deepEqual(sent.context_management, context_management);
  });

  test("asks for its input at once where the model can do so", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const tools = [{ ...WEATHER_TOOL, eager_input_streaming: true }];
    for (const [model, expected] of [
      [HAIKU, WEATHER_TOOL],
      ["claude-3-haiku", WEATHER_TOOL],
      ["claude-sonnet-4-6", tools[0]],
      ["claude-opus-5-5", tools[0]],
    ]) {
      await client.messages.stream({ ...WEATHER, model, tools }).finalMessage();
      assert.deepEqual((await sentBody(session)).tools, [expected], model);
    }
  });

  for (const type of ["web_search_20250305", "web_fetch_20250910", "code_execution_20250825"]) {
    test(`${type} is refused with words, on Anthropic's servers only`, async (t) => {
      const { client, session } = await connectAnthropic(t, { sdk: { maxRetries: 2 } });
      const error = await failure(client.beta.messages.create({ ...CHAT, model: HAIKU, tools: [{ type, name: "tool" }] }));
      assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
      assert.match(error.apiMessage, new RegExp(`^tools\\[0\\]: ${type} runs on Anthropic's servers only\\. Define a tool`));
      assert.equal((await session.log()).total, 0);
    });
  }
});
