// How calls and streams of the official `openai` SDK on Bedrock end before their time: left, aborted, late, broken off.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import OpenAI from "openai";
import { collect, failure, logWhen, settled, watchRejections, within } from "./lib/client.mjs";
import { CHAT, HAIKU, ask, connectOpenAI } from "./lib/openai.mjs";

const STREAM = { ...CHAT, stream: true };
const init = (body, more) => ({ method: "POST", body: JSON.stringify(body), ...more });
const textOf = (chunks) => chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");
/** How the last request of a session ended. */
const endOf = async (session) => (await settled(session)).requests.at(-1).events.state;

describe("a stream that is left ends the request", () => {
  const STALLED = [{ kind: "stall", after: 4 }];

  test("by break", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: STALLED });
    for await (const chunk of await openai.chat.completions.create(STREAM)) if (chunk.choices[0].delta.content) break;
    assert.equal(await endOf(session), "aborted");
  });

  test("by its controller, while it waits", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: STALLED });
    const stream = await openai.chat.completions.create(STREAM);
    const iterator = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 4; count++) await iterator.next();
    const pending = iterator.next();
    stream.controller.abort();
    // That the SDK is silent about it is its own way.
    assert.equal((await within(pending)).done, true);
    assert.equal(await endOf(session), "aborted");
  });

  test("by abort() of stream()", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: STALLED });
    const stream = openai.chat.completions.stream(CHAT);
    stream.on("content", () => stream.abort());
    assert.ok((await failure(stream.done())) instanceof OpenAI.APIUserAbortError);
    assert.equal(await endOf(session), "aborted");
  });

  test("by cancelling what toReadableStream() gave", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: STALLED });
    const reader = (await openai.chat.completions.create(STREAM)).toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    assert.equal(await endOf(session), "aborted");
  });

  test("by a signal, and the body fails with its reason, as fetch's does", async (t) => {
    const { fetch, session } = await connectOpenAI(t, { faults: STALLED });
    const controller = new AbortController();
    const { body } = await fetch("https://a.invalid/chat/completions", init(STREAM, { signal: controller.signal }));
    const reader = body.getReader();
    for (let count = 0; count < 4; count++) await reader.read();
    const pending = failure(reader.read());
    const reason = new Error("enough");
    controller.abort(reason);
    assert.equal(await pending, reason);
    assert.equal(await endOf(session), "aborted");
  });

  test("by cancelling the body", async (t) => {
    const { fetch, session } = await connectOpenAI(t, { faults: STALLED });
    const { body } = await fetch("https://a.invalid/chat/completions", init(STREAM));
    const reader = body.getReader();
    for (let count = 0; count < 4; count++) await reader.read();
    const pending = reader.read();
    await reader.cancel();
    assert.equal((await within(pending)).done, true);
    assert.equal(await endOf(session), "aborted");
  });
});

describe("before there is an answer", () => {
  test("a signal stops the call", async (t) => {
    const { openai, fetch, session } = await connectOpenAI(t, {
      faults: [{ kind: "hang" }, { kind: "hang" }],
      sdk: { maxRetries: 2 },
    });
    for (const stream of [true, false]) {
      const controller = new AbortController();
      const pending = failure(openai.chat.completions.create({ ...CHAT, stream }, { signal: controller.signal }));
      await logWhen(session, ({ open }) => open === 1);
      controller.abort();
      assert.ok((await pending) instanceof OpenAI.APIUserAbortError);
      await settled(session);
    }
    const aborted = AbortSignal.abort(new Error("enough"));
    const error = await failure(fetch("https://a.invalid/chat/completions", init(CHAT, { signal: aborted })));
    assert.equal(error.message, "enough");
    assert.equal((await session.log()).total, 2);
  });

  test("the SDK's time-out stops it, and the SDK tries again", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: [{ kind: "hang" }, { kind: "hang" }] });
    const error = await failure(openai.chat.completions.create(CHAT, { timeout: 150, maxRetries: 1 }));
    assert.ok(error instanceof OpenAI.APIConnectionTimeoutError, error.stack);
    assert.equal((await settled(session)).total, 2);
  });

  test("the client's own time-out counts only where the caller has no signal", async (t) => {
    const { fetch, session } = await connectOpenAI(t, { timeout: 100, faults: Array(3).fill({ kind: "hang" }) });
    const url = "https://a.invalid/chat/completions";
    for (const given of [[url, init(CHAT)], [new Request(url, init(CHAT))]]) {
      const error = await failure(fetch(...given));
      assert.deepEqual([error.name, error.cause.name], ["TypeError", "APIConnectionTimeoutError"]);
    }
    const gated = await connectOpenAI(t, { timeout: 100, faults: [{ kind: "gate" }] });
    const pending = gated.openai.chat.completions.create(CHAT);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await gated.session.release();
    assert.ok((await within(pending)).choices[0].message.content);
    assert.equal((await settled(session)).total, 2);
  });
});

describe("a stream that breaks", () => {
  const BROKEN = {
    "an exception": [
      { kind: "exception", name: "throttlingException", after: 4, message: "Slow down." },
      "ThrottlingException",
      "rate_limit_error",
      /^Slow down\./,
    ],
    "an exception of the model": [
      { kind: "exception", name: "modelStreamErrorException", after: 4 },
      "ModelStreamErrorException",
      "server_error",
      /./,
    ],
    "refused input": [
      { kind: "exception", name: "validationException", after: 4, message: "No." },
      "ValidationException",
      "invalid_request_error",
      /^No\./,
    ],
    "an error frame": [
      { kind: "errorFrame", code: "internalServerException", after: 4, message: "Oh." },
      "InternalServerException",
      "server_error",
      /^Oh\./,
    ],
    "half an event": [{ kind: "truncate", after: 4 }, null, "server_error", /./],
    "an early end": [{ kind: "endEarly", after: 4 }, null, "server_error", /./],
    "a reset": [{ kind: "reset", after: 4 }, null, "server_error", /./],
    "a wrong checksum": [{ kind: "badCrc", after: 4, part: "message" }, null, "server_error", /checksum/],
  };
  for (const [what, [fault, code, type, message]] of Object.entries(BROKEN)) {
    test(`by ${what} is an APIError, after what came before it`, async (t) => {
      const { openai, session } = await connectOpenAI(t, { faults: [fault], sdk: { maxRetries: 2 } });
      const { data, request_id } = await openai.chat.completions.create(STREAM).withResponse();
      const chunks = [];
      const error = await failure(
        (async () => {
          for await (const chunk of data) chunks.push(chunk);
        })(),
      );
      assert.equal(error.constructor, OpenAI.APIError, error.stack);
      assert.deepEqual(
        [error.status, error.code, error.type, error.param, error.requestID],
        [undefined, code, type, null, request_id],
      );
      assert.match(error.message, message);
      assert.ok(chunks.length >= 3 && textOf(chunks).length > 0);
      // Nothing is repeated once a stream has begun.
      assert.equal((await settled(session)).total, 1);
    });
  }

  test("rejects the SDK's helper, and has no [DONE]", async (t) => {
    const fault = { kind: "endEarly", after: 4 };
    const { openai } = await connectOpenAI(t, { faults: [fault, fault] });
    assert.ok((await failure(openai.chat.completions.stream(CHAT).finalContent())) instanceof OpenAI.APIError);
    const events = (await (await openai.chat.completions.create(STREAM).asResponse()).text()).split("\n\n");
    assert.equal(events.pop(), "");
    const { error } = JSON.parse(events.at(-1).replace("data: ", ""));
    assert.deepEqual(Object.keys(error).sort(), ["code", "message", "param", "type"]);
    assert.ok(!events.includes("data: [DONE]"));
  });

  test("by standing still is an APIError as well", async (t) => {
    const { openai, session } = await connectOpenAI(t, { streamIdleTimeout: 150, faults: [{ kind: "stall", after: 4 }] });
    const error = await failure(collect(await openai.chat.completions.create(STREAM)));
    assert.match(error.message, /streamIdleTimeout/);
    assert.equal(await endOf(session), "aborted");
  });
});

test("of ten streams at once, those that are broken off end, and the others are whole", async (t) => {
  const unhandled = watchRejections(t);
  const staying = await connectOpenAI(t, { session: { tokenMs: 2 } });
  // These never end by themselves, however slow this machine is.
  const leaving = await connectOpenAI(t, { faults: Array(10).fill({ kind: "stall", after: 9 }) });
  const requests = Array.from({ length: 10 }, (_, index) => ({
    model: HAIKU,
    messages: ask(`Tell me about the number ${index}.`),
  }));
  const wholes = await Promise.all(requests.map((request) => staying.openai.chat.completions.create(request)));
  // Which, when and how is up to chance, but not whether both kinds happen.
  const leavers = new Set([0, ...Array.from({ length: 5 }, () => Math.floor(Math.random() * 9))]);
  const read = async (request, index) => {
    const { openai } = leavers.has(index) ? leaving : staying;
    const stream = await openai.chat.completions.create({ ...request, stream: true });
    if (!leavers.has(index)) return textOf(await collect(stream));
    const [chunks, most, breaks] = [[], 1 + Math.floor(Math.random() * 6), Math.random() < 0.5];
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (chunks.length < most) continue;
      if (breaks) break;
      stream.controller.abort();
    }
    return textOf(chunks);
  };
  const texts = await within(Promise.all(requests.map(read)));
  for (const [index, text] of texts.entries()) {
    const { content } = wholes[index].choices[0].message;
    if (leavers.has(index)) assert.ok(content.startsWith(text) && text.length < content.length, text);
    else assert.equal(text, content);
  }
  const statesOf = async ({ session }) => (await settled(session)).requests.map(({ events }) => events.state);
  assert.deepEqual(await statesOf(leaving), Array(leavers.size).fill("aborted"));
  assert.deepEqual(await statesOf(staying), Array(20 - leavers.size).fill("done"));
  assert.deepEqual(await unhandled(), []);
});
