// `createFetch` of bedrock-wasm/anthropic as a fetch and as a server: what goes over HTTP, and when a request ends.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { CREDENTIALS, connect, settled } from "./lib/client.mjs";

const URL = "https://anthropic.invalid/v1/messages";
const MODELS = ["claude-sonnet-5", "nova-lite"];
const messages = [{ role: "user", content: "Why is the sky blue?" }];
const asked = (model, more) => ({
  method: "POST",
  body: JSON.stringify({ model, max_tokens: 400, messages, stream: true, ...more }),
});

for (const model of MODELS) {
  describe(`a stream of ${model}`, () => {
    test("it is server-sent events, each with its name, and comes piece by piece", async (t) => {
      const { session, bedrock } = await connect(t, { faults: [{ kind: "gate", after: 3 }] });
      const response = await createFetch(bedrock)(URL, asked(model));
      assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/event-stream; charset=utf-8"]);
      assert.match(response.headers.get("request-id"), /^[\w-]{36}$/);
      const reader = response.body.getReader();
      let text = new TextDecoder().decode((await reader.read()).value);
      assert.match(text, /^event: message_start\ndata: \{"type":"message_start"/);
      await session.release();
      for (let part; !(part = await reader.read()).done; ) text += new TextDecoder().decode(part.value);
      const events = text.trimEnd().split("\n\n");
      for (const event of events) {
        const [, name, json] = /^event: (\w+)\ndata: (.+)$/.exec(event);
        assert.equal(JSON.parse(json).type, name);
      }
      assert.match(events.at(-1), /^event: message_stop/);
    });

    test("cancelling the body before it is read ends the request", async (t) => {
      const { session, bedrock } = await connect(t, { faults: [{ kind: "stall", after: 3 }] });
      const response = await createFetch(bedrock)(URL, asked(model));
      await response.body.cancel();
      assert.equal((await settled(session)).requests[0].events.state, "aborted");
    });

    test("cancelling the body while a read waits ends the request at once", async (t) => {
      const { session, bedrock } = await connect(t, { faults: [{ kind: "stall", after: 3 }] });
      const response = await createFetch(bedrock)(URL, asked(model));
      const reader = response.body.getReader();
      await reader.read();
      // The local Bedrock sends no more: one of these waits for ever.
      const reads = [reader.read(), reader.read(), reader.read(), reader.read(), reader.read()];
      await reader.cancel();
      await Promise.all(reads);
      assert.equal((await settled(session)).requests[0].events.state, "aborted");
    });

    test("an exception becomes the event `error`, and the end", async (t) => {
      const fault = { kind: "exception", after: 3, name: "throttlingException", message: "Slow down." };
      const { bedrock } = await connect(t, { faults: [fault] });
      const text = await (await createFetch(bedrock)(URL, asked(model))).text();
      const [, json] = /event: error\ndata: (.+)\n\n$/.exec(text);
      const { type, error } = JSON.parse(json);
      assert.deepEqual([type, error.type], ["error", "rate_limit_error"]);
      assert.match(error.message, /Slow down\./);
    });

    test("a connection that breaks is an error, too, and no short answer", async (t) => {
      const { bedrock } = await connect(t, { faults: [{ kind: "reset", after: 3 }] });
      const text = await (await createFetch(bedrock)(URL, asked(model))).text();
      assert.match(text, /event: error\ndata: \{"type":"error","error":\{"type":"api_error"/);
      assert.doesNotMatch(text, /message_stop/);
    });
  });
}

test("a client of another kind is refused at once, and so is a limit that is no number", () => {
  assert.throws(() => createFetch(), { name: "TypeError", message: /createFetch has no client/ });
  assert.throws(() => createFetch({ converse() {} }), { name: "TypeError", message: /Pass a `Bedrock`/ });
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS });
  assert.throws(() => createFetch(bedrock, { maxBodyBytes: Number.NaN }), { name: "TypeError", message: /maxBodyBytes/ });
});

test("other methods, other paths, long and broken bodies are answered in Anthropic's shape", async (t) => {
  const { bedrock, session } = await connect(t);
  const answer = createFetch(bedrock, { maxBodyBytes: 100 });
  const rows = [
    [URL, { method: "GET" }, 405, "invalid_request_error", /Not allowed to GET on \/v1\/messages: POST it\./],
    [`${URL}/count_tokens`, { method: "GET" }, 405, "invalid_request_error", /POST it/],
    [`${URL}/batches`, asked("m"), 404, "not_found_error", /createModelInvocationJob/],
    ["https://x.invalid/v1/files", { method: "GET" }, 404, "not_found_error", /as base64/],
    ["https://x.invalid/v1/none", { method: "GET" }, 404, "not_found_error", /There is POST \/v1\/messages/],
    [URL, { method: "POST", body: "x".repeat(101) }, 413, "request_too_large", /more than 100 bytes/],
    [URL, { method: "POST", body: "{" }, 400, "invalid_request_error", /not JSON/],
    [URL, { method: "POST", body: "[]" }, 400, "invalid_request_error", /^model is missing/],
    [URL, { method: "POST", body: "null" }, 400, "invalid_request_error", /^model is missing/],
  ];
  for (const [url, init, status, type, message] of rows) {
    const response = await answer(url, init);
    const body = await response.json();
    assert.deepEqual([response.status, body.type, body.error.type], [status, "error", type], url);
    assert.match(body.error.message, message);
  }
  assert.deepEqual((await session.log()).requests, []);
});

test("the base URL, headers of the SDK and the query do not matter", async (t) => {
  const { bedrock, session } = await connect(t);
  const answer = createFetch(bedrock);
  const headers = { "x-api-key": "sk-ant-secret", "anthropic-version": "2026-10-21", authorization: "Bearer secret" };
  for (const url of ["http://localhost/messages?beta=true", "/any/path/v1/messages/", new globalThis.URL(URL)]) {
    const response = await answer(url, { ...asked("claude-sonnet-5", { stream: false }), headers });
    assert.equal(response.status, 200);
  }
  for (const { headers, bodyText } of (await settled(session)).requests) {
    assert.doesNotMatch(JSON.stringify(headers), /secret|sk-ant|2026-10-21/);
    assert.equal(JSON.parse(bodyText).anthropic_version, "bedrock-2023-05-31");
  }
});

test("an agent's request, with betas and marks that only Anthropic's own service takes, is answered", async (t) => {
  const warnings = [];
  const { bedrock, session } = await connect(t, { onWarning: ({ message }) => warnings.push(message) });
  const betas = [
    "claude-code-20250219",
    "oauth-2025-04-20",
    "interleaved-thinking-2025-05-14",
    "fine-grained-tool-streaming-2025-05-14",
    "prompt-caching-scope-2026-01-05",
  ];
  const mark = { type: "ephemeral", ttl: "1h", scope: "global" };
  const text = "You are an agent. ".repeat(400);
  const input_schema = { type: "object", properties: { cache_control: { type: "string" } } };
  const body = {
    model: "claude-haiku-4-5",
    max_tokens: 9000,
    stream: false,
    system: [{ type: "text", text, cache_control: mark }],
    messages: [{ role: "user", content: [{ type: "text", text: "Hello.", cache_control: mark }] }],
    tools: [{ name: "remember", description: "Remembers", input_schema, eager_input_streaming: true }],
    metadata: { user_id: JSON.stringify({ device_id: "d", session_id: "s" }) },
  };
  const init = { method: "POST", headers: { "anthropic-beta": betas.join(",") }, body: JSON.stringify(body) };
  const response = await createFetch(bedrock)(`${URL}?beta=true`, init);
  assert.equal(response.status, 200, await response.text());
  const sent = JSON.parse((await settled(session)).requests[0].bodyText);
  assert.deepEqual(sent.anthropic_beta, [betas[2], betas[3]]);
  const kept = { type: "ephemeral", ttl: "1h" };
  assert.deepEqual([sent.system[0].cache_control, sent.messages[0].content[0].cache_control], [kept, kept]);
  assert.deepEqual([sent.tools[0].input_schema, sent.metadata], [input_schema, body.metadata]);
  assert.deepEqual(warnings, []);
});

test("a conversation that comes from another model brings no thoughts that Claude would refuse", async (t) => {
  const { bedrock, session } = await connect(t);
  const answer = createFetch(bedrock);
  const question = { role: "user", content: "Think: why is the sky blue?" };
  const first = {
    model: "nova-2-lite",
    max_tokens: 9000,
    messages: [question],
    thinking: { type: "enabled", budget_tokens: 1024 },
  };
  const { content } = await (await answer(URL, { method: "POST", body: JSON.stringify(first) })).json();
  assert.deepEqual(
    content.map(({ type, signature }) => [type, signature]),
    [
      ["thinking", ""],
      ["text", undefined],
    ],
  );
  const thoughts = { role: "assistant", content: content.slice(0, 1) };
  const history = [question, { role: "assistant", content }, thoughts, { role: "user", content: "And at dusk?" }];
  const second = { model: "claude-sonnet-4-5", max_tokens: 400, messages: history };
  const response = await answer(URL, { method: "POST", body: JSON.stringify(second) });
  assert.equal(response.status, 200, await response.text());
  const sent = JSON.parse((await settled(session)).requests[1].bodyText);
  assert.deepEqual(sent.messages, [history[0], { role: "assistant", content: content.slice(1) }, history[3]]);
});

test("a beta that this model alone refuses is left out, with a warning", async (t) => {
  const warnings = [];
  const { bedrock, session } = await connect(t, { onWarning: ({ message }) => warnings.push(message) });
  const headers = { "anthropic-beta": "thinking-binding-controls-2026-08-01" };
  const response = await createFetch(bedrock)(URL, { ...asked("claude-sonnet-4-5", { stream: false }), headers });
  assert.equal(response.status, 200, await response.text());
  const betas = (await settled(session)).requests.map(({ bodyText }) => JSON.parse(bodyText).anthropic_beta);
  assert.deepEqual(betas.slice(-2), [["thinking-binding-controls-2026-08-01"], undefined]);
  assert.match(warnings.join(), /claude-sonnet-4-5 refuses one of thinking-binding-controls-2026-08-01/);
});
