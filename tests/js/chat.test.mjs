// OpenAI's vocabulary on the local Bedrock: the examples of OneLLM's documentation, in JavaScript, and what they rest on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AuthenticationError, BadRequestError, BedrockError, PermissionDeniedError, RateLimitError } from "bedrock-wasm";
import { CREDENTIALS, DENIED, collect, connect, failure } from "./lib/client.mjs";

const JPEG =
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z";
const ask = (content) => [{ role: "user", content }];
const SOON = { kind: "throttle", retryAfterMs: 1 };

describe("OneLLM's examples", () => {
  test("a basic chat completion", async (t) => {
    const { bedrock, session } = await connect(t);
    const response = await bedrock.chat.completions.create({
      model: "bedrock/claude-3-5-sonnet",
      messages: [
        { role: "system", content: "You are a helpful assistant." },
        { role: "user", content: "Explain quantum computing in simple terms." },
      ],
      max_tokens: 200,
      temperature: 0.7,
    });
    assert.ok(response.choices[0].message.content.length > 0);
    assert.deepEqual(
      [response.object, response.model, response.choices[0].finish_reason],
      ["chat.completion", "bedrock/claude-3-5-sonnet", "stop"],
    );
    assert.ok(response.usage.prompt_tokens > 0 && response._request_id === response.id);
    const body = JSON.parse((await session.log()).requests.at(-1).bodyText);
    assert.deepEqual(body.system, [{ text: "You are a helpful assistant." }]);
    assert.deepEqual(body.inferenceConfig, { maxTokens: 200, temperature: 0.7 });
  });

  test("a streaming response", async (t) => {
    const { bedrock } = await connect(t);
    const stream = await bedrock.chat.completions.create({
      model: "bedrock/claude-3-haiku",
      messages: ask("Write a story about a robot."),
      max_tokens: 500,
      stream: true,
    });
    let text = "";
    const ids = new Set();
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? "";
      ids.add(chunk.id);
    }
    assert.ok(text.length > 0);
    assert.equal(ids.size, 1);
    assert.ok(stream.usage.completion_tokens > 0);
  });

  test("vision", async (t) => {
    const { bedrock, session } = await connect(t);
    const content = [
      { type: "text", text: "What's in this image?" },
      { type: "image_url", image_url: { url: `data:image/jpeg;base64,${JPEG}` } },
    ];
    const response = await bedrock.chat.completions.create({
      model: "bedrock/nova-pro",
      messages: ask(content),
      max_tokens: 300,
    });
    assert.ok(response.choices[0].message.content);
    const body = JSON.parse((await session.log()).requests.at(-1).bodyText);
    const { image } = body.messages[0].content.find((block) => block.image);
    assert.deepEqual([image.format, image.source.bytes], ["jpeg", JPEG]);
  });

  test("vision, from bytes", async (t) => {
    const { bedrock, session } = await connect(t);
    const bytes = new Uint8Array(Buffer.from(JPEG, "base64"));
    const content = [
      { type: "text", text: "What's in this image?" },
      { type: "image_url", image_url: { url: bytes } },
      { type: "file", file: { file_data: new TextEncoder().encode("%PDF-1.7 …"), filename: "a.pdf" } },
    ];
    await bedrock.chat.completions.create({ model: "bedrock/claude-haiku-4-5", messages: ask(content) });
    const [, { image }, { document }] = JSON.parse((await session.log()).requests.at(-1).bodyText).messages[0].content;
    assert.deepEqual([image.format, image.source.bytes, document.format], ["jpeg", JPEG, "pdf"]);
  });

  test("embeddings", async (t) => {
    const { bedrock } = await connect(t);
    const input = "The quick brown fox jumps over the lazy dog.";
    const response = await bedrock.embeddings.create({ model: "bedrock/titan-embed-text-v2", input });
    const [{ object, index, embedding }] = response.data;
    assert.deepEqual([response.object, object, index, embedding.length], ["list", "embedding", 0, 1024]);
    assert.ok(embedding.every((number) => typeof number === "number") && response.usage.prompt_tokens > 0);
    const base64 = await bedrock.embeddings.create({ model: "titan-embed-text-v2", input, encoding_format: "base64" });
    const floats = new Float32Array(new Uint8Array(Buffer.from(base64.data[0].embedding, "base64")).buffer);
    assert.deepEqual([...floats], embedding.map(Math.fround));
  });

  test("full model ids, and a region in the name or in the options", async (t) => {
    const { bedrock, session } = await connect(t);
    const messages = ask("Hello");
    await bedrock.chat.completions.create({ model: "bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0", messages });
    await bedrock.chat.completions.create({ model: "bedrock/eu-west-1/amazon.nova-micro-v1:0", messages });
    await bedrock.chat.completions.create({ model: "nova-micro", messages }, { region: "eu-central-1" });
    const { requests } = await session.log();
    const regions = requests.map(({ headers }) => headers.authorization.match(/\d{8}\/([a-z0-9-]+)\//)[1]);
    assert.deepEqual(regions.slice(-2), ["eu-west-1", "eu-central-1"]);
  });
});

describe("cross-region inference", () => {
  test("an alias of a model that needs a profile goes to the region's", async (t) => {
    const { bedrock, session } = await connect(t);
    await bedrock.chat.completions.create({ model: "claude-sonnet-5", messages: ask("Hello") });
    assert.deepEqual(
      (await session.log()).requests.map(({ modelId }) => modelId),
      ["us.anthropic.claude-sonnet-5"],
    );
  });

  test("an id is tried as it is, then through profiles, and that is remembered", async (t) => {
    const { bedrock, session } = await connect(t);
    const request = { model: "anthropic.claude-sonnet-5", messages: ask("Hello") };
    for (let count = 0; count < 2; count++) await bedrock.chat.completions.create(request);
    const ids = (await session.log()).requests.map(({ modelId }) => modelId);
    assert.deepEqual(ids, ["anthropic.claude-sonnet-5", "us.anthropic.claude-sonnet-5", "us.anthropic.claude-sonnet-5"]);
  });

  test("may be another's, or none", async (t) => {
    const { bedrock, session } = await connect(t, { inferenceProfile: "global" });
    await bedrock.chat.completions.create({ model: "claude-sonnet-5", messages: ask("Hello") });
    assert.equal((await session.log()).requests[0].modelId, "global.anthropic.claude-sonnet-5");
    const never = await connect(t, { inferenceProfile: "never" });
    const error = await failure(never.bedrock.chat.completions.create({ model: "claude-sonnet-5", messages: ask("Hello") }));
    assert.ok(error instanceof BadRequestError);
    assert.match(error.message, /inference profile/);
  });

  test("aliases of one's own come first", async (t) => {
    const models = { aliases: { fast: "us.amazon.nova-micro-v1:0" } };
    const { bedrock, session } = await connect(t, { models });
    await bedrock.chat.completions.create({ model: "fast", messages: ask("Hello") });
    assert.equal((await session.log()).requests[0].modelId, "us.amazon.nova-micro-v1:0");
  });
});

describe("OneLLM's common issues", () => {
  test("model access denied", async (t) => {
    const { bedrock } = await connect(t, { credentials: DENIED });
    const error = await failure(bedrock.chat.completions.create({ model: "claude-3-opus", messages: ask("Hello") }));
    assert.ok(error instanceof PermissionDeniedError);
    assert.match(error.message, /Request access to the model in the Bedrock console/);
  });

  test("rate limits", async (t) => {
    const { bedrock } = await connect(t, { faults: [SOON], maxRetries: 0 });
    const error = await failure(bedrock.chat.completions.create({ model: "nova-micro", messages: ask("Hello") }));
    assert.ok(error instanceof RateLimitError);
    assert.match(error.message, /Send fewer requests/);
  });

  test("no credentials, no model, no messages, no object", async (t) => {
    const { bedrock } = await connect(t);
    const create = (request) => failure(bedrock.chat.completions.create(request));
    assert.match((await create({ messages: ask("Hello") })).message, /^No model\. Pass one/);
    assert.match((await create({ model: "nova-micro" })).message, /messages/);
    for (const request of [undefined, null, [], "Hello"]) assert.ok((await create(request)) instanceof BedrockError);
    const wrong = await connect(t, { credentials: { ...CREDENTIALS, secretAccessKey: "wrong" } });
    const error = await failure(wrong.bedrock.chat.completions.create({ model: "nova-micro", messages: ask("Hello") }));
    assert.ok(error instanceof AuthenticationError);
  });
});

describe("a tool loop", () => {
  const tools = [
    {
      type: "function",
      function: {
        name: "get.weather",
        description: "The weather of a city",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    },
  ];
  const messages = ask("What is the weather in Oslo?");

  test("goes there and back, whole and streamed", async (t) => {
    const { bedrock } = await connect(t);
    const model = "claude-haiku-4-5";
    const request = { model, messages, tools, tool_choice: "required" };
    const { choices } = await bedrock.chat.completions.create(request);
    const [call] = choices[0].message.tool_calls;
    assert.deepEqual([choices[0].finish_reason, call.type, call.function.name], ["tool_calls", "function", "get.weather"]);
    assert.equal(typeof JSON.parse(call.function.arguments).city, "string");
    const answered = [...messages, choices[0].message, { role: "tool", tool_call_id: call.id, content: "-3 degrees" }];
    const { choices: final } = await bedrock.chat.completions.create({ model, messages: answered, tools });
    assert.ok(final[0].message.content);

    const chunks = await collect(
      await bedrock.chat.completions.create({ ...request, stream: true, stream_options: { include_usage: true } }),
    );
    const deltas = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    assert.equal(deltas[0].function.name, "get.weather");
    assert.equal(deltas.map((delta) => delta.function?.arguments ?? "").join(""), call.function.arguments);
    assert.ok(chunks.at(-1).usage.total_tokens > 0 && chunks.at(-1).choices.length === 0);
  });
});

describe("what Bedrock lacks", () => {
  test("is warned of, on the result and by the hook", async (t) => {
    const told = [];
    const { bedrock } = await connect(t, { onWarning: ({ code, message }) => told.push([code, message]) });
    const request = { model: "nova-micro", messages: ask("Hello"), seed: 7 };
    const { _warnings } = await bedrock.chat.completions.create(request);
    assert.deepEqual(
      _warnings.map(({ code, message }) => [code, message]),
      told,
    );
    assert.deepEqual(
      told.map(([code]) => code),
      ["unsupported_param"],
    );
    const stream = await bedrock.chat.completions.create({ ...request, stream: true });
    assert.equal(stream.warnings.length, 1);
    await stream.close();
  });

  test("is refused or ignored, if one wants that", async (t) => {
    const request = { model: "nova-micro", messages: ask("Hello"), seed: 7 };
    const strict = await connect(t, { unsupportedParams: "error" });
    assert.match((await failure(strict.bedrock.chat.completions.create(request))).message, /seed/);
    assert.equal((await strict.session.log()).total, 0);
    const lax = await connect(t, { unsupportedParams: "ignore", onWarning: () => assert.fail("warned") });
    assert.deepEqual((await lax.bedrock.chat.completions.create(request))._warnings, []);
    const wrong = await connect(t, { unsupportedParams: "maybe" });
    assert.match((await failure(wrong.bedrock.chat.completions.create(request))).message, /unsupportedParams/);
  });
});

test("many texts become embeddings in their order, whichever family", async (t) => {
  const { bedrock, session } = await connect(t);
  const input = Array.from({ length: 20 }, (_, index) => `text number ${index}`);
  for (const model of ["amazon.titan-embed-text-v2:0", "cohere.embed-english-v3"]) {
    const { data } = await bedrock.embeddings.create({ model, input, input_type: "search_document" });
    assert.deepEqual(
      data.map(({ index }) => index),
      input.map((_, index) => index),
    );
    const alone = await bedrock.embeddings.create({ model, input: input[13], input_type: "search_document" });
    assert.deepEqual(data[13].embedding, alone.data[0].embedding);
  }
  const { requests } = await session.log();
  assert.equal(requests.filter(({ modelId }) => modelId === "cohere.embed-english-v3").length, 2);
});
