// The official `@anthropic-ai/sdk` on Bedrock, by `bedrock-wasm/anthropic`: messages, their members, tokens and models.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { API_KEY, CHAT, HAIKU, PDF, PNG, WEATHER, ask, connectAnthropic, sdkOf, sentBody, textOf } from "./lib/anthropic.mjs";
import { CREDENTIALS, collect, failure } from "./lib/client.mjs";

const REQUEST_ID = /^[0-9a-f-]{36}$/;
const image = (source) => ({ type: "image", source });
const png = { type: "base64", media_type: "image/png", data: PNG };

describe("a message", () => {
  test("is answered, with usage and the id of Bedrock's request", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const message = await client.messages.create({ ...CHAT, temperature: 0.7, top_k: 50, metadata: { user_id: "u-42" } });
    assert.deepEqual(
      [message.type, message.role, message.stop_reason, message.stop_sequence],
      ["message", "assistant", "end_turn", null],
    );
    assert.ok(textOf(message).length > 0);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    assert.match(message._request_id, REQUEST_ID);
    const { model, ...rest } = CHAT;
    assert.deepEqual(await sentBody(session), {
      anthropic_version: "bedrock-2023-05-31",
      ...rest,
      temperature: 0.7,
      top_k: 50,
      metadata: { user_id: "u-42" },
    });
  });

  test("says the same as Bedrock's own call", async (t) => {
    const { client, bedrock } = await connectAnthropic(t);
    const { model, ...rest } = CHAT;
    const body = JSON.stringify({ anthropic_version: "bedrock-2023-05-31", ...rest });
    const own = await bedrock.invokeModel({ modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0", body });
    const { data, response } = await client.messages.create(CHAT).withResponse();
    assert.deepEqual(data, own.json());
    assert.equal(response.headers.get("content-type"), "application/json");
  });

  test("goes to the model of whatever name it is asked by", async (t) => {
    const { client, session } = await connectAnthropic(t);
    for (const [model, expected] of [
      ["claude-haiku-4-5", "us.anthropic.claude-haiku-4-5-20251001-v1:0"],
      ["claude-haiku-4-5-20251001", "us.anthropic.claude-haiku-4-5-20251001-v1:0"],
      ["claude-3-5-haiku-latest", "anthropic.claude-3-5-haiku-20241022-v1:0"],
      ["claude-opus-5-5", "us.anthropic.claude-opus-5-5"],
      ["global.anthropic.claude-opus-5-5", "global.anthropic.claude-opus-5-5"],
      ["anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"],
    ]) {
      assert.ok(textOf(await client.messages.create({ ...CHAT, model })));
      assert.equal((await session.log()).requests.at(-1).modelId, expected, model);
    }
  });

  test("gives its response, before or beside the result", async (t) => {
    const { client } = await connectAnthropic(t);
    const response = await client.messages.create(CHAT).asResponse();
    assert.equal(response.status, 200);
    assert.match(response.headers.get("request-id"), REQUEST_ID);
    assert.equal(response.headers.get("x-amzn-requestid"), response.headers.get("request-id"));
    const { data, request_id } = await client.messages.create(CHAT).withResponse();
    assert.equal(data._request_id, request_id);
    assert.equal(textOf(data), textOf(await response.json()));
  });

  test("takes a system prompt, as text and in blocks", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const blocks = [
      { type: "text", text: "Be brief." },
      { type: "text", text: "Be kind." },
    ];
    for (const system of ["Be brief.", blocks]) {
      assert.ok(textOf(await client.messages.create({ ...CHAT, system })));
      assert.deepEqual((await sentBody(session)).system, system);
    }
  });

  test("goes on with a conversation", async (t) => {
    const { client } = await connectAnthropic(t);
    const first = await client.messages.create(CHAT);
    const messages = [...CHAT.messages, { role: "assistant", content: first.content }, ...ask("And in the evening?")];
    const second = await client.messages.create({ ...CHAT, messages });
    assert.ok(textOf(second) && second.usage.input_tokens > first.usage.input_tokens);
  });

  test("stops at a sequence, and at the most tokens, whole and streamed", async (t) => {
    const { client } = await connectAnthropic(t);
    const whole = textOf(await client.messages.create(CHAT));
    const word = whole.split(" ")[3];
    for (const stream of [false, true]) {
      const create = (more) =>
        stream ? client.messages.stream({ ...CHAT, ...more }).finalMessage() : client.messages.create({ ...CHAT, ...more });
      const stopped = await create({ stop_sequences: ["@@", word] });
      assert.deepEqual([stopped.stop_reason, textOf(stopped)], ["stop_sequence", whole.slice(0, whole.indexOf(word))]);
      if (!stream) assert.equal(stopped.stop_sequence, word);
      const short = await create({ max_tokens: 3 });
      assert.deepEqual([short.stop_reason, short.usage.output_tokens], ["max_tokens", 3]);
      assert.ok(whole.startsWith(textOf(short)));
    }
  });
});

describe("content", () => {
  test("an image is seen", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const content = [image(png), { type: "text", text: "What is this?" }];
    const message = await client.messages.create({ ...CHAT, messages: ask(content) });
    assert.match(textOf(message), /one PNG image of 1 × 1 pixels/);
    assert.deepEqual((await sentBody(session)).messages[0].content, content);
  });

  test("a PDF is sent as it is", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const source = { type: "base64", media_type: "application/pdf", data: PDF };
    const content = [
      { type: "document", source, title: "Tides" },
      { type: "text", text: "Sum it up." },
    ];
    assert.ok(textOf(await client.messages.create({ ...CHAT, messages: ask(content) })));
    assert.deepEqual((await sentBody(session)).messages[0].content, content);
  });
});

describe("caching", () => {
  const cache_control = { type: "ephemeral" };
  const long = { type: "text", text: "All about the sea. ".repeat(900), cache_control };

  test("of a system prompt, of tools and of messages is asked for where the caller asks", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const request = {
      ...CHAT,
      system: [long],
      tools: WEATHER.tools.map((tool) => ({ ...tool, cache_control: { type: "ephemeral", ttl: "1h" } })),
      messages: ask([{ type: "text", text: "Hello.", cache_control }]),
    };
    await client.messages.create(request);
    const { system, tools, messages } = await sentBody(session);
    assert.deepEqual([system, tools, messages], [request.system, request.tools, request.messages]);
  });

  test("by itself marks the last block, since Bedrock does not take the member", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const history = [...CHAT.messages, { role: "assistant", content: "Rayleigh." }];
    const parts = [image(png), { type: "text", text: "And this?" }];
    for (const [content, marked] of [
      ["More.", [{ type: "text", text: "More.", cache_control }]],
      [parts, [parts[0], { ...parts[1], cache_control }]],
    ]) {
      await client.messages.create({ ...CHAT, messages: [...history, ...ask(content)], cache_control });
      const body = await sentBody(session);
      assert.deepEqual(body.messages, [...history, ...ask(marked)]);
      assert.ok(!("cache_control" in body));
    }
  });
});

describe("tokens", () => {
  test("are counted as a message counts them", async (t) => {
    const { client, session } = await connectAnthropic(t);
    const { max_tokens, ...counted } = WEATHER;
    for (const more of [{}, { system: "Be brief." }]) {
      const { input_tokens } = await client.messages.countTokens({ ...counted, ...more });
      const { usage } = await client.messages.create({ ...WEATHER, ...more });
      assert.equal(input_tokens, usage.input_tokens);
    }
    // Bedrock counts for the maker's own ids only.
    assert.equal((await session.log()).requests[0].modelId, "anthropic.claude-haiku-4-5-20251001-v1:0");
    const beta = await client.beta.messages.countTokens({ ...counted, betas: ["token-counting-2024-11-01"] });
    assert.ok(beta.input_tokens > 0);
  });
});

describe("models", () => {
  test("are listed page by page", async (t) => {
    const { client, bedrock } = await connectAnthropic(t);
    const first = await client.models.list({ limit: 7 });
    assert.deepEqual([first.data.length, first.has_more, first.first_id], [7, true, first.data[0].id]);
    const second = await first.getNextPage();
    assert.notEqual(second.data[0].id, first.last_id);
    const before = await client.models.list({ limit: 3, before_id: second.data[0].id });
    assert.deepEqual(before.data, first.data.slice(-3));
    const all = await collect(client.models.list({ limit: 50 }));
    const shown = (await bedrock.models.list()).data.filter(({ id }) => !id.includes("123456789012"));
    assert.deepEqual(
      all.map(({ id }) => id),
      shown.map(({ id }) => id),
    );
    assert.ok(
      all.every(({ type, display_name, created_at }) => type === "model" && display_name && !Number.isNaN(+new Date(created_at))),
    );
  });

  test("are retrieved by alias, id and profile", async (t) => {
    const { client, bedrock } = await connectAnthropic(t);
    for (const name of ["claude-haiku-4-5", "nova-micro", "us.anthropic.claude-sonnet-5"]) {
      const { id, type } = await client.models.retrieve(name);
      assert.deepEqual([id, type], [(await bedrock.models.retrieve(name)).id, "model"]);
    }
    const error = await failure(client.models.retrieve("acme.rocket-v1:0"));
    assert.ok(error instanceof Anthropic.NotFoundError, error.stack);
    assert.equal(error.type, "not_found_error");
  });
});

describe("the fetch", () => {
  const URL_OF_MESSAGES = "https://bedrock.invalid/v1/messages";
  const init = (body) => ({ method: "POST", body, duplex: "half" });

  test("takes every kind of address and body", async (t) => {
    const { fetch } = await connectAnthropic(t);
    const text = JSON.stringify(CHAT);
    const calls = {
      "a URL": [new URL(URL_OF_MESSAGES), init(text)],
      "a Request": [new Request(URL_OF_MESSAGES, init(text))],
      bytes: [URL_OF_MESSAGES, init(new TextEncoder().encode(text))],
      "a ReadableStream": [URL_OF_MESSAGES, init(new Blob([text]).stream())],
      "a path without origin": ["/api/messages?beta=true", init(text)],
      "a slash at the end": [`${URL_OF_MESSAGES}/`, init(text)],
    };
    for (const [what, [input, given]] of Object.entries(calls)) {
      const response = await fetch(input, given);
      assert.equal((await response.json()).type, "message", what);
    }
  });

  test("tells nobody the SDK's key, nor its headers", async (t) => {
    const { client, session } = await connectAnthropic(t);
    await client.messages.create(CHAT, { headers: { "x-secret": "geheim" } });
    await client.messages.stream(CHAT).finalMessage();
    await client.messages.countTokens({ model: HAIKU, messages: CHAT.messages });
    await client.models.list();
    const { requests } = await session.log();
    assert.ok(requests.length >= 4);
    for (const { headers } of requests) assert.doesNotMatch(JSON.stringify(headers), /geheim|stainless|anthropic-version/i);
  });

  test("comes by require, too, and wants a client", async (t) => {
    const required = createRequire(import.meta.url)("bedrock-wasm/anthropic");
    const { bedrock } = await connectAnthropic(t);
    assert.ok(textOf(await sdkOf(required.createFetch(bedrock)).messages.create(CHAT)));
    assert.throws(() => createFetch(), /createFetch has no client\. Pass one: createFetch\(new Bedrock/);
  });

  test("asks by the client's own fetch", async (t) => {
    const { session } = await connectAnthropic(t);
    const asked = [];
    const fetch = (url, given) => (asked.push(new URL(url).pathname), globalThis.fetch(url, given));
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS, fetch });
    const client = new Anthropic({ apiKey: API_KEY, fetch: createFetch(bedrock) });
    assert.ok(textOf(await client.messages.create(CHAT)));
    assert.equal(asked.length, 1);
    assert.match(asked[0], /invoke$/);
  });
});
