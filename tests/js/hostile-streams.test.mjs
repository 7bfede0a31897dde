// A stream whose response misbehaves fails alone, with words that help, or works where its bytes can be had at all: in Bedrock's
// vocabulary and in OpenAI's, beside streams of the same client and of another that have begun before and end after it.
import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import { Bedrock, BedrockError } from "bedrock-wasm";
import { CREDENTIALS, failure, watchRejections, within } from "./lib/client.mjs";
import { frame } from "./lib/frames.mjs";
import { never, raise, revoked } from "./pages/hostile-things.mjs";

const MARK = "a hostile stream";
const WORDS = ["Well", ", ", "there", " is", " more."];
const FRAMES = [
  frame("messageStart", '{"role":"assistant"}'),
  ...WORDS.map((text) => frame("contentBlockDelta", JSON.stringify({ contentBlockIndex: 0, delta: { text } }))),
  frame("contentBlockStop", '{"contentBlockIndex":0}'),
  frame("messageStop", '{"stopReason":"end_turn"}'),
  frame("metadata", '{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":4}}'),
];
const BYTES = Buffer.concat(FRAMES);
const headers = new Headers({ "content-type": "application/vnd.amazon.eventstream" });

/** A body whose reader gives the results of `read` in turn. */
const reading = (read, cancel = async () => {}) => ({ getReader: () => ({ read, cancel }) });
/** A body of these pieces. */
const pieces = (...values) => {
  const left = [...values];
  return reading(async () => (left.length > 0 ? { value: left.shift(), done: false } : { value: undefined, done: true }));
};
const bufferOf = (bytes) => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
async function* generated(...values) {
  yield* values;
}
/** Views whose own words about themselves are wrong. */
const lying = (name, value) => Object.defineProperty(new Uint8Array(BYTES), name, { value });
const NO_BYTES = /A piece of the response's body \(\w+\) is not a Uint8Array\. Pass a `fetch`/;
const BROKEN = /broke off|ended|cut off|connection/i;

/** Bodies that can be read. */
const READABLE = {
  "a Readable of Node": () => Readable.from(FRAMES.map((bytes) => Buffer.from(bytes))),
  "a Readable of Node, byte by byte": () => Readable.from([...BYTES].map((byte) => Buffer.from([byte]))),
  "an async iterable": () => generated(...FRAMES),
  "views of another kind of bytes": () => pieces(new Int8Array(bufferOf(BYTES)), new Uint8ClampedArray()),
  "a view whose length is absurd": () => pieces(lying("length", 2 ** 40)),
  "a view whose length is negative": () => pieces(lying("length", -1)),
  "empty pieces": () => pieces(new Uint8Array(), BYTES, new Uint8Array()),
  "one piece of many megabytes": () =>
    pieces(Buffer.concat([...Array.from({ length: 200_000 }, () => FRAMES[1]), ...FRAMES.slice(-3)])),
  "a cancel that throws": () => Object.assign(pieces(BYTES), { cancel: () => raise(new Error("boom")) }),
};

/** Bodies that cannot, with what their errors say. */
const UNREADABLE = {
  strings: [() => pieces(BYTES.toString("latin1")), NO_BYTES],
  "a Readable of strings": [() => Readable.from(["{}"]), NO_BYTES],
  undefined: [() => pieces(undefined), NO_BYTES],
  null: [() => pieces(null), NO_BYTES],
  numbers: [() => pieces(5), NO_BYTES],
  ArrayBuffers: [() => pieces(...FRAMES.map(bufferOf)), NO_BYTES],
  DataViews: [() => pieces(new DataView(bufferOf(BYTES))), NO_BYTES],
  "typed arrays of another kind": [() => pieces(new Uint16Array(bufferOf(BYTES.subarray(0, 64)))), NO_BYTES],
  "a list of numbers": [() => pieces([...BYTES]), NO_BYTES],
  Symbols: [() => pieces(Symbol("piece")), NO_BYTES],
  "an object with an absurd length": [() => pieces({ length: 2 ** 40, buffer: new ArrayBuffer(1) }), NO_BYTES],
  "a proxy of bytes": [() => pieces(new Proxy(new Uint8Array(BYTES), {})), NO_BYTES],
  "a piece of gigabytes": [() => pieces(new Uint8Array(3e9)), /A piece of the response's body has 3000000000 bytes\. Pass/],
  "a revoked proxy as a piece": [() => pieces(revoked()), /piece|broke/],
  "a view whose buffer is a lie": [() => pieces(lying("buffer", 5)), /broke|stream|frame/i],
  "a view whose byteLength is a lie": [() => pieces(lying("byteLength", 2 ** 40)), BROKEN],
  "bytes that are no frames": [() => pieces(new Uint8Array(1000).fill(7)), /frame|stream/i],
  "a body that is a string": [() => "bytes", /no body that can be read/],
  "a body that is missing": [() => null, /no body that can be read/],
  "a body that is an object": [() => ({}), /no body that can be read/],
  "a body that is a revoked proxy": [() => revoked(), BROKEN],
  "a getReader that throws": [() => ({ getReader: () => raise(new Error("boom")) }), BROKEN],
  "a getReader that gives nothing": [() => ({ getReader: () => undefined }), /no body|broke/],
  "a getReader that is no function": [() => ({ getReader: 5 }), BROKEN],
  "a read that throws": [() => reading(() => raise(revoked())), BROKEN],
  "a read that rejects": [() => reading(() => Promise.reject(revoked())), BROKEN],
  "a read that rejects with undefined": [() => reading(() => Promise.reject()), BROKEN],
  "a read that gives nothing": [() => reading(async () => undefined), BROKEN],
  "a read that gives a number": [() => reading(() => 5), NO_BYTES],
  "a read that gives a revoked proxy": [() => reading(() => revoked()), BROKEN],
  "a read that never settles": [() => reading(never), /No piece of the stream arrived within streamIdleTimeout/],
  "an iterable that never settles": [() => ({ [Symbol.asyncIterator]: () => ({ next: never }) }), /streamIdleTimeout/],
  "an iterable that throws": [() => ({ [Symbol.asyncIterator]: () => raise(null) }), BROKEN],
  "a Readable that fails": [() => new Readable({ read: (_) => raise(new Error("disk")) }), BROKEN],
  "a Readable that ends too early": [() => Readable.from([Buffer.from(FRAMES[0])]), BROKEN],
  "a read and a cancel that throw": [
    () =>
      reading(
        () => raise(new Error("boom")),
        () => raise(revoked()),
      ),
    BROKEN,
  ],
  "a cancel that rejects": [
    () =>
      reading(
        () => raise(new Error("boom")),
        () => Promise.reject(revoked()),
      ),
    BROKEN,
  ],
  "a cancel that gives nothing": [
    () =>
      reading(
        () => raise(new Error("boom")),
        () => undefined,
      ),
    BROKEN,
  ],
};

const VOCABULARIES = {
  "Bedrock's": {
    open: (bedrock, text, options) =>
      bedrock.converseStream({ modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text }] }] }, options),
    textOf: (event) => event.contentBlockDelta?.delta.text,
  },
  "OpenAI's": {
    open: (bedrock, content, options) =>
      bedrock.chat.completions.create(
        { model: "bedrock/nova-micro", messages: [{ role: "user", content }], stream: true },
        options,
      ),
    textOf: (chunk) => chunk.choices[0]?.delta.content,
  },
};

/** Clients whose fetch gives the hostile body to the hostile stream, and to others one that waits in the middle. */
function setUp(body) {
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  const respond = (given) => ({ status: 200, headers, body: given });
  const half = FRAMES.length >> 1;
  async function* waiting() {
    yield* FRAMES.slice(0, half);
    await opened;
    yield* FRAMES.slice(half);
  }
  const fetch = async (_, init) => {
    const text = new TextDecoder().decode(init.body);
    return respond(text.includes(MARK) ? body() : text.includes("wait") ? ReadableStream.from(waiting()) : pieces(BYTES));
  };
  const options = { region: "us-east-1", credentials: CREDENTIALS, maxRetries: 0, fetch };
  return { bedrock: new Bedrock(options), other: new Bedrock(options), open };
}

async function textOf(stream, { textOf: read }, first) {
  let text = "";
  for await (const event of stream) {
    text += read(event) ?? "";
    first?.();
  }
  return text;
}

/** Opens the hostile stream between others, and gives what became of it. */
async function play(t, vocabulary, body) {
  const unhandled = watchRejections(t);
  const { bedrock, other, open } = setUp(body);
  const beside = [bedrock, other].map((client) => {
    let begun;
    const first = new Promise((resolve) => {
      begun = resolve;
    });
    return { first, text: vocabulary.open(client, "wait").then((stream) => textOf(stream, vocabulary, begun)) };
  });
  await Promise.all(beside.map(({ first }) => first));
  const hostile = vocabulary.open(bedrock, MARK, { streamIdleTimeout: 100 }).then((stream) => textOf(stream, vocabulary));
  const [result] = await within(Promise.allSettled([hostile]));
  open();
  const next = vocabulary.open(bedrock, "next").then((stream) => textOf(stream, vocabulary));
  for (const text of [...beside.map((each) => each.text), next]) assert.equal(await within(text), WORDS.join(""));
  assert.deepEqual(await unhandled(), []);
  return result;
}

for (const [name, vocabulary] of Object.entries(VOCABULARIES)) {
  describe(`in ${name} vocabulary`, () => {
    for (const [what, body] of Object.entries(READABLE)) {
      test(`what can be read is read: ${what}`, async (t) => {
        const { value, reason } = await play(t, vocabulary, body);
        const expected = what.includes("megabytes") ? WORDS[0].repeat(200_000) : WORDS.join("");
        assert.ok(value === expected, reason?.stack ?? value.slice(0, 200));
      });
    }
    for (const [what, [body, says]] of Object.entries(UNREADABLE)) {
      test(`what cannot be read fails alone: ${what}`, async (t) => {
        const { value, reason } = await play(t, vocabulary, body);
        assert.ok(reason instanceof BedrockError, reason?.stack ?? value);
        assert.match(reason.message, says);
        assert.doesNotMatch(reason.message, /WebAssembly/);
      });
    }
  });
}

test("leaving a stream whose body cannot be cancelled leaves it all the same", async (t) => {
  const unhandled = watchRejections(t);
  for (const cancel of [() => raise(revoked()), () => Promise.reject(revoked()), () => 5, undefined]) {
    const { bedrock } = setUp(() => reading(async () => ({ value: BYTES, done: false }), cancel));
    for await (const event of await VOCABULARIES["Bedrock's"].open(bedrock, MARK)) if (event) break;
  }
  assert.deepEqual(await unhandled(), []);
});

test("a Readable of Node is destroyed when its stream is left, also while it waits", async () => {
  let readable = new Readable({ read: () => {} });
  const { bedrock } = setUp(() => readable);
  readable.push(Buffer.from(FRAMES[0]));
  const iterator = (await VOCABULARIES["Bedrock's"].open(bedrock, MARK))[Symbol.asyncIterator]();
  await iterator.next();
  const pending = iterator.next();
  await new Promise(setImmediate);
  await iterator.return();
  assert.equal(readable.destroyed, true);
  assert.equal((await within(pending)).done, true);
  // Before its first event.
  readable = new Readable({ read: () => {} });
  const controller = new AbortController();
  const call = failure(VOCABULARIES["Bedrock's"].open(bedrock, MARK, { signal: controller.signal }));
  while (readable.listenerCount("readable") === 0) await new Promise(setImmediate);
  controller.abort();
  assert.equal((await call).name, "APIUserAbortError");
  assert.equal(readable.destroyed, true);
});
