// An attempt that has run out of time may still come to something, if the caller's `fetch` does not listen to its signal. By then
// the next attempt is under way, and nothing of it may change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { CHAT, CREDENTIALS, failure, within } from "./lib/client.mjs";

/** A promise that the test settles. */
function deferred() {
  const settles = {};
  const promise = new Promise((resolve, reject) => Object.assign(settles, { resolve, reject }));
  return { promise, ...settles };
}

/** A client of a `fetch` that answers each attempt with the next of these. */
function clientOf(t, ...attempts) {
  // Waits between attempts are random; the shortest will do.
  t.mock.method(Math, "random", () => 0);
  let made = 0;
  const fetch = () => attempts[made++]();
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, timeout: 50, maxRetries: 1, fetch });
  return { bedrock, made: () => made };
}

const reply = (stopReason) => new Response(JSON.stringify({ stopReason }), { headers: { "content-type": "application/json" } });
/** A response whose body is read by this. */
const reading = (text) => ({ status: 200, headers: new Headers(), text });

test("a body that fails late does not lift the limit of the next attempt", async (t) => {
  const late = deferred();
  const { bedrock, made } = clientOf(
    t,
    async () => reading(() => late.promise),
    () => {
      late.reject(new Error("too late"));
      return new Promise(() => {});
    },
  );
  assert.equal((await failure(bedrock.converse(CHAT))).name, "APIConnectionTimeoutError");
  assert.equal(made(), 2);
});

test("a stream's first piece that fails late does not lift the limit of the next attempt", async (t) => {
  const late = deferred();
  const headers = new Headers({ "content-type": "application/vnd.amazon.eventstream" });
  const reader = { read: () => late.promise, cancel: async () => {} };
  const { bedrock, made } = clientOf(
    t,
    async () => ({ status: 200, headers, body: { getReader: () => reader } }),
    () => {
      late.resolve({ value: new Uint8Array(), done: false });
      return new Promise(() => {});
    },
  );
  const error = await failure(bedrock.converseStream(CHAT, { streamIdleTimeout: 50 }));
  assert.equal(error.name, "APIConnectionTimeoutError");
  assert.equal(made(), 2);
});

test("a response that comes late is not taken for that of the next attempt, and is let go", async (t) => {
  const late = deferred();
  const cancelled = deferred();
  const { bedrock } = clientOf(
    t,
    () => late.promise,
    () => {
      // By then the head of the next one has been read, and its body not.
      queueMicrotask(() =>
        late.resolve({ ...reading(async () => '{"stopReason":"late"}'), body: { cancel: cancelled.resolve } }),
      );
      return Promise.resolve(reply("end_turn"));
    },
  );
  assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
  await within(cancelled.promise, "the cancelling");
});

test("a body that comes late is not taken for that of the next attempt", async (t) => {
  const late = deferred();
  const { bedrock } = clientOf(
    t,
    async () => reading(() => late.promise),
    async () =>
      reading(() => {
        queueMicrotask(() => late.resolve('{"stopReason":"late"}'));
        return Promise.resolve('{"stopReason":"end_turn"}');
      }),
  );
  assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
});
