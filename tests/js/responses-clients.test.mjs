// Others that speak Responses through a fetch of the caller's: OpenAI's Agents SDK, the AI SDK's OpenAI provider, and
// LangChain's ChatOpenAI.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { ChatOpenAI } from "@langchain/openai";
import { Agent, OpenAIProvider, Runner, handoff, tool as agentTool } from "@openai/agents";
import { generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { createFetch } from "bedrock-wasm/openai";
import { z } from "zod";
import { errorsAreTold } from "./lib/ai-sdk.mjs";
import { collect, connect, failure, settled } from "./lib/client.mjs";
import { HAIKU, NOVA, connectOpenAI, sentBody, turn } from "./lib/openai.mjs";

const QUESTION = "Why is the sky blue over Zürich?";
const WEATHER = "What is the weather in Oslo?";
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

describe("the Agents SDK", () => {
  const runnerOf = (openai) =>
    new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai, useResponses: true }), tracingDisabled: true });
  const weather = (asked) =>
    agentTool({
      name: "get_weather",
      description: "The weather of a city",
      parameters: z.object({ city: z.string() }),
      execute: async ({ city }) => (asked.push(city), "cold"),
    });

  test("answers", async (t) => {
    const { openai } = await connectOpenAI(t);
    const agent = new Agent({ name: "a", instructions: "Be brief.", model: NOVA });
    const result = await runnerOf(openai).run(agent, QUESTION);
    assert.ok(result.finalOutput.length > 0);
    assert.ok(result.state.usage.totalTokens > 0);
  });

  test("runs tools, whole and streamed", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const asked = [];
    const modelSettings = { reasoning: { effort: "low" } };
    const agent = new Agent({ name: "a", instructions: "Be brief.", model: HAIKU, tools: [weather(asked)], modelSettings });
    const whole = await runnerOf(openai).run(agent, WEATHER);
    assert.ok(whole.finalOutput.length > 0);
    const streamed = await runnerOf(openai).run(agent, WEATHER, { stream: true });
    const text = (await collect(streamed.toTextStream())).join("");
    await streamed.completed;
    assert.ok(text.endsWith(streamed.finalOutput));
    assert.deepEqual(
      asked.map((city) => typeof city),
      ["string", "string"],
    );
    assert.equal((await settled(session)).total, 4);
    // What the model thought went back, sealed.
    const [, { content }] = (await sentBody(session)).messages;
    assert.ok(content[0].reasoningContent.reasoningText.signature.length > 0);
  });

  test("hands over to another agent, and goes on with it", async (t) => {
    const transfer = [{ toolUse: { toolUseId: "t1", name: "transfer_to_poet", input: {} } }];
    const { openai, session } = await connectOpenAI(t, { faults: [turn(transfer)] });
    const poet = new Agent({ name: "poet", instructions: "Write verse.", model: NOVA });
    const clerk = new Agent({ name: "clerk", instructions: "Hand over.", model: HAIKU, handoffs: [handoff(poet)] });
    const whole = await runnerOf(openai).run(clerk, QUESTION);
    assert.equal(whole.lastAgent.name, "poet");
    assert.ok(whole.finalOutput.length > 0);
    const next = await runnerOf(openai).run(poet, [...whole.history, { role: "user", content: "Shorter." }]);
    assert.ok(next.finalOutput.length > 0);
    const { requests } = await session.log();
    assert.match(requests.at(-1).path, /nova-micro/);
  });

  test("hands over in a stream", async (t) => {
    const transfer = [{ toolUse: { toolUseId: "t1", name: "transfer_to_poet", input: {} } }];
    const { openai } = await connectOpenAI(t, { faults: [turn(transfer, { stream: true })] });
    const poet = new Agent({ name: "poet", instructions: "Write verse.", model: NOVA });
    const clerk = new Agent({ name: "clerk", instructions: "Hand over.", model: HAIKU, handoffs: [poet] });
    const streamed = await runnerOf(openai).run(clerk, QUESTION, { stream: true });
    const kinds = (await collect(streamed)).map(({ type, name }) => name ?? type);
    await streamed.completed;
    assert.equal(streamed.lastAgent.name, "poet");
    assert.ok(kinds.includes("handoff_occurred"), [...new Set(kinds)].join());
  });

  test("gives what a schema wants", async (t) => {
    const { openai } = await connectOpenAI(t);
    const outputType = z.object({ name: z.string(), inhabitants: z.number() });
    const agent = new Agent({ name: "a", instructions: "Be brief.", model: HAIKU, outputType });
    const { finalOutput } = await runnerOf(openai).run(agent, "Name a city.");
    assert.equal(typeof finalOutput.inhabitants, "number");
  });

  test("tells of errors", async (t) => {
    const { openai } = await connectOpenAI(t, { faults: [{ kind: "throttle" }] });
    const error = await failure(runnerOf(openai).run(new Agent({ name: "a", model: NOVA }), QUESTION));
    assert.deepEqual([error.status, error.code], [429, "ThrottlingException"]);
  });
});

describe("the AI SDK's OpenAI provider", () => {
  const providerOf = (bedrock) =>
    createOpenAI({ apiKey: "unused", baseURL: "https://bedrock.invalid/v1", fetch: createFetch(bedrock) });
  /** Nothing is stored, so that it sends items and not references to them. */
  const providerOptions = { openai: { store: false } };

  test("answers and streams by its default model, with usage", async (t) => {
    const { bedrock } = await connect(t);
    const model = providerOf(bedrock)(NOVA);
    const { text, usage, finishReason } = await generateText({ model, prompt: QUESTION });
    assert.ok(text.length > 0 && usage.totalTokens > 0);
    assert.equal(finishReason, "stop");
    const streamed = streamText({ model, prompt: QUESTION });
    assert.equal((await collect(streamed.textStream)).join(""), text);
    assert.equal((await streamed.usage).totalTokens, usage.totalTokens);
    assert.equal(await streamed.finishReason, "stop");
  });

  test("thinks aloud", async (t) => {
    const { bedrock } = await connect(t);
    const options = { openai: { store: false, reasoningEffort: "low", forceReasoning: true } };
    const request = { model: providerOf(bedrock)(HAIKU), prompt: QUESTION, providerOptions: options };
    const { reasoningText } = await generateText(request);
    assert.ok(reasoningText.length > 0);
    const streamed = streamText(request);
    await collect(streamed.fullStream);
    assert.equal(await streamed.reasoningText, reasoningText);
  });

  test("runs tools, whole and streamed", async (t) => {
    const { bedrock, session } = await connect(t);
    const asked = [];
    const get_weather = tool({
      description: "The weather of a city",
      inputSchema: jsonSchema(parameters),
      execute: ({ city }) => (asked.push(city), "cold"),
    });
    const model = providerOf(bedrock)(HAIKU);
    const request = { model, tools: { get_weather }, stopWhen: stepCountIs(3), prompt: WEATHER, providerOptions };
    assert.ok((await generateText(request)).text.length > 0);
    assert.ok((await streamText(request).text).length > 0);
    assert.deepEqual(
      asked.map((city) => typeof city),
      ["string", "string"],
    );
    assert.equal((await settled(session)).total, 4);
  });

  test("gives what a schema wants", async (t) => {
    const { bedrock } = await connect(t);
    const schema = z.object({ name: z.string(), inhabitants: z.number() });
    const { object } = await generateObject({ model: providerOf(bedrock)(HAIKU), schema, prompt: "Name a city." });
    assert.equal(typeof object.inhabitants, "number");
  });

  test("tells of errors, before and inside of a stream", (t) => errorsAreTold(t, (bedrock) => providerOf(bedrock)(NOVA)));
});

describe("LangChain", () => {
  const optionsOf = (bedrock) => ({
    apiKey: "unused",
    maxRetries: 0,
    useResponsesApi: true,
    configuration: { fetch: createFetch(bedrock), baseURL: "https://bedrock.invalid/v1" },
  });

  test("answers, streams and calls tools", async (t) => {
    const { bedrock, session } = await connect(t);
    const model = new ChatOpenAI({ ...optionsOf(bedrock), model: HAIKU });
    const { text, usage_metadata } = await model.invoke(QUESTION);
    assert.ok(text.length > 0 && usage_metadata.total_tokens > 0);
    const chunks = await collect(await model.stream(QUESTION));
    assert.equal(chunks.map((chunk) => chunk.text).join(""), text);
    const weather = { type: "function", function: { name: "get_weather", description: "The weather of a city", parameters } };
    const bound = model.bindTools([weather]);
    const first = await bound.invoke(WEATHER);
    assert.deepEqual(
      first.tool_calls.map(({ name, args }) => [name, typeof args.city]),
      [["get_weather", "string"]],
    );
    const [{ id }] = first.tool_calls;
    const last = await bound.invoke([
      { role: "user", content: WEATHER },
      first,
      { role: "tool", tool_call_id: id, content: "cold" },
    ]);
    assert.ok(last.text.length > 0);
    assert.equal((await settled(session)).total, 4);
  });

  test("tells of errors", async (t) => {
    const { bedrock } = await connect(t, { faults: [{ kind: "throttle" }] });
    const error = await failure(new ChatOpenAI({ ...optionsOf(bedrock), model: NOVA }).invoke(QUESTION));
    assert.deepEqual([error.status, error.code], [429, "ThrottlingException"]);
  });
});
