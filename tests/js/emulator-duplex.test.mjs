// InvokeModelWithBidirectionalStream of the local Bedrock under AWS's own client: as its build for Node does it, over HTTP/2,
// and as its build for browsers does it, over a WebSocket with a presigned URL.

import assert from "node:assert/strict";
import { Transform } from "node:stream";
import { describe, test } from "node:test";

import * as nodeBuild from "@aws-sdk/client-bedrock-runtime";
import { eventStreamPayloadHandlerProvider } from "@aws-sdk/eventstream-handler-node";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";

import { API_KEY, AWS_HOST, browserBuild, connect, logWhen } from "./lib/emulator-clients.mjs";

const SONIC = "amazon.nova-2-sonic-v1:0";

/** Node's handler keeps the connection of a stream open when its client is destroyed; this one can leave. */
class Leaving extends NodeHttp2Handler {
  async handle(request, options) {
    const output = await super.handle(request, options);
    this.leave = () => output.response.body.destroy();
    return output;
  }
}

const WAYS = [
  {
    name: "HTTP/2",
    sdk: { ...nodeBuild, eventStreamPayloadHandlerProvider },
    options: () => ({ requestHandler: new Leaving() }),
    leave: (client) => client.config.requestHandler.leave(),
    status: 200,
  },
  {
    name: "WebSocket",
    sdk: await browserBuild(),
    options: () => ({ host: AWS_HOST }),
    leave: (client) => client.destroy(),
    status: 101,
  },
];

/** What a test says into the stream, event by event, until it has said `null`. */
class Microphone {
  #events = [];
  #wake = () => {};
  say(...events) {
    this.#events.push(...events);
    this.#wake();
  }
  async *[Symbol.asyncIterator]() {
    for (;;) {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
        if (event === null) return;
        yield { chunk: { bytes: new TextEncoder().encode(JSON.stringify({ event })) } };
      }
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}

const START = [{ sessionStart: { inferenceConfiguration: { maxTokens: 1024 } } }, { promptStart: { promptName: "p" } }];
const END = [{ promptEnd: { promptName: "p" } }, { sessionEnd: {} }, null];
const text = (contentName, content, role = "USER") => [
  { contentStart: { promptName: "p", contentName, type: "TEXT", role, interactive: role === "USER" } },
  { textInput: { promptName: "p", contentName, content } },
  { contentEnd: { promptName: "p", contentName } },
];

/**
 * Opens a stream; `hear()` gives the next event, `answer()` the text of the next answer.
 *
 * The SDK waits for the first event before it hands out a stream, so there must be something to answer in `say`.
 */
async function open(t, { sdk, options }, { modelId = SONIC, say = [], ...more } = {}) {
  const { client, session } = await connect(t, sdk.BedrockRuntimeClient, { ...options(), ...more });
  const microphone = new Microphone();
  microphone.say(...say);
  t.after(() => microphone.say(null));
  const { body } = await client.send(new sdk.InvokeModelWithBidirectionalStreamCommand({ modelId, body: microphone }));
  const events = body[Symbol.asyncIterator]();
  const hear = async () => {
    const { done, value } = await events.next();
    return done ? null : JSON.parse(new TextDecoder().decode(value.chunk.bytes)).event;
  };
  const answer = async () => {
    let text = "";
    for (;;) {
      const event = await hear();
      assert.ok(event, "the stream ended in an answer");
      text += event.textOutput?.content ?? "";
      if (event.completionEnd) return text;
    }
  };
  return { client, session, microphone, hear, answer };
}

/**
 * All events until the stream ends, and the error it ended with. Says goodbye when it was answered: a WebSocket is closed with
 * its input, and what comes later is lost.
 */
async function rest(opening) {
  const heard = [];
  try {
    const stream = await opening;
    for (let event = await stream.hear(); event; event = await stream.hear()) {
      heard.push(event);
      if (event.completionEnd) stream.microphone.say(...END);
    }
    return { heard };
  } catch (error) {
    return { heard, error };
  }
}

for (const way of WAYS) {
  describe(`over ${way.name}`, { timeout: 30_000 }, () => {
    test("a question is answered before the next is asked", async (t) => {
      const stream = await open(t, way, {
        say: [...START, ...text("s", "Be brief.", "SYSTEM"), ...text("a", "Tell me about glaciers")],
      });
      const first = await stream.answer();
      assert.match(first, /glaciers/);
      stream.microphone.say(...text("b", "Tell me about volcanoes"));
      const second = await stream.answer();
      assert.match(second, /volcanoes/);
      assert.notEqual(first, second);
      stream.microphone.say(...END);
      assert.equal(await stream.hear(), null);

      const { requests } = await logWhen(stream.session, ({ open }) => open === 0);
      const [{ operation, modelId, status, bodyText, events }] = requests;
      assert.deepEqual([operation, modelId, status], ["InvokeModelWithBidirectionalStream", SONIC, way.status]);
      assert.deepEqual(events, { sent: events.sent, total: events.sent, state: "done" });
      const said = bodyText
        .trim()
        .split("\n")
        .map((line) => Object.keys(JSON.parse(line).event)[0]);
      assert.equal(said.length, START.length + 3 * 3 + END.length - 1);
      assert.equal(said.at(-1), "sessionEnd");
    });

    test("an answer is a completion of its prompt, and usage adds up", async (t) => {
      const stream = await open(t, way, { say: [...START, ...text("a", "Tell me about bridges")] });
      const events = [];
      do events.push(await stream.hear());
      while (!events.at(-1).completionEnd);
      const names = events.map((event) => Object.keys(event)[0]);
      assert.deepEqual(names.slice(0, 2), ["completionStart", "contentStart"]);
      assert.deepEqual(names.slice(-3), ["contentEnd", "usageEvent", "completionEnd"]);
      assert.ok(names.slice(2, -3).length > 1 && names.slice(2, -3).every((name) => name === "textOutput"), names.join());
      const ids = events
        .map((event) => Object.values(event)[0])
        .map(({ sessionId, promptName, completionId }) => [sessionId, promptName, completionId].join());
      assert.equal(new Set(ids).size, 1);
      assert.deepEqual([events.at(-3).contentEnd.stopReason, events.at(-1).completionEnd.stopReason], ["END_TURN", "END_TURN"]);
      const { totalInputTokens, totalOutputTokens, totalTokens, details } = events.at(-2).usageEvent;
      assert.equal(totalTokens, totalInputTokens + totalOutputTokens);
      assert.deepEqual(details.delta, details.total);
      stream.microphone.say(...END);
    });

    test("a wrong signature of an event ends the stream with an exception", async (t) => {
      let signed = 0;
      const eventStreamPayloadHandlerProvider = (options) => {
        const sign = async (...args) => {
          const made = await (await options.messageSigner()).sign(...args);
          signed += 1;
          const last = made.signature.endsWith("0") ? "1" : "0";
          return signed === 6 ? { ...made, signature: made.signature.slice(0, -1) + last } : made;
        };
        return way.sdk.eventStreamPayloadHandlerProvider({ ...options, messageSigner: async () => ({ sign }) });
      };
      const stream = await open(t, way, {
        eventStreamPayloadHandlerProvider,
        say: [...START, ...text("a", "Tell me about rivers")],
      });
      assert.match(await stream.answer(), /rivers/);
      stream.microphone.say(...text("b", "Tell me about lakes"));
      const { heard, error } = await rest(stream);
      assert.deepEqual(heard, []);
      assert.equal(error.name, "ValidationException");
      assert.match(error.message, /The request signature we calculated does not match/);
    });

    test("events out of place are refused with an exception", async (t) => {
      for (const [say, message] of [
        [[{ promptStart: { promptName: "p" } }], /sessionStart comes first/],
        [
          [...START, { textInput: { promptName: "p", contentName: "c", content: "x" } }],
          /there is no open content c of type TEXT/,
        ],
        [[...START, { whatever: {} }], /there is no event whatever/],
      ]) {
        const { error } = await rest(open(t, way, { say }));
        assert.ok(error instanceof way.sdk.ValidationException, String(error));
        assert.match(error.message, message);
      }
    });

    test("faults happen in the stream", async (t) => {
      const say = [...START, ...text("a", "Tell me about tides")];
      const streamed = async (fault) => rest(open(t, way, { session: { faults: [fault] }, say }));
      const whole = await rest(open(t, way, { say }));
      assert.equal(whole.error, undefined);
      const thrown = await streamed({ kind: "exception", name: "modelTimeoutException", after: 2, message: "too slow" });
      assert.deepEqual([thrown.heard.length, thrown.error.name, thrown.error.message], [2, "ModelTimeoutException", "too slow"]);
      const atOnce = await streamed({ kind: "exception", name: "throttlingException" });
      assert.deepEqual([atOnce.heard.length, atOnce.error.name], [0, "ThrottlingException"]);
      const failed = await streamed({ kind: "errorFrame", code: "InternalFailure", message: "out of order", after: 1 });
      assert.match(failed.error.message, /out of order/);
      const early = await streamed({ kind: "endEarly", after: 3 });
      assert.deepEqual([early.heard.length, early.error], [3, undefined]);
      const cut = await streamed({ kind: "truncate", after: 3 });
      assert.equal(cut.heard.length, 3);
      assert.match(cut.error.message, /Truncated event message/);
      const corrupt = await streamed({ kind: "badCrc", part: "message", after: 3 });
      assert.deepEqual([corrupt.heard.length, /checksum/i.test(corrupt.error.message)], [3, true]);
      const slow = await streamed({ kind: "slow", tokenMs: 1 });
      assert.equal(slow.heard.length, whole.heard.length);
    });

    test("a stalled stream goes on when it is released", async (t) => {
      const stream = await open(t, way, {
        session: { faults: [{ kind: "stall", after: 2 }] },
        say: [...START, ...text("a", "Tell me about sand")],
      });
      assert.ok((await stream.hear()).completionStart && (await stream.hear()).contentStart);
      const next = stream.answer();
      const { requests } = await logWhen(stream.session, ({ requests }) => requests[0].events.sent === 2);
      assert.equal(requests[0].events.state, "open");
      await stream.session.release();
      assert.match(await next, /sand/);
    });

    test("a client that leaves is noticed, also in a stalled stream", async (t) => {
      for (const faults of [[], [{ kind: "stall", after: 1 }]]) {
        const stream = await open(t, way, { session: { faults }, say: [...START, ...text("a", "Tell me about snow")] });
        await stream.hear();
        way.leave(stream.client);
        const { requests } = await logWhen(stream.session, ({ open }) => open === 0);
        assert.equal(requests[0].events.state, "aborted");
      }
    });
  });
}

describe("refused", { timeout: 30_000 }, () => {
  const [way] = WAYS;

  test("models that are no Sonic, and those that do not exist", async (t) => {
    const modelIs = (modelId) => open(t, way, { modelId, say: START });
    await assert.rejects(modelIs("amazon.nova-micro-v1:0"), {
      name: "ValidationException",
      message: /unsupported for bidirectional streaming/,
    });
    await assert.rejects(modelIs("no-such-form"), {
      name: "ValidationException",
      message: "The provided model identifier is invalid.",
    });
  });

  test("HTTP/1.1", async (t) => {
    const opening = open(t, way, { requestHandler: new NodeHttpHandler(), say: [...START, null] });
    await assert.rejects(opening, {
      name: "ValidationException",
      message: "InvokeModelWithBidirectionalStream requires HTTP/2.",
    });
  });

  test("API keys", async (t) => {
    const requestHandler = new (class extends NodeHttp2Handler {
      async handle(request, options) {
        request.headers.authorization = `Bearer ${API_KEY}`;
        return super.handle(request, options);
      }
    })();
    await assert.rejects(open(t, way, { requestHandler, say: START }), (error) => {
      assert.deepEqual([error.name, error.message], ["AccessDeniedException", "This operation does not support API Keys"]);
      return error.$metadata.httpStatusCode === 403;
    });
  });

  test("wrong keys, and what a fault orders", async (t) => {
    const wrong = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wrong" };
    await assert.rejects(open(t, way, { credentials: wrong, say: START }), { name: "InvalidSignatureException" });
    await assert.rejects(open(t, way, { session: { faults: [{ kind: "throttle" }] }, say: START }), {
      name: "ThrottlingException",
    });
    await assert.rejects(open(t, way, { session: { faults: [{ kind: "closeBeforeHead" }] }, say: START }));
  });

  test("a body that ends without its signed end", async (t) => {
    /** Keeps back the last frame, the one that signs nothing. */
    const withoutEnd = new Transform({
      writableObjectMode: true,
      transform(frame, _, done) {
        const [total, headers] = [Buffer.from(frame).readUInt32BE(0), Buffer.from(frame).readUInt32BE(4)];
        done(null, total - headers === 16 ? undefined : frame);
      },
    });
    const requestHandler = new (class extends NodeHttp2Handler {
      async handle(request, options) {
        request.body = request.body.pipe(withoutEnd);
        return super.handle(request, options);
      }
    })();
    const { error } = await rest(open(t, way, { requestHandler, say: [...START, null] }));
    assert.equal(error.name, "ValidationException");
    assert.match(error.message, /ended without its signed end/);
  });

  test("a session that ends before its stream does", async (t) => {
    const stream = await open(t, way, { say: [...START, ...text("a", "Goodbye"), { sessionEnd: {} }] });
    assert.equal((await rest(stream)).error, undefined);
    // The client may go on writing to nobody and end when it likes.
    stream.microphone.say({ sessionStart: {} }, null);
    await logWhen(stream.session, ({ open }) => open === 0);
  });
});
