// Models that are not Claude, on the local Bedrock by the official `@anthropic-ai/sdk`: a stream adds up to the whole message, and
// a message's blocks go back as they came.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { createFetch } from "bedrock-wasm/anthropic";
import { connect, failure, settled } from "./lib/client.mjs";
import { raw, sentBody } from "./lib/openai.mjs";

const QUESTION = "Why is the sky blue over Zürich?";
const messages = [{ role: "user", content: QUESTION }];
const tools = [
  {
    name: "get_weather",
    description: "The weather of a city",
    input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];
const WEATHER = [{ role: "user", content: "What is the weather in Oslo?" }];

const MODELS = [
  "amazon.nova-micro-v1:0",
  "amazon.nova-2-lite-v1:0",
  "us.meta.llama3-3-70b-instruct-v1:0",
  "mistral.mistral-large-2407-v1:0",
  "openai.gpt-oss-120b-1:0",
  "us.deepseek.r1-v1:0",
  "qwen.qwen3-32b-v1:0",
];
const REQUESTS = {
  text: { messages },
  "few tokens": { messages, max_tokens: 3 },
  tools: { messages: WEATHER, tools },
  thinking: { messages, thinking: { type: "enabled", budget_tokens: 1024 } },
  "a schema": {
    messages,
    output_config: { format: { type: "json_schema", schema: { type: "object", properties: { a: { type: "string" } } } } },
  },
};

/** The SDK on a session of the local Bedrock. */
async function connectAnthropic(t, { sdk, ...options } = {}) {
  const { bedrock, session } = await connect(t, { onWarning: () => {}, logLevel: "off", ...options });
  const anthropic = new Anthropic({
    apiKey: "unused",
    baseURL: "https://bedrock.invalid",
    maxRetries: 0,
    fetch: createFetch(bedrock),
    ...sdk,
  });
  return { anthropic, bedrock, session };
}

/** A message without what two replies never share, and what the SDK adds. */
function comparable({ id, _bedrock, content, parsed_output, ...rest }) {
  const blocks = content.map(({ id: _, parsed, citations, ...block }) => ({ ...block, ...(citations && { citations }) }));
  return JSON.parse(JSON.stringify({ ...rest, content: blocks }));
}

describe("a stream adds up to the whole message", () => {
  for (const model of MODELS)
    for (const [name, request] of Object.entries(REQUESTS))
      test(`${model}: ${name}`, async (t) => {
        const ask = { model, max_tokens: 2000, ...request };
        // In sessions of their own: neither finds in the cache what the other has left there.
        const [{ anthropic: first }, { anthropic: second }] = [await connectAnthropic(t), await connectAnthropic(t)];
        const whole = await first.messages.create(ask);
        assert.ok(whole.content.length > 0 && whole.usage.output_tokens > 0);
        const stream = second.messages.stream(ask);
        const blocks = [];
        stream.on("contentBlock", (block) => blocks.push(block));
        const final = await stream.finalMessage();
        assert.deepEqual(comparable(final), comparable(whole));
        assert.deepEqual(blocks, final.content);
      });
});

describe("a conversation goes on", () => {
  for (const streams of [false, true])
    test(`with the results of tools, ${streams ? "streamed" : "whole"}, and then with Claude`, async (t) => {
      const { anthropic, session } = await connectAnthropic(t);
      const said = [...WEATHER];
      const ask = (more) => {
        const request = { max_tokens: 2000, tools, messages: said, ...more };
        return streams ? anthropic.messages.stream(request).finalMessage() : anthropic.messages.create(request);
      };
      const model = "amazon.nova-2-lite-v1:0";
      const thinking = { type: "adaptive" };
      const first = await ask({ model, thinking });
      const calls = first.content.filter(({ type }) => type === "tool_use");
      assert.ok(calls.length > 0 && first.stop_reason === "tool_use", JSON.stringify(first));
      const content = calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "cold" }));
      said.push({ role: "assistant", content: first.content }, { role: "user", content });
      const second = await ask({ model, thinking });
      assert.equal(second.stop_reason, "end_turn");
      said.push({ role: "assistant", content: second.content }, { role: "user", content: "Sure?" });
      const third = await ask({ model: "claude-haiku-4-5" });
      assert.ok(third.content.length > 0);
      const { messages: sent } = await sentBody(session);
      assert.ok(!JSON.stringify(sent).includes('"thinking"'));
      said.push({ role: "assistant", content: third.content }, { role: "user", content: "Really?" });
      assert.equal((await ask({ model })).stop_reason, "end_turn");
    });
});

describe("a failure", () => {
  test("names the place in the caller's own request", async (t) => {
    const { anthropic, session } = await connectAnthropic(t);
    const result = { type: "tool_result", tool_use_id: "toolu_9", content: "x" };
    const said = [...messages, { role: "assistant", content: "Hm" }, { role: "user", content: [result] }];
    const ask = { model: MODELS[0], max_tokens: 9, system: "Be brief.", messages: said };
    for (const call of [
      anthropic.messages.create(ask),
      anthropic.messages.create({ ...ask, stream: true }),
      anthropic.messages.countTokens(ask),
    ]) {
      const error = await failure(call);
      assert.deepEqual([error.constructor.name, error.type], ["BadRequestError", "invalid_request_error"]);
      assert.match(error.message, /messages\[2\]\.content\[0\]\.tool_use_id `toolu_9` is no open call/);
    }
    assert.equal((await session.log()).requests.length, 0);
  });

  test("inside of a stream is the SDK's error", async (t) => {
    const { anthropic } = await connectAnthropic(t, {
      faults: [{ kind: "exception", name: "throttlingException", message: "Too many.", after: 3 }],
    });
    const error = await failure(anthropic.messages.stream({ model: MODELS[0], max_tokens: 99, messages }).finalMessage());
    assert.equal(error.error.error.type, "rate_limit_error");
  });

  test("a stream that is left ends its request, before its first event and between two", async (t) => {
    for (const count of [0, 2]) {
      const { bedrock, session } = await connectAnthropic(t, { faults: [{ kind: "stall", after: 3 }] });
      const body = JSON.stringify({ model: MODELS[0], max_tokens: 99, messages, stream: true });
      const response = await createFetch(bedrock)("/v1/messages", { method: "POST", body });
      const reader = response.body.getReader();
      for (let read = 0; read < count; read++) await reader.read();
      await reader.cancel();
      assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
    }
  });

  test("images at addresses are fetched if the client says so, and refused with words if not", async (t) => {
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const url = `data:image/png;base64,${png}`;
    const image = (source) => [
      {
        role: "user",
        content: [
          { type: "text", text: "What is it?" },
          { type: "image", source },
        ],
      },
    ];
    const { anthropic, session } = await connectAnthropic(t);
    const ask = { model: "amazon.nova-lite-v1:0", max_tokens: 99 };
    const error = await failure(
      anthropic.messages.create({ ...ask, messages: image({ type: "url", url: "https://a.invalid/b.png" }) }),
    );
    assert.match(error.message, /messages\[0\]\.content\[1\]\.source: Bedrock does not download: .*`fetchImages: true`/);
    const message = await anthropic.messages.create({ ...ask, messages: image({ type: "url", url }) });
    assert.ok(message.content.length > 0);
    const { messages: sent } = await sentBody(session);
    assert.deepEqual(sent[0].content[1], { image: { format: "png", source: { bytes: png } } });
  });

  test("a reply that is none of Converse's is a failure of the server", async (t) => {
    const { anthropic } = await connectAnthropic(t, { faults: [raw("application/json", '{"output":{}}')] });
    const error = await failure(anthropic.messages.create({ model: MODELS[0], max_tokens: 99, messages }));
    assert.ok(error.status >= 500, String(error));
  });
});
