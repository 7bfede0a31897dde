// Bodies that a caller's own `fetch` may give: what is no stream of bytes fails alone, with words that help, and what is one
// is read as it comes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { APIConnectionError, Bedrock, BedrockError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, collect, failure, within } from "./lib/client.mjs";
import { frame } from "./lib/frames.mjs";

const USAGE = { inputTokens: 1, outputTokens: 2, totalTokens: 3 };
const EVENTS = [
  ["messageStart", { role: "assistant" }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "Grüße" }, p: "ab" }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: ", Welt" } }],
  ["messageStop", { stopReason: "end_turn" }],
  ["metadata", { usage: USAGE, metrics: { latencyMs: 4 } }],
];
const REPLY = Buffer.concat(EVENTS.map(([name, payload]) => frame(name, JSON.stringify(payload))));
const HEADERS = { "content-type": "application/vnd.amazon.eventstream" };

/** A stream of a client whose `fetch` gives responses with this body. */
function streamOf(body) {
  const fetch = async () => ({ status: 200, headers: new Headers(HEADERS), body, text: async () => "" });
  return new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, maxRetries: 0 }).converseStream(CHAT);
}

/** A body that gives these pieces. */
function pieces(...values) {
  return new ReadableStream({
    pull(controller) {
      if (values.length > 0) controller.enqueue(values.shift());
      else controller.close();
    },
  });
}

/** Asserts that a stream is whole, which it would not be if another had taken the WebAssembly with it. */
async function assertUnharmed(stream) {
  assert.equal((await within(collect(stream))).length, EVENTS.length);
}

test("pieces that are no bytes fail their own stream, and no other", async () => {
  for (const piece of ["text", REPLY.buffer, undefined, null, 7, [1, 2], new Uint16Array(2), { length: 1e9 }, { length: -1 }]) {
    const other = await streamOf(pieces(REPLY.subarray(0, 300), REPLY.subarray(300)));
    const iterator = other[Symbol.asyncIterator]();
    await iterator.next();
    const error = await failure(collect(await streamOf(pieces(REPLY.subarray(0, 100), piece))));
    assert.ok(error instanceof BedrockError, String(piece));
    assert.match(error.message, /is not a Uint8Array\. Pass a `fetch` whose responses have bodies of bytes/);
    assert.equal((await within(collect(iterator))).length, EVENTS.length - 1);
  }
});

test("views of bytes are read, wherever they lie in their memory", async () => {
  const shifted = new Uint8Array([0, 0, 0, ...REPLY]).subarray(3);
  for (const piece of [REPLY, shifted, new Int8Array(REPLY)]) await assertUnharmed(await streamOf(pieces(piece)));
});

test("a body that is no stream, or whose reader fails, is told as what it is", async () => {
  const reader = (read) => ({ getReader: () => ({ read, cancel: async () => {} }), cancel: async () => {} });
  const thrown = new Error("the reader broke");
  const bodies = [
    [null, /has no body that can be read in pieces/],
    [{ pipe() {}, cancel: async () => {} }, /has no body that can be read in pieces/],
    // Before the first event it is the call that fails.
    [reader(() => Promise.reject(thrown)), /broke before the reply was whole/],
    [
      reader(() => {
        throw thrown;
      }),
      /broke before the reply was whole/,
    ],
    [reader(async () => undefined), /broke before the reply was whole/],
  ];
  for (const [body, message] of bodies) {
    const error = await failure(streamOf(body).then(collect));
    assert.ok(error instanceof APIConnectionError, error.stack);
    assert.match(error.message, message);
  }
  await assertUnharmed(await streamOf(pieces(REPLY)));
});

test("a body that never answers keeps nobody who leaves", async () => {
  const begin = frame("messageStart", '{"role":"assistant"}');
  const reads = [Promise.resolve({ value: begin, done: false })];
  const body = { getReader: () => ({ read: () => reads.pop() ?? new Promise(() => {}), cancel: async () => {} }) };
  const iterator = (await streamOf(body))[Symbol.asyncIterator]();
  await iterator.next();
  const pending = [iterator.next(), iterator.next()];
  await within(iterator.return());
  for (const next of pending) assert.deepEqual(await within(next), { value: undefined, done: true });
});

test("what the last event says is known once it has arrived, asked for or not", async () => {
  const stream = await streamOf(pieces(REPLY));
  assert.equal(stream.usage, undefined);
  for await (const event of stream) {
    assert.deepEqual(event, { messageStart: { role: "assistant" } });
    assert.deepEqual([stream.usage, stream.metrics], [USAGE, { latencyMs: 4 }]);
    break;
  }
  assert.deepEqual([stream.usage, stream.metrics], [USAGE, { latencyMs: 4 }]);
});

test("an event that is not JSON fails in its turn, and what came before it is read", async () => {
  const broken = Buffer.concat([REPLY.subarray(0, REPLY.length), frame("metadata", '{"usage":')]);
  const iterator = (await streamOf(pieces(broken)))[Symbol.asyncIterator]();
  const results = await within(Promise.allSettled(Array.from({ length: 7 }, () => iterator.next())));
  assert.deepEqual(
    results.map(({ status }) => status),
    [...Array(5).fill("fulfilled"), "rejected", "fulfilled"],
  );
  assert.match(results[5].reason.message, /payload is not JSON/);
  assert.equal(results[6].value.done, true);
});
