// A stream that is given up leaves nothing behind, however it is given up: no listener on the caller's signal, no timer, no
// request, no buffer. Where the caller says nothing, the garbage collector does.
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { describe, test } from "node:test";
import { CHAT, collects, connect, failure, settled, within } from "./lib/client.mjs";
import { CHAT as OPENAI_CHAT, NOVA } from "./lib/openai.mjs";

const STALL = { kind: "stall", after: 3 };

/** The timers that are set and neither gone off nor taken back. */
const timers = new Set();
const { setTimeout: set, clearTimeout: clear } = globalThis;
globalThis.setTimeout = (action, ms, ...of) => {
  const timer = set(
    (...given) => {
      timers.delete(timer);
      action(...given);
    },
    ms,
    ...of,
  );
  if (ms === IDLE_MS) timers.add(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => {
  timers.delete(timer);
  clear(timer);
};
/** Of our streams only: nobody else sets a timer for so long. */
const IDLE_MS = 123_456;

const VOCABULARIES = {
  "Bedrock's": (bedrock, options) => bedrock.converseStream(CHAT, options),
  "OpenAI's": (bedrock, options) => bedrock.chat.completions.create({ ...OPENAI_CHAT, model: NOVA, stream: true }, options),
};

/** Reads until nothing more arrives, and gives the call that waits. */
async function readSome(iterator) {
  for (let at = 0; at < 2; at += 1) await iterator.next();
}

/**
 * The ways to give up a stream. Each gives what must be collected, and what the caller still holds.
 */
const WAYS = {
  "aborted by its controller, unread": async (open) => {
    const stream = await open();
    stream.controller.abort();
    return { held: stream };
  },
  "aborted by its controller, half read": async (open) => {
    const stream = await open();
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.controller.abort();
    // What had arrived goes too.
    assert.equal((await iterator.next()).done, true);
    return { held: stream };
  },
  "aborted by its controller while it is read": async (open) => {
    const stream = await open();
    const iterator = stream[Symbol.asyncIterator]();
    await readSome(iterator);
    const pending = [iterator.next(), iterator.next(), iterator.next()];
    stream.controller.abort();
    await within(Promise.all(pending));
    return { held: stream };
  },
  "given up unread": async (open) => ({ dropped: new WeakRef(await open()) }),
  "given up unread, and its controller kept": async (open) => {
    const stream = await open();
    return { dropped: new WeakRef(stream), held: stream.controller };
  },
  "never awaited": async (open, begun) => {
    const call = open();
    await begun();
    return { dropped: new WeakRef(call) };
  },
  "half read and dropped": async (open) => {
    const stream = await open();
    await readSome(stream[Symbol.asyncIterator]());
    return { dropped: new WeakRef(stream) };
  },
  "half read by one branch of a tee, and both dropped": async (open) => {
    const [one] = (await open()).tee();
    await readSome(one[Symbol.asyncIterator]());
    return { dropped: new WeakRef(one) };
  },
  "half read as lines of JSON, and dropped": async (open) => {
    const readable = (await open()).toReadableStream();
    await readable.getReader().read();
    return { dropped: new WeakRef(readable) };
  },
  "handed out by asResponse(), and dropped unread": async (open) => ({ dropped: new WeakRef(await open().asResponse()) }),
  "handed out by asResponse(), half read and dropped": async (open) => {
    const response = await open().asResponse();
    await response.body.getReader().read();
    return { dropped: new WeakRef(response) };
  },
  "handed out by asResponse(), and cancelled": async (open) => {
    const response = await open().asResponse();
    await response.body.cancel();
    return { held: response };
  },
  "handed out by withResponse(), and dropped": async (open) => ({ dropped: new WeakRef(await open().withResponse()) }),
};

const listenersOf = (signal) => getEventListeners(signal, "abort").length;

for (const [name, begin] of Object.entries(VOCABULARIES)) {
  describe(`a stream in ${name} vocabulary leaves nothing behind`, () => {
    for (const [way, giveUp] of Object.entries(WAYS)) {
      test(way, async (t) => {
        const { bedrock, session } = await connect(t, { faults: [STALL], streamIdleTimeout: IDLE_MS });
        const { signal } = new AbortController();
        const open = () => begin(bedrock, { signal });
        const begun = async () => {
          while ((await session.log()).open === 0) await new Promise(setImmediate);
        };
        const { dropped, held } = await giveUp(open, begun);
        await collects(() => !dropped?.deref(), "the stream");
        await collects(() => listenersOf(signal) === 0, "the listener on the signal");
        await collects(async () => (await session.log()).open === 0, "the request");
        await collects(() => timers.size === 0, "the timer");
        assert.ok(held === undefined || typeof held === "object");
      });
    }

    test("handed out by asResponse(), and read to its end", async (t) => {
      const { bedrock, session } = await connect(t);
      const { signal } = new AbortController();
      const response = await begin(bedrock, { signal }).asResponse();
      assert.equal(listenersOf(signal), 1);
      assert.ok((await response.arrayBuffer()).byteLength > 0);
      assert.equal(listenersOf(signal), 0);
      await settled(session);
    });

    test("handed out by asResponse(), it ends with the signal, and so says its body", async (t) => {
      const { bedrock, session } = await connect(t, { faults: [STALL] });
      const controller = new AbortController();
      const response = await begin(bedrock, controller).asResponse();
      const body = failure(response.text());
      controller.abort(new RangeError("enough"));
      assert.match((await body).name, /AbortError|RangeError/);
      assert.equal(listenersOf(controller.signal), 0);
      await settled(session);
    });
  });
}

test("a signal has one listener, however many calls and streams share it, and none after them", async (t) => {
  const warnings = [];
  const add = (warning) => warnings.push(warning.name);
  process.on("warning", add);
  t.after(() => process.off("warning", add));
  const { bedrock } = await connect(t);
  const controller = new AbortController();
  const { signal } = controller;
  const calls = Array.from({ length: 50 }, () => bedrock.converse(CHAT, { signal }));
  const streams = Array.from({ length: 50 }, () => bedrock.converseStream(CHAT, { signal }));
  const open = await Promise.all(streams);
  assert.equal(listenersOf(signal), 1);
  await Promise.all(calls);
  assert.equal(listenersOf(signal), 1);
  await open[0].close();
  assert.equal(listenersOf(signal), 1);
  // All of them are told.
  controller.abort();
  for (const stream of open.slice(1))
    assert.equal((await failure(stream[Symbol.asyncIterator]().next())).name, "APIUserAbortError");
  assert.equal(listenersOf(signal), 0);
  await new Promise(setImmediate);
  assert.deepEqual(warnings, []);
});
