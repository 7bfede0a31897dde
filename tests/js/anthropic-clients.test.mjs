// Others that speak Anthropic's API through a fetch of the caller's: the AI SDK's provider, and LangChain's ChatAnthropic.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { createAnthropic } from "@ai-sdk/anthropic";
import { ChatAnthropic } from "@langchain/anthropic";
import { APICallError, Output, generateObject, generateText, jsonSchema, stepCountIs, streamObject, streamText, tool } from "ai";
import { createFetch } from "bedrock-wasm/anthropic";
import { z } from "zod";
import { errorsAreTold } from "./lib/ai-sdk.mjs";
import { HAIKU, NOVA, PDF, PNG, WEATHER_TOOL, sentBody } from "./lib/anthropic.mjs";
import { collect, connect, failure, settled } from "./lib/client.mjs";

const QUESTION = "Why is the sky blue over Zürich?";
const WEATHER = "What is the weather in Oslo?";
const MODELS = { Claude: HAIKU, Nova: NOVA };
const City = z.object({ name: z.string(), inhabitants: z.number() });

describe("the AI SDK's Anthropic provider", () => {
  const providerOf = (bedrock) => createAnthropic({ apiKey: "unused", fetch: createFetch(bedrock) });

  for (const [maker, name] of Object.entries(MODELS)) {
    describe(`on ${maker}`, () => {
      test("answers and streams, with usage", async (t) => {
        const { bedrock } = await connect(t);
        const model = providerOf(bedrock)(name);
        const { text, usage, finishReason } = await generateText({ model, prompt: QUESTION, system: "Be brief." });
        assert.ok(text.length > 0 && usage.inputTokens > 0 && usage.outputTokens > 0);
        assert.equal(finishReason, "stop");
        const streamed = streamText({ model, prompt: QUESTION, system: "Be brief." });
        assert.equal((await collect(streamed.textStream)).join(""), text);
        assert.deepEqual([(await streamed.usage).totalTokens, await streamed.finishReason], [usage.totalTokens, finishReason]);
      });

      test("runs tools in steps, whole and streamed", async (t) => {
        const { bedrock, session } = await connect(t, { onWarning: () => {} });
        const asked = [];
        const get_weather = tool({
          description: "The weather of a city",
          inputSchema: jsonSchema(WEATHER_TOOL.input_schema),
          execute: ({ city }) => (asked.push(typeof city), "cold"),
        });
        const request = { model: providerOf(bedrock)(name), tools: { get_weather }, stopWhen: stepCountIs(3), prompt: WEATHER };
        const whole = await generateText(request);
        assert.ok(whole.text.length > 0 && whole.steps.length === 2);
        assert.ok((await streamText(request).text).length > 0);
        assert.deepEqual([asked, (await settled(session)).total], [["string", "string"], 4]);
      });

      test("gives what a schema wants, whole and streamed", async (t) => {
        const { bedrock } = await connect(t, { onWarning: () => {} });
        const request = { model: providerOf(bedrock)(name), schema: City, prompt: "Name a city." };
        const { object } = await generateObject(request);
        assert.deepEqual(object, City.parse(object));
        const streamed = streamObject(request);
        await collect(streamed.partialObjectStream);
        assert.deepEqual(await streamed.object, object);
        const { output } = await generateText({ ...request, output: Output.object({ schema: City }) });
        assert.deepEqual(output, City.parse(output));
      });

      test("shows images and PDFs", async (t) => {
        const { bedrock, session } = await connect(t);
        const content = [
          { type: "image", image: Buffer.from(PNG, "base64"), mediaType: "image/png" },
          { type: "file", data: Buffer.from(PDF, "base64"), mediaType: "application/pdf", filename: "tides.pdf" },
          { type: "text", text: "What is this?" },
        ];
        const { text } = await generateText({ model: providerOf(bedrock)(name), messages: [{ role: "user", content }] });
        assert.match(text, /PNG image/);
        const sent = (await session.log()).requests.at(-1).bodyText;
        assert.ok(sent.includes(PNG) && sent.includes(PDF));
      });

      test("tells of errors, before and inside of a stream", (t) => errorsAreTold(t, (bedrock) => providerOf(bedrock)(name)));
    });
  }

  test("thinks aloud, over steps with tools", async (t) => {
    const { bedrock, session } = await connect(t);
    const providerOptions = { anthropic: { thinking: { type: "enabled", budgetTokens: 1024 } } };
    const request = { model: providerOf(bedrock)(HAIKU), prompt: WEATHER, providerOptions };
    const { reasoningText } = await generateText({ ...request, prompt: QUESTION });
    assert.ok(reasoningText.length > 0);
    const streamed = streamText({ ...request, prompt: QUESTION });
    assert.equal(await streamed.reasoningText, reasoningText);
    const get_weather = tool({
      description: "The weather of a city",
      inputSchema: jsonSchema(WEATHER_TOOL.input_schema),
      execute: () => "cold",
    });
    assert.ok((await generateText({ ...request, tools: { get_weather }, stopWhen: stepCountIs(3) })).text.length > 0);
    const [, { content }] = (await sentBody(session)).messages;
    assert.ok(content[0].type === "thinking" && content[0].signature.length > 0);
  });

  test("caches what the caller marks", async (t) => {
    const { bedrock, session } = await connect(t);
    const providerOptions = { anthropic: { cacheControl: { type: "ephemeral" } } };
    const messages = [
      { role: "system", content: "All about the sea. ".repeat(900), providerOptions },
      { role: "user", content: [{ type: "text", text: "Hello.", providerOptions }] },
    ];
    await generateText({ model: providerOf(bedrock)(HAIKU), messages });
    const { system, messages: sent } = await sentBody(session);
    assert.deepEqual([system[0].cache_control, sent[0].content[0].cache_control], Array(2).fill({ type: "ephemeral" }));
  });

  test("repeats what is throttled, and nothing that is refused", async (t) => {
    const refused = { kind: "status", status: 400, code: "ValidationException", message: "No." };
    const { bedrock, session } = await connect(t, { faults: [{ kind: "throttle", retryAfterMs: 1 }] });
    const provider = providerOf(bedrock);
    assert.ok((await generateText({ model: provider(HAIKU), prompt: QUESTION, maxRetries: 1 })).text.length > 0);
    assert.equal((await session.log()).total, 2);
    const strict = await connect(t, { faults: [refused] });
    const error = await failure(generateText({ model: providerOf(strict.bedrock)(HAIKU), prompt: QUESTION, maxRetries: 2 }));
    assert.ok(APICallError.isInstance(error), error.stack);
    assert.deepEqual([error.statusCode, error.isRetryable, error.message], [400, false, "No."]);
    assert.equal((await settled(strict.session)).total, 1);
  });
});

describe("LangChain's ChatAnthropic", () => {
  /** Both ways to give it a fetch. */
  const WAYS = {
    clientOptions: (bedrock) => ({ clientOptions: { fetch: createFetch(bedrock) } }),
    createClient: (bedrock) => ({ createClient: (options) => new Anthropic({ ...options, fetch: createFetch(bedrock) }) }),
  };
  const modelOf = (bedrock, model, way = "clientOptions") =>
    new ChatAnthropic({ apiKey: "unused", maxRetries: 0, maxTokens: 1024, model, ...WAYS[way](bedrock) });

  for (const [maker, name] of Object.entries(MODELS)) {
    describe(`on ${maker}`, () => {
      for (const way of Object.keys(WAYS)) {
        test(`answers and streams by ${way}`, async (t) => {
          const { bedrock } = await connect(t);
          const model = modelOf(bedrock, name, way);
          const { text, usage_metadata } = await model.invoke(QUESTION);
          assert.ok(text.length > 0 && usage_metadata.total_tokens > 0);
          const chunks = await collect(await model.stream(QUESTION));
          assert.ok(chunks.length > 2);
          assert.equal(chunks.map((chunk) => chunk.text).join(""), text);
        });
      }

      test("calls tools over turns, whole and streamed", async (t) => {
        const { bedrock, session } = await connect(t, { onWarning: () => {} });
        const bound = modelOf(bedrock, name).bindTools([WEATHER_TOOL]);
        const first = await bound.invoke(WEATHER);
        assert.deepEqual(
          first.tool_calls.map(({ name: called, args }) => [called, typeof args.city]),
          [["get_weather", "string"]],
        );
        const [{ id }] = first.tool_calls;
        const question = { role: "user", content: WEATHER };
        const last = await bound.invoke([question, first, { role: "tool", tool_call_id: id, content: "cold" }]);
        assert.ok(last.text.length > 0);
        const [head, ...rest] = await collect(await bound.stream(WEATHER));
        const streamed = rest.reduce((sum, chunk) => sum.concat(chunk), head);
        assert.deepEqual(streamed.tool_calls[0].args, first.tool_calls[0].args);
        assert.equal((await settled(session)).total, 3);
      });

      test("gives what a schema wants", async (t) => {
        const { bedrock } = await connect(t, { onWarning: () => {} });
        for (const method of ["functionCalling", "jsonSchema"]) {
          const structured = modelOf(bedrock, name).withStructuredOutput(City, { name: "city", method });
          const city = await structured.invoke("Name a city.");
          assert.deepEqual(city, City.parse(city), method);
        }
      });

      test("shows images", async (t) => {
        const { bedrock } = await connect(t);
        const content = [
          { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}` } },
          { type: "text", text: "What is this?" },
        ];
        assert.match((await modelOf(bedrock, name).invoke([{ role: "user", content }])).text, /PNG image/);
      });

      test("tells of errors", async (t) => {
        const { bedrock } = await connect(t, { faults: [{ kind: "throttle" }] });
        const error = await failure(modelOf(bedrock, name).invoke(QUESTION));
        assert.equal(error.status, 429, error.stack);
      });
    });
  }
});
