// The official `openai` SDK on Bedrock, by `bedrock-wasm/openai`: what its README shows, and what may be asked of its fetch.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import OpenAI from "openai";
import { zodResponseFormat } from "openai/helpers/zod";
import { z } from "zod";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { CREDENTIALS, collect, failure } from "./lib/client.mjs";
import { API_KEY, CHAT, HAIKU, ask, connectOpenAI, raw, sdkOf, sentBody } from "./lib/openai.mjs";

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF").toString("base64");
const REQUEST_ID = /^[0-9a-f-]{36}$/;
const URL_OF_CHATS = "https://bedrock.invalid/v1/chat/completions";

describe("a chat", () => {
  test("is answered, with usage and the id of Bedrock's request", async (t) => {
    const { openai } = await connectOpenAI(t);
    const completion = await openai.chat.completions.create({ ...CHAT, max_tokens: 200, temperature: 0.7 });
    const [{ message, finish_reason }] = completion.choices;
    assert.deepEqual(
      [completion.object, completion.model, finish_reason, message.role],
      ["chat.completion", CHAT.model, "stop", "assistant"],
    );
    assert.ok(message.content.length > 0);
    assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
    assert.match(completion._request_id, REQUEST_ID);
    assert.equal(completion.id, completion._request_id);
  });

  test("keeps what OpenAI has no words for", async (t) => {
    const { openai } = await connectOpenAI(t);
    const { choices, _bedrock } = await openai.chat.completions.create({
      model: HAIKU,
      messages: ask("Why?"),
      reasoning_effort: "low",
    });
    assert.ok(choices[0].message.reasoning_content.length > 0);
    assert.ok(choices[0].message.thinking_blocks[0].signature);
    assert.ok(_bedrock.stopReason);
  });

  test("takes system and developer messages", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const messages = [{ role: "system", content: "Be brief." }, { role: "developer", content: "Be kind." }, ...CHAT.messages];
    await openai.chat.completions.create({ ...CHAT, messages });
    assert.deepEqual((await sentBody(session)).system, [{ text: "Be brief." }, { text: "Be kind." }]);
  });

  test("takes images", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const content = [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: `data:image/png;base64,${PNG}`, detail: "auto" } },
    ];
    assert.ok((await openai.chat.completions.create({ model: HAIKU, messages: ask(content) })).choices[0].message.content);
    const { image } = (await sentBody(session)).messages[0].content.find((block) => block.image);
    assert.deepEqual(image, { format: "png", source: { bytes: PNG } });
  });

  test("takes files", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const file = { filename: "tides.pdf", file_data: `data:application/pdf;base64,${PDF}` };
    const content = [
      { type: "file", file },
      { type: "text", text: "Sum it up." },
    ];
    assert.ok((await openai.chat.completions.create({ model: HAIKU, messages: ask(content) })).choices[0].message.content);
    const { document } = (await sentBody(session)).messages[0].content.find((block) => block.document);
    assert.deepEqual([document.format, document.source.bytes], ["pdf", PDF]);
  });

  test("gives its response, before or beside the result", async (t) => {
    const { openai } = await connectOpenAI(t);
    const response = await openai.chat.completions.create(CHAT).asResponse();
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "application/json"]);
    const id = response.headers.get("x-request-id");
    assert.match(id, REQUEST_ID);
    assert.equal(response.headers.get("x-amzn-requestid"), id);
    assert.equal((await response.json()).id, id);
    const { data, response: other, request_id } = await openai.chat.completions.create(CHAT).withResponse();
    assert.deepEqual([data._request_id, other.headers.get("x-request-id")], [request_id, request_id]);
  });
});

describe("structured outputs", () => {
  const Step = z.object({ explanation: z.string(), output: z.string() });
  const Solution = z.object({ steps: z.array(Step), final_answer: z.string() });
  const format = zodResponseFormat(Solution, "solution");

  test("are parsed by zod", async (t) => {
    for (const model of [HAIKU, CHAT.model]) {
      const { openai } = await connectOpenAI(t);
      const completion = await openai.chat.completions.parse({
        model,
        messages: ask("Solve 8x + 31 = 2"),
        response_format: format,
      });
      const [{ message, finish_reason }] = completion.choices;
      assert.equal(finish_reason, "stop", model);
      assert.deepEqual(message.parsed, Solution.parse(JSON.parse(message.content)));
    }
  });

  test("are streamed and parsed at the end", async (t) => {
    const { openai } = await connectOpenAI(t);
    const stream = openai.chat.completions.stream({ model: HAIKU, messages: ask("Solve 8x + 31 = 2"), response_format: format });
    let done;
    stream.on("content.done", ({ parsed }) => (done = parsed));
    const { choices } = await stream.finalChatCompletion();
    assert.ok(choices[0].message.parsed.final_answer);
    assert.deepEqual(done, choices[0].message.parsed);
  });

  test("follow a schema that was written by hand", async (t) => {
    const { openai } = await connectOpenAI(t);
    const schema = {
      type: "object",
      properties: { city: { type: "string" }, degrees: { type: "integer" } },
      required: ["city", "degrees"],
      additionalProperties: false,
    };
    const response_format = { type: "json_schema", json_schema: { name: "weather", strict: true, schema } };
    const { choices } = await openai.chat.completions.create({
      model: HAIKU,
      messages: ask("Weather in Oslo?"),
      response_format,
    });
    const value = JSON.parse(choices[0].message.content);
    assert.deepEqual([typeof value.city, Number.isInteger(value.degrees)], ["string", true]);
  });
});

describe("embeddings", () => {
  const request = { model: "titan-embed-text-v2", input: "The quick brown fox" };

  test("travel as base64 by default, as the SDK asks, and arrive as numbers", async (t) => {
    const { openai, fetch } = await connectOpenAI(t);
    const watched = [];
    const peeking = sdkOf(async (url, init) => {
      const response = await fetch(url, init);
      watched.push([JSON.parse(init.body).encoding_format, typeof (await response.clone().json()).data[0].embedding]);
      return response;
    });
    const { data, usage } = await peeking.embeddings.create(request);
    assert.deepEqual(watched, [["base64", "string"]]);
    const { data: floats } = await openai.embeddings.create({ ...request, encoding_format: "float" });
    assert.equal(data[0].embedding.length, 1024);
    assert.deepEqual(data[0].embedding, floats[0].embedding.map(Math.fround));
    assert.ok(usage.prompt_tokens > 0);
  });

  test("of many texts keep their order", async (t) => {
    const { openai } = await connectOpenAI(t);
    const input = Array.from({ length: 12 }, (_, index) => `text number ${index}`);
    const { data } = await openai.embeddings.create({ ...request, input, dimensions: 256 });
    assert.deepEqual(
      data.map(({ index }) => index),
      input.map((_, index) => index),
    );
    const [{ embedding }] = (await openai.embeddings.create({ ...request, input: input[7], dimensions: 256 })).data;
    assert.deepEqual([data[7].embedding, embedding.length], [embedding, 256]);
  });
});

test("images are generated", async (t) => {
  const { openai, session } = await connectOpenAI(t, { faults: [raw("application/json", JSON.stringify({ images: [PNG] }))] });
  const { data, created } = await openai.images.generate({ model: "nova-canvas", prompt: "a fjord", size: "1024x1024" });
  assert.deepEqual([data[0].b64_json, typeof created], [PNG, "number"]);
  const { taskType, textToImageParams, imageGenerationConfig } = await sentBody(session);
  assert.deepEqual([taskType, textToImageParams.text, imageGenerationConfig.width], ["TEXT_IMAGE", "a fjord", 1024]);
});

describe("models", () => {
  test("are listed", async (t) => {
    const { openai, bedrock } = await connectOpenAI(t);
    const models = await collect(openai.models.list());
    const { data } = await bedrock.models.list();
    // Strangers see no account id, and the account's own profiles not at all.
    const account = "123456789012";
    const shown = JSON.parse(JSON.stringify(data.filter(({ id }) => !id.includes(account))).replaceAll(account, "***"));
    assert.deepEqual(models, shown);
    const own = sdkOf(createFetch(bedrock, { exposeIdentity: true }));
    assert.deepEqual(await collect(own.models.list()), data);
    assert.ok(models.length > 20 && models.every(({ id, object }) => id && object === "model"));
    assert.equal((await openai.models.list()).data.length, models.length);
  });

  test("are retrieved by alias, id and profile", async (t) => {
    const { openai, bedrock } = await connectOpenAI(t);
    for (const name of ["bedrock/nova-micro", "amazon.nova-micro-v1:0", "us.anthropic.claude-sonnet-5"]) {
      const { id, object } = await openai.models.retrieve(name);
      assert.deepEqual([id, object], [(await bedrock.models.retrieve(name)).id, "model"]);
    }
    const error = await failure(openai.models.retrieve("acme.rocket-v1:0"));
    assert.ok(error instanceof OpenAI.NotFoundError, error.stack);
    assert.equal(error.type, "not_found_error");
  });

  test("have any characters in their ids, and the base URL any path", async () => {
    const asked = [];
    const fetch = createFetch({ models: { retrieve: async (id) => (asked.push(id), { id }) } });
    const openai = sdkOf(fetch, { baseURL: "https://bedrock.invalid/models/v1" });
    const ids = [
      "us.anthropic.claude-sonnet-5",
      "bedrock/nova-lite",
      "arn:aws:bedrock:us-east-1:1:inference-profile/us.a-v1:0",
      "50%",
    ];
    for (const id of ids) assert.equal((await openai.models.retrieve(id)).id, id);
    for (const path of ["bedrock/nova-lite", "50%"]) await fetch(`https://bedrock.invalid/v1/models/${path}`);
    assert.deepEqual(asked, [...ids, "bedrock/nova-lite", "50%"]);
  });
});

describe("what is not there", () => {
  const unknown = {
    "/responses/resp_1": [(openai) => openai.responses.retrieve("resp_1"), /stores no responses/],
    "/conversations": [(openai) => openai.conversations.create(), /stores no conversations/],
    "/completions": [(openai) => openai.completions.create({ model: "m", prompt: "hi" }), /Use chat\.completions\.create/],
    "/audio/speech": [
      (openai) => openai.audio.speech.create({ model: "m", input: "hi", voice: "alloy" }),
      /invokeModelWithBidirectionalStream/,
    ],
    "/files": [(openai) => openai.files.list(), /`file_data`/],
    "/batches": [(openai) => openai.batches.list(), /CreateModelInvocationJob/],
    "/moderations": [(openai) => openai.moderations.create({ input: "hi" }), /applyGuardrail/],
    "/fine_tuning/jobs": [(openai) => openai.fineTuning.jobs.list(), /There is POST \/chat\/completions/],
  };
  for (const [path, [call, advice]] of Object.entries(unknown)) {
    test(`${path} is answered with 404 and what to use instead`, async (t) => {
      const { openai, session } = await connectOpenAI(t, { sdk: { maxRetries: 2 } });
      const error = await failure(call(openai));
      assert.ok(error instanceof OpenAI.NotFoundError, error.stack);
      assert.deepEqual([error.status, error.type, error.code], [404, "not_found_error", "unknown_url"]);
      assert.match(error.message, /There is POST \/chat\/completions, POST \/responses, POST \/embeddings/);
      assert.match(error.message, advice);
      assert.equal((await session.log()).total, 0);
    });
  }

  test("another method is answered with 405", async (t) => {
    const { openai, fetch } = await connectOpenAI(t);
    for (const [call, allowed] of [
      [openai.chat.completions.list(), "POST"],
      [openai.models.delete("m"), "GET"],
    ]) {
      const error = await failure(call);
      assert.deepEqual([error.status, error.code, error.headers.get("allow")], [405, "method_not_supported", allowed]);
    }
    assert.equal((await fetch(URL_OF_CHATS)).status, 405);
  });
});

describe("the fetch", () => {
  const init = (body) => ({ method: "POST", body, duplex: "half" });

  test("takes every kind of address and body", async (t) => {
    const { fetch, session } = await connectOpenAI(t);
    const text = JSON.stringify(CHAT);
    const bytes = new TextEncoder().encode(text);
    const calls = {
      text: [URL_OF_CHATS, init(text)],
      "a URL": [new URL(URL_OF_CHATS), init(text)],
      "a Request": [new Request(URL_OF_CHATS, init(text))],
      // Firefox's.
      "a Request without a body of its own": [Object.defineProperty(new Request(URL_OF_CHATS, init(text)), "body", {})],
      "a Request and another body": [new Request(URL_OF_CHATS, init("{")), { body: text }],
      bytes: [URL_OF_CHATS, init(bytes)],
      "an ArrayBuffer": [URL_OF_CHATS, init(bytes.buffer)],
      "a Blob": [URL_OF_CHATS, init(new Blob([bytes]))],
      "a ReadableStream": [URL_OF_CHATS, init(new Blob([bytes]).stream())],
      "a method in small letters": [URL_OF_CHATS, { ...init(text), method: "post" }],
      "a path without origin": ["/api/chat/completions?x=1", init(text)],
      "Azure's path": ["https://a.invalid/openai/deployments/d/chat/completions?api-version=1", init(text)],
      "a slash at the end": [`${URL_OF_CHATS}/`, init(text)],
    };
    for (const [what, [input, given]] of Object.entries(calls)) {
      const response = await fetch(input, given);
      assert.equal(response.status, 200, what);
      assert.equal((await response.json()).object, "chat.completion", what);
    }
    assert.equal((await session.log()).total, Object.keys(calls).length);
  });

  test("refuses what is not JSON, or no request", async (t) => {
    const { fetch, session } = await connectOpenAI(t);
    for (const body of ["{", "", new FormData()]) {
      const response = await fetch(URL_OF_CHATS, init(body));
      const { error } = await response.json();
      assert.deepEqual([response.status, error.type, error.code, error.param], [400, "invalid_request_error", null, null]);
      assert.match(error.message, /^The body of the request is not JSON: /);
    }
    for (const body of ["null", "[]", '"text"', undefined]) assert.equal((await fetch(URL_OF_CHATS, init(body))).status, 400);
    assert.equal((await session.log()).total, 0);
  });

  test("rejects when a body cannot be read", async (t) => {
    const { fetch } = await connectOpenAI(t);
    const body = new ReadableStream({ pull: () => Promise.reject(new Error("gone")) });
    assert.match((await failure(fetch(URL_OF_CHATS, init(body)))).message, /gone/);
  });

  test("sends none of the SDK's headers on", async (t) => {
    const { openai, session } = await connectOpenAI(t, {
      sdk: { organization: "org-geheim", defaultHeaders: { "x-mine": "geheim" } },
    });
    await openai.chat.completions.create(CHAT, { headers: { "x-more": "geheim" } });
    const [{ headers, path }] = (await session.log()).requests;
    assert.match(headers.authorization, /^AWS4-HMAC-SHA256 /);
    assert.doesNotMatch(JSON.stringify(headers), /geheim|stainless|OpenAI/i);
    assert.ok(!JSON.stringify(headers).includes(API_KEY) && !path.includes("v1/chat"));
  });

  test("is the same by require, and takes a client of either kind", async (t) => {
    const require = createRequire(import.meta.url);
    const { session } = await connectOpenAI(t, { faults: [{ kind: "throttle" }, { kind: "throttle" }] });
    const options = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
    for (const [create, Client] of [
      [require("bedrock-wasm/openai").createFetch, Bedrock],
      [createFetch, require("bedrock-wasm").Bedrock],
    ]) {
      const error = await failure(sdkOf(create(new Client(options))).chat.completions.create(CHAT));
      assert.ok(error instanceof OpenAI.RateLimitError, error.stack);
    }
    const openai = sdkOf(require("bedrock-wasm/openai").createFetch(new Bedrock(options)));
    assert.ok((await openai.chat.completions.create(CHAT)).choices[0].message.content);
  });
});
