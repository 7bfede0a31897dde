// Others that speak OpenAI's API through a fetch of the caller's: LangChain's ChatOpenAI, and the Vercel AI SDK.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { embedMany, generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { createFetch } from "bedrock-wasm/openai";
import { errorsAreTold } from "./lib/ai-sdk.mjs";
import { collect, connect, failure, settled } from "./lib/client.mjs";
import { CHAT, HAIKU, NOVA } from "./lib/openai.mjs";

const QUESTION = CHAT.messages[0].content;
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

describe("LangChain", () => {
  const configurationOf = (bedrock) => ({ fetch: createFetch(bedrock), baseURL: "https://bedrock.invalid/v1" });

  test("answers, streams and calls tools", async (t) => {
    const { bedrock, session } = await connect(t);
    const options = { model: HAIKU, apiKey: "unused", maxRetries: 0, configuration: configurationOf(bedrock) };
    const model = new ChatOpenAI(options);
    const { content, usage_metadata } = await model.invoke(QUESTION);
    assert.ok(content.length > 0 && usage_metadata.total_tokens > 0);
    const chunks = await collect(await model.stream(QUESTION));
    assert.equal(chunks.map((chunk) => chunk.content).join(""), content);
    const weather = { type: "function", function: { name: "get_weather", description: "The weather of a city", parameters } };
    const { tool_calls } = await model.bindTools([weather]).invoke("What is the weather in Oslo?");
    assert.deepEqual(
      tool_calls.map(({ name, args }) => [name, typeof args.city]),
      [["get_weather", "string"]],
    );
    assert.equal((await settled(session)).total, 3);
  });

  test("makes embeddings", async (t) => {
    const { bedrock } = await connect(t);
    const embeddings = new OpenAIEmbeddings({
      model: "titan-embed-text-v2",
      apiKey: "unused",
      dimensions: 256,
      configuration: configurationOf(bedrock),
    });
    const vectors = await embeddings.embedDocuments(["a", "b"]);
    assert.deepEqual(
      vectors.map(({ length }) => length),
      [256, 256],
    );
    assert.deepEqual(await embeddings.embedQuery("b"), vectors[1]);
  });

  test("tells of errors", async (t) => {
    const { bedrock } = await connect(t, { faults: [{ kind: "throttle" }] });
    const error = await failure(
      new ChatOpenAI({ model: NOVA, apiKey: "unused", maxRetries: 0, configuration: configurationOf(bedrock) }).invoke(QUESTION),
    );
    assert.deepEqual([error.status, error.code], [429, "ThrottlingException"]);
  });
});

describe("the AI SDK", () => {
  const providerOf = (bedrock, more) =>
    createOpenAICompatible({
      name: "bedrock",
      baseURL: "https://bedrock.invalid/v1",
      fetch: createFetch(bedrock),
      includeUsage: true,
      ...more,
    });

  test("answers and streams, with usage and reasoning", async (t) => {
    const { bedrock } = await connect(t);
    const provider = providerOf(bedrock);
    const { text, usage, finishReason } = await generateText({ model: provider(NOVA), prompt: QUESTION });
    assert.ok(text.length > 0 && usage.totalTokens > 0);
    assert.equal(finishReason, "stop");
    const streamed = streamText({ model: provider(NOVA), prompt: QUESTION });
    assert.equal((await collect(streamed.textStream)).join(""), text);
    assert.equal((await streamed.usage).totalTokens, usage.totalTokens);
    const thinking = await generateText({
      model: provider(HAIKU),
      prompt: QUESTION,
      providerOptions: { bedrock: { reasoningEffort: "low" } },
    });
    assert.ok(thinking.reasoningText.length > 0);
  });

  test("runs tools, whole and streamed", async (t) => {
    const { bedrock, session } = await connect(t);
    const model = providerOf(bedrock)(HAIKU);
    const asked = [];
    const get_weather = tool({
      description: "The weather of a city",
      inputSchema: jsonSchema(parameters),
      execute: ({ city }) => (asked.push(city), "cold"),
    });
    const request = { model, tools: { get_weather }, stopWhen: stepCountIs(3), prompt: "What is the weather in Oslo?" };
    assert.ok((await generateText(request)).text.length > 0);
    assert.ok((await streamText(request).text).length > 0);
    assert.deepEqual(
      asked.map((city) => typeof city),
      ["string", "string"],
    );
    assert.equal((await settled(session)).total, 4);
  });

  test("makes embeddings", async (t) => {
    const { bedrock } = await connect(t);
    const { embeddings } = await embedMany({
      model: providerOf(bedrock).embeddingModel("titan-embed-text-v2"),
      values: ["a", "b"],
    });
    assert.deepEqual(
      embeddings.map(({ length }) => length),
      [1024, 1024],
    );
  });

  test("tells of errors, before and inside of a stream", (t) => errorsAreTold(t, (bedrock) => providerOf(bedrock)(NOVA)));
});
