// Claude's Messages on the local Bedrock: Anthropic's own client of Bedrock asks, over InvokeModel and its stream.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";
import {
  APIConnectionError,
  APIError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { BedrockRuntimeClient, CountTokensCommand } from "@aws-sdk/client-bedrock-runtime";
import { createSession } from "./lib/emulator.mjs";
import { API_KEY, KEYS, SESSION_TOKEN } from "./lib/emulator-clients.mjs";
import { PNG } from "./lib/png.mjs";

const HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const SONNET = "us.anthropic.claude-sonnet-4-6";
const OPUS = "us.anthropic.claude-opus-4-8";
const SONNET_5_5 = "global.anthropic.claude-sonnet-5-5";
const PDF = Buffer.from("%PDF-1.4\n").toString("base64");
const REDACT =
  "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING_46C9A13E193C177646C7398A98432ECCCE4C1253D5E2D82641AC0E52CC2876CB";
/** What AWS documents; the client sends Anthropic's newest by itself, which older models do not take. */
const DOCUMENTED = { "anthropic-version": "bedrock-2023-05-31" };
const WEATHER = {
  name: "get_weather",
  description: "Tells the weather",
  input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

/** A client of a session of its own; `options` are the session's. */
async function connect(t, options = {}, more = {}) {
  const session = await createSession(options);
  t.after(() => session.delete());
  const client = new AnthropicBedrock({
    baseURL: session.endpoint,
    awsRegion: "us-east-1",
    awsAccessKey: KEYS.accessKeyId,
    awsSecretKey: KEYS.secretAccessKey,
    defaultHeaders: DOCUMENTED,
    maxRetries: 0,
    ...more,
  });
  return { client, session };
}

const ask = (content, more = {}) => ({ model: SONNET, max_tokens: 400, messages: [{ role: "user", content }], ...more });
const textOf = (message) => message.content.map((block) => (block.type === "text" ? block.text : "")).join("");

/** The message that a stream's events make, and the events. */
async function streamed(client, request) {
  const stream = client.messages.stream(request);
  const events = [];
  for await (const event of stream) events.push(event);
  return { message: await stream.finalMessage(), events };
}

/** Whole and streamed replies to one request are the same but for what a stream says twice. */
async function both(client, request) {
  const whole = await client.messages.create(request);
  const { message, events } = await streamed(client, request);
  assert.deepEqual(message.content, whole.content);
  assert.deepEqual([message.id, message.stop_reason, message.stop_sequence], [whole.id, whole.stop_reason, whole.stop_sequence]);
  assert.equal(message.usage.output_tokens, whole.usage.output_tokens);
  return { whole, events };
}

describe("messages, whole and streamed", () => {
  for (const model of [HAIKU, SONNET, OPUS, SONNET_5_5, "anthropic.claude-3-haiku-20240307-v1:0"]) {
    test(model, async (t) => {
      const { client, session } = await connect(t);
      const { whole, events } = await both(client, ask("Tell me about glaciers", { model, system: "Be brief." }));
      assert.match(textOf(whole), /glacier/i);
      assert.equal(whole.model, model.replace(/^.*anthropic\./, "").replace(/-v1.*/, ""));
      assert.match(whole.id, /^msg_bdrk_/);
      assert.equal(events[0].type, "message_start");
      assert.equal(events[0].message.usage.input_tokens, whole.usage.input_tokens);
      assert.ok(!events.some(({ type }) => type === "ping"), "no recording has one");
      const metrics = events.at(-1)["amazon-bedrock-invocationMetrics"];
      assert.deepEqual(
        [metrics.inputTokenCount, metrics.outputTokenCount],
        [whole.usage.input_tokens, whole.usage.output_tokens],
      );
      const { requests } = await session.log();
      assert.deepEqual(
        requests.map(({ operation, status }) => [operation, status]),
        [
          ["InvokeModel", 200],
          ["InvokeModelWithResponseStream", 200],
        ],
      );
      assert.equal(JSON.parse(requests[0].bodyText).anthropic_version, "bedrock-2023-05-31");
    });
  }

  test("the version that the client sends by itself is for the newer models", async (t) => {
    const { client } = await connect(t, {}, { defaultHeaders: {} });
    assert.equal((await client.messages.create(ask("Hi", { model: OPUS }))).stop_reason, "end_turn");
    await assert.rejects(client.messages.create(ask("Hi")), (error) => {
      assert.ok(error instanceof BadRequestError);
      assert.equal(error.message, "400 Invalid API version: 2026-10-21");
      return true;
    });
  });

  test("limits end a reply", async (t) => {
    const { client } = await connect(t);
    const { whole: short } = await both(client, ask("Tell me about glaciers", { max_tokens: 5 }));
    assert.deepEqual([short.stop_reason, short.usage.output_tokens], ["max_tokens", 5]);
    const { whole: stopped } = await both(client, ask("Tell me about glaciers", { stop_sequences: ["lacier"] }));
    assert.deepEqual([stopped.stop_reason, stopped.stop_sequence], ["stop_sequence", "lacier"]);
    const { whole: refused } = await both(client, ask("emulator:stop=content_filtered Tell me about glaciers"));
    assert.equal(refused.stop_reason, "refusal");
  });

  test("API keys and session tokens open it as well", async (t) => {
    const { client: keyed } = await connect(t, {}, { apiKey: API_KEY, awsAccessKey: undefined, awsSecretKey: undefined });
    assert.ok(textOf(await keyed.messages.create(ask("Hi"))));
    const { client: temporary } = await connect(t, {}, { awsSessionToken: SESSION_TOKEN });
    assert.ok(textOf(await temporary.messages.create(ask("Hi"))));
  });
});

describe("tools", () => {
  test("a call, its result and the answer", async (t) => {
    const { client } = await connect(t);
    const request = ask("What is the weather in Paris?", { tools: [WEATHER] });
    const { whole, events } = await both(client, request);
    assert.equal(whole.stop_reason, "tool_use");
    const call = whole.content.at(-1);
    assert.match(call.id, /^toolu_bdrk_01\w{22}$/);
    assert.deepEqual([call.name, call.input], ["get_weather", { city: "Paris" }]);
    const parts = events.filter(({ delta }) => delta?.type === "input_json_delta").map(({ delta }) => delta.partial_json);
    assert.equal(parts[0], "");
    assert.deepEqual(JSON.parse(parts.join("")), call.input);
    const result = { type: "tool_result", tool_use_id: call.id, content: [{ type: "text", text: "18 degrees" }] };
    const messages = [...request.messages, { role: "assistant", content: whole.content }, { role: "user", content: [result] }];
    const { whole: answer } = await both(client, { ...request, messages });
    assert.match(textOf(answer), /18 degrees/);
    const failed = [{ ...result, is_error: true, content: "no such city" }];
    const { whole: sorry } = await both(client, {
      ...request,
      messages: [...messages.slice(0, -1), { role: "user", content: failed }],
    });
    assert.notEqual(textOf(sorry), textOf(answer));
  });

  test("one, another, none, or one at a time", async (t) => {
    const { client } = await connect(t);
    const time = { ...WEATHER, name: "get_time", description: "Tells the time", input_schema: { type: "object" } };
    const calls = async (tool_choice) => {
      const reply = await client.messages.create(
        ask("The weather and the time, please", { tools: [WEATHER, time], tool_choice }),
      );
      return reply.content.filter(({ type }) => type === "tool_use").map(({ name }) => name);
    };
    assert.deepEqual(await calls({ type: "auto" }), ["get_weather", "get_time"]);
    assert.deepEqual(await calls({ type: "auto", disable_parallel_tool_use: true }), ["get_weather"]);
    assert.deepEqual(await calls({ type: "tool", name: "get_time" }), ["get_time"]);
    assert.deepEqual(await calls({ type: "none" }), []);
    assert.equal((await calls({ type: "any" })).length, 1);
  });

  test("tools that Anthropic defines, with and without a beta", async (t) => {
    const { client } = await connect(t);
    const tools = [{ type: "bash_20250124", name: "bash" }];
    const reply = await client.messages.create(ask("Go", { tools, tool_choice: { type: "any" } }));
    assert.ok("command" in reply.content[0].input);
    const computer = { type: "computer_20251124", name: "computer", display_width_px: 1024, display_height_px: 768 };
    const asked = ask("Go", { tools: [computer], tool_choice: { type: "any" }, betas: ["computer-use-2025-11-24"] });
    assert.deepEqual((await client.beta.messages.create(asked)).content[0].input, { action: "screenshot" });
    await assert.rejects(
      client.beta.messages.create({ ...asked, betas: undefined }),
      /Input tag 'computer_20251124' found using 'type'/,
    );
    await assert.rejects(
      client.messages.create(ask("Go", { tools: [{ type: "web_search_20250305", name: "web_search" }] })),
      /400 tools\.0: Input tag 'web_search_20250305' found using 'type' does not match any of the expected tags: 'bash_20250124',/,
    );
  });

  test("tools that are found before they are called", async (t) => {
    const { client } = await connect(t);
    const search = { type: "tool_search_tool_regex_20251119", name: "tool_search_tool_regex" };
    const request = ask("What is the weather in Paris?", { tools: [search, { ...WEATHER, defer_loading: true }] });
    const { whole } = await both(client, request);
    const kinds = whole.content.map(({ type }) => type);
    assert.deepEqual(kinds, ["text", "server_tool_use", "tool_search_tool_result", "tool_use"]);
    const result = { type: "tool_result", tool_use_id: whole.content[3].id, content: "Rain" };
    const messages = [...request.messages, { role: "assistant", content: whole.content }, { role: "user", content: [result] }];
    assert.match(textOf(await client.messages.create({ ...request, messages })), /Rain/);
  });
});

describe("thoughts", () => {
  const enabled = { max_tokens: 2_000, thinking: { type: "enabled", budget_tokens: 1_024 } };

  test("come back with their signatures, and unaltered", async (t) => {
    const { client } = await connect(t);
    const request = ask("What is the weather in Paris?", { ...enabled, tools: [WEATHER] });
    const { whole, events } = await both(client, request);
    assert.equal(whole.content[0].type, "thinking");
    assert.ok(whole.usage.output_tokens_details.thinking_tokens > 0);
    const deltas = new Set(events.map(({ delta }) => delta?.type));
    for (const type of ["thinking_delta", "signature_delta", "text_delta", "input_json_delta"]) assert.ok(deltas.has(type), type);
    const result = { type: "tool_result", tool_use_id: whole.content.at(-1).id, content: "Rain" };
    const next = (content) => ({
      ...request,
      messages: [...request.messages, { role: "assistant", content }, { role: "user", content: [result] }],
    });
    assert.equal((await both(client, next(whole.content))).whole.content[0].type, "thinking");
    const [thought, ...rest] = whole.content;
    for (const [content, message] of [
      [
        [{ ...thought, thinking: `${thought.thinking} And more.` }, ...rest],
        /messages\.1\.content\.0: Invalid `signature` in `thinking` block/,
      ],
      [rest, /messages\.1\.content\.0\.type: Expected `thinking` or `redacted_thinking`, but found `text`\./],
    ]) {
      await assert.rejects(
        client.messages.create(next(content)),
        (error) => error instanceof BadRequestError && message.test(error.message),
      );
    }
  });

  test("may be taken out or hidden", async (t) => {
    const { client } = await connect(t);
    const { whole: redacted } = await both(client, ask(REDACT, enabled));
    assert.deepEqual(Object.keys(redacted.content[0]).sort(), ["data", "type"]);
    const turns = [
      { role: "assistant", content: redacted.content },
      { role: "user", content: "And now?" },
    ];
    const again = ask(REDACT, enabled);
    assert.ok(textOf(await client.messages.create({ ...again, messages: [...again.messages, ...turns] })));
    const adaptive = (display) => ask("Hi", { model: OPUS, thinking: { type: "adaptive", display } });
    assert.equal((await both(client, adaptive(undefined))).whole.content[0].thinking, "");
    assert.ok((await both(client, adaptive("summarized"))).whole.content[0].thinking);
  });

  test("have limits", async (t) => {
    const { client } = await connect(t);
    for (const [more, message] of [
      [
        { thinking: { type: "enabled", budget_tokens: 1_023 } },
        "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
      ],
      [{ ...enabled, max_tokens: 1_024 }, "`max_tokens` must be greater than `thinking.budget_tokens`."],
      [{ ...enabled, temperature: 0.5 }, "`temperature` may only be set to 1 when thinking is enabled."],
      [{ ...enabled, model: HAIKU, thinking: { type: "adaptive" } }, "adaptive thinking is not supported on this model"],
    ]) {
      await assert.rejects(client.messages.create(ask("Hi", more)), { message: `400 ${message}` });
    }
    const interleaved = ask("Hi", { ...enabled, max_tokens: 1_024, betas: ["interleaved-thinking-2025-05-14"] });
    assert.ok(textOf(await client.beta.messages.create(interleaved)));
  });
});

describe("images, documents and results of searches", () => {
  const image = { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } };
  const pdf = {
    type: "document",
    source: { type: "base64", media_type: "application/pdf", data: PDF },
    title: "Report",
    context: "2026",
  };

  test("are seen", async (t) => {
    const { client } = await connect(t);
    const reply = async (...blocks) =>
      textOf((await both(client, ask([...blocks, { type: "text", text: "What is this?" }]))).whole);
    assert.match(await reply(image), /PNG image of 1 × 1 pixels/);
    assert.match(await reply(pdf), /the PDF document "Report"/);
    const text = { type: "text", media_type: "text/plain", data: "The Rhine flows." };
    assert.match(await reply({ type: "document", source: text }), /one TXT document, which begins "The Rhine flows"/);
    const turns = [
      { role: "user", content: "Look" },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "look", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: [image] }] },
    ];
    const tools = [{ name: "look", input_schema: { type: "object" } }];
    assert.ok(textOf(await client.messages.create({ ...ask(""), messages: turns, tools })));
  });

  test("come with the request and from nowhere else", async (t) => {
    const { client } = await connect(t);
    const url = { type: "url", url: "https://example.com/a" };
    for (const [block, message] of [
      [{ type: "image", source: url }, "messages.0.content.0.image.source.base64.data: URL sources are not supported"],
      [{ type: "document", source: url }, "messages.0.content.0.image.source.base64.data: URL sources are not supported"],
      [
        { type: "image", source: { ...image.source, media_type: "image/webp" } },
        "messages.0.content.0.image.source.base64: The image was specified using the image/webp media type, but the image appears to be a image/png image",
      ],
    ]) {
      await assert.rejects(client.messages.create(ask([block])), { message: `400 ${message}` });
    }
    const file = { type: "image", source: { type: "file", file_id: "file_1" } };
    await assert.rejects(client.messages.create(ask([file])), /Input tag 'file' found using 'type'/);
  });

  test("are cited where that was asked for", async (t) => {
    const { client } = await connect(t);
    const citations = { enabled: true };
    const rain = [{ type: "text", text: "It rains in Bergen." }];
    for (const [block, kind] of [
      [{ ...pdf, citations }, "page_location"],
      [{ type: "document", citations, source: { type: "text", media_type: "text/plain", data: rain[0].text } }, "char_location"],
      [{ type: "document", citations, source: { type: "content", content: rain } }, "content_block_location"],
      [{ type: "search_result", citations, source: "s", title: "t", content: rain }, "search_result_location"],
    ]) {
      const { whole, events } = await both(client, ask([block, { type: "text", text: "What does it say?" }]));
      const [citation] = whole.content.find((part) => part.citations?.length).citations;
      assert.equal(citation.type, kind);
      assert.deepEqual(events.find(({ delta }) => delta?.type === "citations_delta").delta.citation, citation);
      if (kind === "page_location") assert.deepEqual([citation.document_index, citation.document_title], [0, "Report"]);
      else assert.equal(citation.cited_text, rain[0].text);
    }
    const { whole } = await both(client, ask([pdf, { type: "text", text: "What does it say?" }]));
    assert.ok(!whole.content.some((part) => part.citations));
  });
});

describe("the cache", () => {
  const long = "You are a helpful assistant. ".repeat(300);
  const marked = (ttl) => ({ system: [{ type: "text", text: long, cache_control: { type: "ephemeral", ttl } }] });
  const cached = ({ usage }) => [usage.cache_creation_input_tokens, usage.cache_read_input_tokens];

  test("is written once and read then", async (t) => {
    const { client } = await connect(t);
    const request = ask("Say hi", marked("5m"));
    const first = await client.messages.create(request);
    const [written, read] = cached(first);
    assert.ok(written > 1_024 && read === 0, `${written} ${read}`);
    assert.deepEqual(first.usage.cache_creation, { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 });
    const { message, events } = await streamed(client, request);
    assert.deepEqual(cached(message), [0, written]);
    assert.equal(message.usage.input_tokens, first.usage.input_tokens);
    const end = events.at(-2).usage;
    assert.deepEqual([end.cache_read_input_tokens, end.input_tokens], [written, first.usage.input_tokens]);
    assert.equal(events.at(-1)["amazon-bedrock-invocationMetrics"].cacheReadInputTokenCount, written);
    const { response } = await client.messages.create(request).withResponse();
    assert.equal(response.headers.get("x-amzn-bedrock-cache-read-input-token-count"), String(written));
    assert.equal(response.headers.get("x-amzn-bedrock-cache-write-input-token-count"), "0");
  });

  test("keeps for an hour, and not what is short", async (t) => {
    const { client } = await connect(t);
    const hour = await client.messages.create(ask("Say hi", marked("1h")));
    assert.equal(hour.usage.cache_creation.ephemeral_1h_input_tokens, hour.usage.cache_creation_input_tokens);
    assert.ok(hour.usage.cache_creation_input_tokens > 0);
    const short = [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }];
    assert.deepEqual(cached(await client.messages.create(ask("Say hi", { system: short }))), [0, 0]);
    // Haiku 4.5 keeps no less than 4,096 tokens.
    assert.deepEqual(cached(await client.messages.create(ask("Say hi", { ...marked("5m"), model: HAIKU }))), [0, 0]);
  });

  test("has tools and turns in it, and four marks at most", async (t) => {
    const { client } = await connect(t);
    const cache_control = { type: "ephemeral" };
    const block = { type: "text", text: long, cache_control };
    const tools = [{ ...WEATHER, description: long, cache_control }];
    const [written] = cached(await client.messages.create(ask([block], { tools })));
    const [more, read] = cached(await client.messages.create(ask([{ ...block, text: `${long}!` }], { tools })));
    assert.ok(read > 1_024 && more > 1_024 && read + more >= written, `${written} ${more} ${read}`);
    await assert.rejects(client.messages.create(ask(Array(5).fill(block))), {
      message: "400 A maximum of 4 blocks with cache_control may be provided. Found 5.",
    });
    await assert.rejects(client.messages.create(ask("Hi", { cache_control })), {
      message: "400 cache_control: Extra inputs are not permitted",
    });
  });
});

describe("betas", () => {
  test("are known or refused, and some models have them", async (t) => {
    const { client, session } = await connect(t);
    const beta = (model, ...betas) => client.beta.messages.create(ask("Hi", { model, betas }));
    const known = await beta(SONNET, "context-1m-2025-08-07", "tool-search-tool-2025-10-19");
    assert.equal(known.stop_reason, "end_turn");
    const { requests } = await session.log();
    assert.deepEqual(JSON.parse(requests[0].bodyText).anthropic_beta, ["context-1m-2025-08-07", "tool-search-tool-2025-10-19"]);
    for (const [model, name] of [
      [SONNET, "files-api-2025-04-14"],
      [SONNET, "made-up-2026-01-01"],
      [OPUS, "claude-code-20250219"],
    ]) {
      await assert.rejects(beta(model, "context-1m-2025-08-07", name), (error) => {
        assert.ok(error instanceof BadRequestError);
        assert.equal(error.message, "400 invalid beta flag");
        return true;
      });
    }
  });

  test("edit the context", async (t) => {
    const { client } = await connect(t);
    const edit = {
      type: "clear_tool_uses_20250919",
      trigger: { type: "input_tokens", value: 1 },
      keep: { type: "tool_uses", value: 0 },
    };
    const turns = [
      { role: "user", content: "Look up record 42." },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_cm1", name: "lookup", input: { id: "42" } }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_cm1", content: "RECORD DATA ".repeat(600) }] },
    ];
    const tools = [{ name: "lookup", input_schema: { type: "object" } }];
    const request = { ...ask(""), messages: turns, tools, context_management: { edits: [edit] } };
    const betas = ["context-management-2025-06-27"];
    const reply = await client.beta.messages.create({ ...request, betas });
    const [applied] = reply.context_management.applied_edits;
    assert.deepEqual([applied.type, applied.cleared_tool_uses], [edit.type, 1]);
    const message = await client.beta.messages.stream({ ...request, betas }).finalMessage();
    assert.deepEqual(message.context_management.applied_edits, [applied]);
    await assert.rejects(client.beta.messages.create(request), {
      message: "400 context_management: Extra inputs are not permitted",
    });
  });
});

test("CountTokens counts a body as its reply does, under bare ids, with the same rules", async (t) => {
  const { client, session } = await connect(t);
  const counter = new BedrockRuntimeClient({
    endpoint: session.endpoint,
    region: "us-east-1",
    credentials: KEYS,
    maxAttempts: 1,
  });
  t.after(() => counter.destroy());
  const count = async (modelId, { model, ...request }) => {
    const body = new TextEncoder().encode(JSON.stringify({ anthropic_version: "bedrock-2023-05-31", ...request }));
    return (await counter.send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } }))).inputTokens;
  };
  const bare = SONNET.replace("us.", "");
  const long = { type: "text", text: "word ".repeat(2_000), cache_control: { type: "ephemeral" } };
  for (const request of [ask("Hi"), ask("Hi", { tools: [WEATHER], system: "Be brief." }), ask([long])]) {
    const { usage } = await client.messages.create(request);
    const all = usage.input_tokens + usage.cache_creation_input_tokens + usage.cache_read_input_tokens;
    assert.equal(await count(bare, request), all);
  }
  await assert.rejects(count(SONNET, ask("Hi")), /^ValidationException: The provided model doesn't support counting tokens\.$/);
  await assert.rejects(
    count(bare, ask("Hi", { top_k: -1 })),
    /^ValidationException: top_k: Input should be greater than or equal to 0$/,
  );
  // Anthropic's client of Bedrock asks for it under Anthropic's own path, which Bedrock does not know.
  await assert.rejects(client.messages.countTokens({ model: bare, messages: ask("Hi").messages }), NotFoundError);
});

describe("what is refused", () => {
  test("is an error of its class, in Anthropic's words", async (t) => {
    const { client } = await connect(t);
    for (const [request, message] of [
      [ask("Hi", { max_tokens: undefined }), "max_tokens: Field required"],
      [ask("Hi", { max_tokens: 200_000 }), "The maximum tokens you requested exceeds the model limit of 128000"],
      [ask(""), "messages.0: all messages must have non-empty content except for the optional final assistant message"],
      [ask([{ type: "text", text: "" }]), "messages: text content blocks must be non-empty"],
      [ask("Hi", { service_tier: "auto" }), "service_tier: Extra inputs are not permitted"],
      [ask("Hi", { inference_geo: "us" }), "inference_geo: Extra inputs are not permitted"],
      [ask("Hi", { temperature: 2 }), "temperature: Input should be less than or equal to 1"],
      [ask("Hi", { model: OPUS, temperature: 1 }), "`temperature` is deprecated for this model."],
      [ask("Hi", { model: HAIKU, output_config: { effort: "low" } }), "This model does not support the effort parameter."],
      [
        ask("Hi", { messages: [...ask("Hi").messages, { role: "assistant", content: "{" }] }),
        "This model does not support assistant message prefill. The conversation must end with a user message.",
      ],
      [
        ask("Hi", { model: "anthropic.claude-opus-4-8" }),
        "Invocation of model ID anthropic.claude-opus-4-8 with on-demand throughput isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
      ],
      [ask("Hi", { model: "us.anthropic.claude-nobody-1" }), "The provided model identifier is invalid."],
    ]) {
      for (const stream of [false, true]) {
        await assert.rejects(client.messages.create({ ...request, stream }, { timeout: 60_000 }), (error) => {
          assert.ok(error instanceof BadRequestError, error.constructor.name);
          assert.equal(error.message, `400 ${message}`);
          assert.match(error.headers.get("x-amzn-errortype"), /^ValidationException:/);
          return true;
        });
      }
    }
  });

  for (const [fault, ErrorClass, words] of [
    [{ kind: "throttle" }, RateLimitError, "429 Too many requests, please wait before trying again."],
    [{ kind: "status", status: 503 }, InternalServerError, "503 Bedrock is unable to process your request."],
    [{ kind: "status", status: 424, message: "No answer" }, APIError, "424 No answer"],
    [
      { kind: "status", status: 403 },
      PermissionDeniedError,
      "403 You don't have access to the model with the specified model ID.",
    ],
    [{ kind: "status", status: 404, message: "No such model" }, NotFoundError, "404 No such model"],
    [{ kind: "closeBeforeHead" }, APIConnectionError, "Connection error."],
  ]) {
    const again = [429, 503, undefined].includes(fault.status ?? (fault.kind === "throttle" ? 429 : undefined));
    test(`${words} ${again ? "is tried again" : "is final"}`, async (t) => {
      const { client, session } = await connect(t, { faults: [fault, fault] }, { maxRetries: 1 });
      await assert.rejects(client.messages.create(ask("Hi")), (error) => {
        assert.ok(error instanceof ErrorClass, error.constructor.name);
        assert.equal(error.message, words);
        return true;
      });
      assert.equal((await session.log()).total, again ? 2 : 1);
      const { client: patient, session: second } = await connect(t, { faults: [fault] }, { maxRetries: 1 });
      if (!again) return;
      const { message } = await streamed(patient, ask("Hi"));
      assert.ok(textOf(message));
      assert.equal((await second.log()).total, 2);
    });
  }

  for (const [fault, message] of [
    [{ kind: "exception", name: "throttlingException", message: "broken off" }, /broken off/],
    [{ kind: "exception", name: "modelStreamErrorException", message: "broken off" }, /broken off/],
    [{ kind: "errorFrame", code: "InternalFailure", message: "out of order" }, /out of order/],
    [{ kind: "badCrc", part: "message" }, /checksum/i],
    [{ kind: "truncate" }, /Truncated|terminated|end/i],
    [{ kind: "reset" }, /ECONNRESET|aborted|terminated/i],
  ]) {
    test(`a stream that breaks: ${fault.name ?? fault.kind}`, async (t) => {
      const { client } = await connect(t, { faults: [{ after: 3, ...fault }] });
      const seen = [];
      await assert.rejects(
        async () => {
          for await (const event of await client.messages.create(ask("Hi", { stream: true }))) seen.push(event.type);
        },
        (error) => message.test(`${error.message} ${error.cause?.code} ${error.cause?.message}`),
      );
      assert.deepEqual(seen, ["message_start", "content_block_start", "content_block_delta"]);
    });
  }
});
