// What users of other clients complained of, as tests: errors in the middle of streams, and what can be observed. The
// numbers are those of lib/complaints.mjs.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { APIConnectionError, APIError, BadRequestError, InternalServerError, RateLimitError } from "bedrock-wasm";
import { NOVA_LITE, chatStream, textOf, user } from "./lib/chats.mjs";
import { collect, connect, failure } from "./lib/client.mjs";

const REQUEST = { model: NOVA_LITE, messages: [user("Why is the sky blue?")], stream: true };

// Delays between attempts are random; the shortest will do.
beforeEach((t) => t.mock.method(Math, "random", () => 0));

/** How a stream with these faults ends: the text until then, the error, and how often it was asked for. */
async function broken(t, faults, options) {
  const { bedrock, session } = await connect(t, { faults, ...options });
  const stream = await bedrock.chat.completions.create(REQUEST);
  let text = "";
  const read = async () => {
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
  };
  return { error: await failure(read()), text, total: (await session.log()).total };
}

test("complaint 76: an exception in the middle of a stream is thrown from the loop, with its class", async (t) => {
  for (const [name, error_, status] of [
    ["throttlingException", RateLimitError, 429],
    ["modelStreamErrorException", InternalServerError, 424],
    ["serviceUnavailableException", InternalServerError, 503],
    ["validationException", BadRequestError, 400],
  ]) {
    const { error, text } = await broken(t, [{ kind: "exception", name, after: 4, message: "broken off" }]);
    assert.ok(error instanceof error_, error.stack);
    assert.deepEqual([error.status, error.code, text.length > 0], [status, name[0].toUpperCase() + name.slice(1), true]);
    assert.match(error.message, /^broken off/);
  }
});

test("complaint 77: a stream that ends too early is an error, not a short answer", async (t) => {
  const whole = textOf((await chatStream(t, REQUEST)).deltas);
  for (const kind of ["endEarly", "truncate", "reset"]) {
    const { error, text } = await broken(t, [{ kind, after: 5 }]);
    assert.ok(error instanceof APIConnectionError, error.stack);
    assert.ok(whole.startsWith(text) && text.length < whole.length);
  }
});

test("complaint 78: a throttled stream is tried again before its head, and never after a chunk was given", async (t) => {
  const throttle = { kind: "throttle", retryAfterMs: 1 };
  const { bedrock, session } = await connect(t, { faults: [throttle, throttle] });
  assert.ok((await collect(await bedrock.chat.completions.create(REQUEST))).length > 3);
  assert.equal((await session.log()).total, 3);
  const { error, total } = await broken(t, [{ kind: "exception", name: "throttlingException", after: 3 }]);
  assert.deepEqual([error instanceof RateLimitError, total], [true, 1]);
});

test("complaint 79: damaged frames are an error, and what is no stream at all", async (t) => {
  for (const part of ["prelude", "message"]) {
    const { error } = await broken(t, [{ kind: "badCrc", part, after: 2 }]);
    assert.ok(error instanceof APIError);
    assert.match(error.message, /checksum/);
  }
  const page = { kind: "notEventstream", contentType: "text/html", body: "<h1>Log in</h1>" };
  const { bedrock } = await connect(t, { faults: [page], maxRetries: 0 });
  const error = await failure(bedrock.chat.completions.create(REQUEST).then(collect));
  assert.ok(error instanceof APIError);
  assert.match(error.message, /proxy or gateway.*<h1>Log in/);
});

test("complaint 80: hooks tell of every attempt of a chat, streams as well", async (t) => {
  const told = [];
  const hook =
    (name) =>
    ({ operation, modelId, attempt, status }) =>
      told.push([name, operation, modelId, attempt, status]);
  const faults = [{ kind: "throttle", retryAfterMs: 1 }];
  const { bedrock } = await connect(t, {
    faults,
    onRequest: hook("request"),
    onResponse: hook("response"),
    onRetry: hook("retry"),
  });
  await collect(await bedrock.chat.completions.create(REQUEST));
  const of = (name, attempt, status) => [name, "ConverseStream", NOVA_LITE, attempt, status];
  assert.deepEqual(told, [of("request", 1), of("response", 1, 429), of("retry", 1), of("request", 2), of("response", 2, 200)]);
});

test("complaint 81: what a stream cost is on it once it has ended, whoever asked for it", async (t) => {
  const { bedrock } = await connect(t);
  const stream = await bedrock.chat.completions.create(REQUEST);
  assert.equal(stream.usage, undefined);
  await collect(stream);
  assert.ok(stream.usage.prompt_tokens > 0 && stream.usage.completion_tokens > 0 && stream.metrics.latencyMs > 0);
  assert.match(stream.requestId, /^[0-9a-f-]{36}$/);
});
