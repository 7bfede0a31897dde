// Streams while they run: when events arrive, and how a request ends that nobody wants any more. What happened is read
// from the session's log, and what is to happen is held back by a gate: nothing here depends on how fast anything is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { APIUserAbortError, BedrockError } from "bedrock-wasm";
import { CHAT, collect, connect, failure, logWhen, settled, watchRejections, within } from "./lib/client.mjs";

const DONE = { value: undefined, done: true };
const GATE = { kind: "gate", after: 3 };
const STALL = { kind: "stall", after: 3 };

/** A stream that stands still after its third event, with its iterator and those three events. */
async function stalled(t, { fault = STALL, ...options } = {}) {
  const { bedrock, session } = await connect(t, { faults: [fault] });
  const stream = await bedrock.converseStream(CHAT, options);
  const iterator = stream[Symbol.asyncIterator]();
  const events = [await iterator.next(), await iterator.next(), await iterator.next()];
  assert.ok(events.every(({ done }) => !done));
  return { bedrock, session, stream, iterator, events: events.map(({ value }) => value) };
}

/** Asserts that the service has seen the one request end before its time. */
async function assertAborted(session) {
  const { requests } = await settled(session);
  assert.deepEqual(
    requests.map(({ events }) => events.state),
    ["aborted"],
  );
}

describe("events arrive as they are sent", () => {
  test("the first are there while the rest is unsent", async (t) => {
    const { session, iterator, events } = await stalled(t, { fault: GATE });
    assert.deepEqual(events[0], { messageStart: { role: "assistant" } });
    const { requests, open } = await session.log();
    assert.deepEqual([requests[0].events.sent, requests[0].events.state, open], [3, "open", 1]);
    await session.release();
    const rest = await collect(iterator);
    assert.ok(rest.at(-1).metadata);
    const end = (await settled(session)).requests[0].events;
    assert.deepEqual(end, { sent: end.total, total: end.total, state: "done" });
    assert.equal(events.length + rest.length, end.total);
  });

  test("calls of next() at once are answered in their order, also one that comes while others wait", async (t) => {
    const { bedrock, session, iterator, events } = await stalled(t, { fault: GATE });
    const { total } = (await session.log()).requests[0].events;
    const results = [];
    const pull = () => {
      const at = results.length;
      results.push(iterator.next());
      return results[at];
    };
    const first = pull();
    while (results.length < total - 4) pull();
    // By then the other events are at hand, but they are promised to the calls before.
    const late = first.then(() => Promise.all([pull(), pull(), pull()]));
    await session.release();
    const [last, ...ends] = await within(late);
    assert.ok(last.value.metadata);
    assert.deepEqual(ends, [DONE, DONE]);
    const values = (await Promise.all(results)).slice(0, -2).map(({ value }) => value);
    assert.deepEqual([...events, ...values], await collect(await bedrock.converseStream(CHAT)));
    assert.deepEqual(await iterator.next(), DONE);
  });
});

describe("a request ends at once", () => {
  test("by break", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [STALL] });
    let count = 0;
    for await (const event of await bedrock.converseStream(CHAT)) {
      assert.ok(event);
      if (++count === 3) break;
    }
    await assertAborted(session);
  });

  test("by an exception in the loop, which is the one that is seen", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [STALL] });
    const loop = async () => {
      for await (const event of await bedrock.converseStream(CHAT)) throw new RangeError(Object.keys(event)[0]);
    };
    await assert.rejects(loop, new RangeError("messageStart"));
    await assertAborted(session);
  });

  test("by return() while next() is pending, which is then done", async (t) => {
    const { session, iterator } = await stalled(t);
    const pending = [iterator.next(), iterator.next()];
    assert.deepEqual(await within(iterator.return()), DONE);
    assert.deepEqual(await within(Promise.all(pending)), [DONE, DONE]);
    await assertAborted(session);
    assert.deepEqual(await iterator.next(), DONE);
  });

  test("by close() while next() is pending, and by dispose", async (t) => {
    for (const method of ["close", Symbol.asyncDispose]) {
      const { session, stream, iterator } = await stalled(t);
      const pending = iterator.next();
      await within(stream[method]());
      assert.deepEqual(await within(pending), DONE);
      await assertAborted(session);
    }
  });

  test("by its controller, quietly", async (t) => {
    const { session, stream, iterator } = await stalled(t);
    const pending = iterator.next();
    stream.controller.abort();
    assert.deepEqual(await within(pending), DONE);
    await assertAborted(session);
    assert.deepEqual(await iterator.next(), DONE);
  });

  test("by the call's signal, with an error whose cause is the signal's reason", async (t) => {
    const controller = new AbortController();
    const { session, stream, iterator } = await stalled(t, { signal: controller.signal });
    const pending = [failure(iterator.next()), iterator.next()];
    const reason = new Error("the user pressed Esc");
    controller.abort(reason);
    const error = await pending[0];
    assert.ok(error instanceof APIUserAbortError);
    assert.equal(error.name, "APIUserAbortError");
    assert.equal(error.cause, reason);
    assert.equal(error.requestID, stream.requestId);
    assert.deepEqual(await within(pending[1]), DONE);
    await assertAborted(session);
  });

  test("by the signal between two reads: buffered events are dropped, the error comes once", async (t) => {
    const controller = new AbortController();
    const { bedrock, session } = await connect(t, { faults: [STALL] });
    const stream = await bedrock.converseStream(CHAT, { signal: controller.signal });
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    assert.ok((await failure(iterator.next())) instanceof APIUserAbortError);
    assert.deepEqual(await iterator.next(), DONE);
    await assertAborted(session);
  });

  test("before anything was read", async (t) => {
    const controller = new AbortController();
    const ways = [
      (stream) => stream.close(),
      (stream) => stream[Symbol.asyncIterator]().return(),
      (stream) => stream.controller.abort(),
      () => controller.abort(),
    ];
    for (const end of ways) {
      const { bedrock, session } = await connect(t, { faults: [{ kind: "stall", after: 1 }] });
      await end(await bedrock.converseStream(CHAT, { signal: controller.signal }));
      await assertAborted(session);
    }
  });

  test("before its first event has arrived", async (t) => {
    for (const options of [{}, { fetch: (url, { signal, ...init }) => fetch(url, init) }]) {
      const { bedrock, session } = await connect(t, { faults: [{ kind: "stall" }], ...options });
      const controller = new AbortController();
      const call = failure(bedrock.converseStream(CHAT, { signal: controller.signal }));
      await logWhen(session, ({ open, total }) => open === 1 && total === 1);
      controller.abort();
      assert.ok((await call) instanceof APIUserAbortError);
      await assertAborted(session);
    }
  });

  test("also when the caller's own fetch ignores the signal", async (t) => {
    for (const reads of [0, 1]) {
      const { bedrock, session } = await connect(t, {
        faults: [STALL],
        fetch: (url, { signal, ...init }) => fetch(url, init),
      });
      const stream = await bedrock.converseStream(CHAT);
      if (reads === 0) {
        await stream.close();
      } else {
        for await (const event of stream) if (event) break;
      }
      await assertAborted(session);
    }
  });

  test("an end leaves nothing behind: no listener on the signal, no rejection that nobody handles", async (t) => {
    const unhandled = watchRejections(t);
    const controller = new AbortController();
    const listeners = { added: 0, removed: 0 };
    t.mock.method(controller.signal, "addEventListener", (...call) => {
      listeners.added++;
      return AbortSignal.prototype.addEventListener.apply(controller.signal, call);
    });
    t.mock.method(controller.signal, "removeEventListener", (...call) => {
      listeners.removed++;
      return AbortSignal.prototype.removeEventListener.apply(controller.signal, call);
    });
    const { bedrock, session } = await connect(t);
    await collect(await bedrock.converseStream(CHAT, { signal: controller.signal }));
    await (await bedrock.converseStream(CHAT, { signal: controller.signal })).close();
    await bedrock.converse(CHAT, { signal: controller.signal });
    assert.ok(listeners.added >= 3);
    assert.equal(listeners.removed, listeners.added);
    controller.abort();
    await settled(session);
    assert.deepEqual(await unhandled(), []);
  });
});

describe("a stream is consumed once", () => {
  test("a second loop throws, and says what to use", async (t) => {
    const { bedrock } = await connect(t);
    const stream = await bedrock.converseStream(CHAT);
    await collect(stream);
    const error = await failure(collect(stream));
    assert.ok(error instanceof BedrockError);
    assert.match(error.message, /already consumed.*\.tee\(\)/);
    assert.throws(() => stream.tee(), /\.tee\(\)/);
    assert.throws(() => stream.toReadableStream(), /\.tee\(\)/);
  });

  test("tee() gives both the same events, whoever is first", async (t) => {
    const { bedrock, session } = await connect(t);
    const [slow, fast] = (await bedrock.converseStream(CHAT)).tee();
    const fastEvents = await collect(fast);
    const slowEvents = await collect(slow);
    assert.ok(fastEvents.length > 10);
    assert.deepEqual(slowEvents, fastEvents);
    assert.equal(slow.requestId, fast.requestId);
    assert.equal((await session.log()).total, 1);
    const [left, right] = (await bedrock.converseStream(CHAT)).tee();
    assert.deepEqual(...(await Promise.all([collect(left), collect(right)])));
  });

  test("when one half leaves, the other reads on; when both have left, the request ends", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [GATE, STALL] });
    const [stays, leaves] = (await bedrock.converseStream(CHAT)).tee();
    for await (const event of leaves) if (event.messageStart) break;
    await leaves.close();
    await session.release();
    assert.ok((await collect(stays)).at(-1).metadata);
    assert.equal((await settled(session)).requests[0].events.state, "done");

    const halves = (await bedrock.converseStream(CHAT)).tee();
    for (const half of halves) {
      assert.equal((await session.log()).open, 1);
      for await (const event of half) if (event.messageStart) break;
    }
    assert.equal((await settled(session)).requests[1].events.state, "aborted");
  });

  test("an error reaches both halves", async (t) => {
    const unhandled = watchRejections(t);
    const { bedrock } = await connect(t, { faults: [{ kind: "exception", name: "throttlingException", after: 2 }] });
    const halves = (await bedrock.converseStream(CHAT)).tee();
    for (const half of halves) assert.equal((await failure(collect(half))).name, "RateLimitError");
    assert.deepEqual(await unhandled(), []);
  });
});

describe("toReadableStream()", () => {
  test("gives one line of JSON an event", async (t) => {
    const { bedrock } = await connect(t);
    const [events, lines] = (await bedrock.converseStream(CHAT)).tee();
    const text = await new Response(lines.toReadableStream()).text();
    assert.ok(text.endsWith("\n"));
    assert.deepEqual(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
      await collect(events),
    );
  });

  test("ends the request when it is cancelled, and passes errors on", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [STALL, { kind: "truncate", after: 2 }] });
    const reader = (await bedrock.converseStream(CHAT)).toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    await assertAborted(session);
    const error = await failure(new Response((await bedrock.converseStream(CHAT)).toReadableStream()).text());
    assert.equal(error.name, "APIConnectionError");
  });
});
