// How streams in both directions end and fail: by either side, by the input, by the network, and before they have begun.
// What the service has seen tells; nothing here depends on how fast anything is.
import assert from "node:assert/strict";
import net from "node:net";
import { describe, test } from "node:test";
import { inspect } from "node:util";
import { WebSocket } from "ws";
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError, Bedrock, BedrockError } from "bedrock-wasm";
import { codec, eventHeaders } from "./lib/aws.mjs";
import { CREDENTIALS, EXPIRED, collect, failure, watchRejections, within } from "./lib/client.mjs";
import { chunk, connect, echo, endless, said, SONIC } from "./lib/talk.mjs";

const DONE = { value: undefined, done: true };

/** A stream whose first answer is there, and then nothing more from either side. */
async function standing(t, options, callOptions) {
  const input = endless(chunk({ a: 1 }));
  const talk = async (session) => session.say({ echo: JSON.parse((await session.next()).bytes) });
  const { service, open } = await connect(t, talk, options);
  const stream = await open(input, callOptions);
  const iterator = stream[Symbol.asyncIterator]();
  assert.deepEqual(said((await iterator.next()).value), { echo: { a: 1 } });
  return { service, session: service.sessions[0], input, stream, iterator };
}

/** Asserts that both ends know of it, each once. */
async function assertLeft({ session, input }) {
  assert.equal((await within(session.closed, "the socket")).code, 1000);
  await within(input.left, "the input");
  assert.deepEqual([input.asked, input.returns], [2, 1]);
}

describe("the client leaves", () => {
  test("by break", async (t) => {
    const input = endless(chunk({ a: 1 }));
    const { service, open } = await connect(t, async (session) => session.say((await session.next()).name));
    for await (const event of await open(input)) {
      assert.equal(said(event), "chunk");
      break;
    }
    await assertLeft({ session: service.sessions[0], input });
  });

  const ways = {
    "return()": ({ iterator }) => iterator.return(),
    "close()": ({ stream }) => stream.close(),
    dispose: ({ stream }) => stream[Symbol.asyncDispose](),
    "its controller": async ({ stream }) => stream.controller.abort(),
  };
  for (const [what, leave] of Object.entries(ways)) {
    test(`by ${what}, while next() is pending, which is then done`, async (t) => {
      const unhandled = watchRejections(t);
      const open = await standing(t);
      const pending = open.iterator.next();
      await within(leave(open));
      assert.deepEqual(await within(pending), DONE);
      await assertLeft(open);
      assert.deepEqual(await open.iterator.next(), DONE);
      assert.deepEqual(await unhandled(), []);
    });
  }

  test("by the call's signal, with an error whose cause is the signal's reason", async (t) => {
    const controller = new AbortController();
    const reason = new Error("the user hung up");
    const open = await standing(t, {}, { signal: controller.signal });
    const pending = failure(open.iterator.next());
    controller.abort(reason);
    const error = await pending;
    assert.ok(error instanceof APIUserAbortError);
    assert.equal(error.cause, reason);
    await assertLeft(open);
    assert.deepEqual(await open.iterator.next(), DONE);
  });

  test("before anything was read", async (t) => {
    const controller = new AbortController();
    for (const leave of [(stream) => stream.close(), (stream) => stream.controller.abort(), () => controller.abort()]) {
      const input = endless();
      const { service, open } = await connect(t, () => {});
      await leave(await open(input, { signal: controller.signal }));
      await within(service.sessions[0].closed);
      await within(input.left);
    }
  });

  test("what was received and not read is dropped", async (t) => {
    const { service, open } = await connect(t, (session) => {
      session.say(1);
      session.say(2);
      session.close(1000);
    });
    const stream = await open(endless());
    await within(service.sessions[0].closed);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    stream.controller.abort();
    assert.deepEqual(await iterator.next(), DONE);
  });

  test("an input that is a stream is cancelled, even while it is waited for", async (t) => {
    let cancelled;
    const cancellation = new Promise((resolve) => (cancelled = resolve));
    const { open } = await connect(t, () => {});
    const stream = await open(new ReadableStream({ cancel: cancelled }));
    await stream.close();
    await within(cancellation);
  });

  test("an input that fails while it is left is not heard of any more", async (t) => {
    const unhandled = watchRejections(t);
    const { service, open } = await connect(t, () => {});
    const returns = [() => Promise.reject(new Error("no")), () => assert.fail("no"), undefined];
    for (const [index, leave] of returns.entries()) {
      const stream = await open({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: leave }) });
      await stream.close();
      await within(service.sessions[index].closed);
    }
    assert.deepEqual(await unhandled(), []);
  });
});

describe("the service ends it", () => {
  test("by closing: the loop ends, the input is left", async (t) => {
    for (const code of [1000, undefined]) {
      const input = endless(chunk("1"));
      const { open } = await connect(t, async (session) => {
        await session.next();
        session.say("bye");
        session.close(code);
      });
      assert.deepEqual((await collect(await open(input))).map(said), ["bye"]);
      await within(input.left);
    }
  });

  test("by an exception, which is the error, whatever the close after it says", async (t) => {
    const exceptions = {
      throttlingException: ["RateLimitError", 429],
      validationException: ["BadRequestError", 400],
      internalServerException: ["InternalServerError", 500],
      modelStreamErrorException: ["InternalServerError", 424],
      modelTimeoutException: ["APIConnectionTimeoutError", 408],
      serviceUnavailableException: ["InternalServerError", 503],
      somethingNewException: ["InternalServerError", 500],
    };
    for (const [name, [errorClass, status]] of Object.entries(exceptions)) {
      const input = endless();
      const { open } = await connect(t, (session) => {
        session.say("first");
        session.fail(name, { message: "No more." });
      });
      const iterator = (await open(input))[Symbol.asyncIterator]();
      assert.equal(said((await iterator.next()).value), "first");
      const error = await failure(iterator.next());
      assert.deepEqual([error.name, error.status, error.code], [errorClass, status, name[0].toUpperCase() + name.slice(1)]);
      assert.match(error.message, /^No more\./);
      assert.equal(error.requestID, "01234567-89ab-cdef-0123-456789abcdef");
      await within(input.left);
      assert.deepEqual(await iterator.next(), DONE);
    }
  });

  test("by a close that is no end, or without a word: what came before is read, then the error", async (t) => {
    const ends = {
      "(1011, out of order)": (session) => session.close(1011, "out of order"),
      "(1001)": (session) => session.close(1001),
      "(1006)": (session) => session.terminate(),
    };
    for (const [why, end] of Object.entries(ends)) {
      const input = endless(chunk("1"));
      const { open } = await connect(t, async (session) => {
        session.say("first");
        await session.next();
        end(session);
      });
      const stream = await open(input);
      await within(input.left);
      const iterator = stream[Symbol.asyncIterator]();
      assert.equal(said((await iterator.next()).value), "first");
      const error = await failure(iterator.next());
      assert.ok(error instanceof APIConnectionError);
      assert.ok(error.message.startsWith(`The WebSocket was closed ${why} before the stream had ended.`), error.message);
    }
  });

  test("in the middle of a frame, or with damaged ones", async (t) => {
    const frame = codec.encode({ headers: eventHeaders("chunk"), body: Buffer.from("{}") });
    const damaged = Uint8Array.from(frame, (byte, at) => (at === 40 ? byte ^ 1 : byte));
    const cases = { APIConnectionError: frame.subarray(0, 30), APIError: damaged };
    for (const [name, bytes] of Object.entries(cases)) {
      const { open } = await connect(t, (session) => {
        session.sendBytes(bytes);
        session.close(1000);
      });
      assert.equal((await failure(collect(await open(endless())))).name, name);
    }
  });

  test("frames may be cut and joined as one likes, and come as base64", async (t) => {
    const frame = codec.encode({ headers: eventHeaders("chunk"), body: Buffer.from(`{"bytes":"${btoa('"x"')}"}`) });
    const { open } = await connect(t, (session) => {
      session.sendBytes(frame.subarray(0, 5));
      session.sendBytes(Buffer.concat([frame.subarray(5), frame, frame.subarray(0, 50)]));
      session.sendBytes(frame.subarray(50));
      session.sendBytes(Buffer.from(frame).toString("base64"));
      session.close(1000);
    });
    assert.deepEqual((await collect(await open(endless()))).map(said), ["x", "x", "x", "x"]);
    const other = await connect(t, (session) => session.sendBytes("Hello, I am no base64!"));
    const error = await failure(collect(await other.open(endless())));
    assert.ok(error instanceof APIError);
    assert.match(error.message, /a message that is not an event of Bedrock/);
  });

  test("by silence", async (t) => {
    const open = await standing(t, {}, { streamIdleTimeout: 50 });
    const error = await failure(open.iterator.next());
    assert.ok(error instanceof APIConnectionTimeoutError);
    assert.match(error.message, /streamIdleTimeout/);
    await assertLeft(open);
  });

  test("by more than anybody reads", async (t) => {
    const bytes = Buffer.alloc(1_000_000, "a").toString("base64");
    const frame = codec.encode({ headers: eventHeaders("chunk"), body: Buffer.from(`{"bytes":"${bytes}"}`) });
    const { service, open } = await connect(t, (session) => {
      for (let count = 0; count < 60; count++) session.sendBytes(frame);
    });
    const stream = await open(endless());
    await within(service.sessions[0].closed);
    const events = [];
    const error = await failure(
      (async () => {
        for await (const event of stream) events.push(event.chunk.bytes.length);
      })(),
    );
    assert.match(error.message, /64 MiB of the stream waited to be read/);
    assert.equal(events.length, Math.ceil((64 * 1024 * 1024) / frame.length));
  });
});

describe("the input", () => {
  test("that throws is the cause of the loop's error, after what was received", async (t) => {
    const cause = new Error("no microphone");
    let fail;
    async function* body() {
      yield chunk("1");
      await new Promise((resolve) => (fail = resolve));
      throw cause;
    }
    const { service, open } = await connect(t, async (session) => session.say((await session.next()).name));
    const iterator = (await open(body()))[Symbol.asyncIterator]();
    assert.equal(said((await iterator.next()).value), "chunk");
    const pending = failure(iterator.next());
    fail();
    const error = await pending;
    assert.ok(error instanceof BedrockError && !(error instanceof APIError));
    assert.equal(error.cause, cause);
    assert.match(error.message, /The `body` of the call failed: see this error's cause/);
    // It is no end: the model is not told that there is no more.
    assert.deepEqual(await within(service.sessions[0].rest()), []);
  });

  test("that gives what is no event is left, and told what one is", async (t) => {
    const circular = {};
    circular.circular = circular;
    const cases = [
      [undefined, /is not \{ chunk: \{ bytes \} \}/],
      ["text", /is not \{ chunk: \{ bytes \} \}/],
      [{}, /is not \{ chunk: \{ bytes \} \}/],
      [{ chunk: {} }, /is not \{ chunk: \{ bytes \} \}/],
      [{ chunk: new Uint8Array(1) }, /is not \{ chunk: \{ bytes \} \}/],
      [{ chunk: { bytes: "1" }, other: {} }, /is not \{ chunk: \{ bytes \} \}/],
      [chunk(7), /chunk\.bytes is a number, not a string, a Uint8Array or an object/],
      [chunk(new Blob(["x"])), /a Blob or File cannot be sent\. Pass its bytes/],
      [chunk(circular), /circular/],
      [{ later: "x".repeat(25 * 1024 * 1024) }, /longer than 24 MiB/],
      [{ ["n".repeat(40_000)]: {} }, /longer than 24 MiB/],
    ];
    for (const [event, message] of cases) {
      const input = endless(event);
      const { open } = await connect(t, () => {});
      const error = await failure(collect(await open(input)));
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, message);
      await within(input.left);
    }
  });

  test("that cannot be begun ends the stream as well", async (t) => {
    const { service, open } = await connect(t, () => {});
    const cause = new Error("used up");
    const error = await failure(
      collect(
        await open({
          [Symbol.iterator]: () => {
            throw cause;
          },
        }),
      ),
    );
    assert.equal(error.cause, cause);
    await within(service.sessions[0].closed);
  });

  test("that ends leaves the stream open for what the model still says", async (t) => {
    const { open } = await connect(t, async (session) => {
      await session.rest();
      for (let count = 0; count < 3; count++) session.say(count);
      session.close(1000);
    });
    assert.deepEqual((await collect(await open([chunk("1")]))).map(said), [0, 1, 2]);
  });
});

describe("a connection that does not come about", () => {
  const noRetries = { maxRetries: 0 };
  const refused = async (t, refuse, options = noRetries) => {
    const { service, open } = await connect(t, echo, { service: { refuse }, ...options });
    return { error: await failure(open([])), service };
  };

  test("says why, as far as the WebSocket does: npm's ws tells status, code and request id", async (t) => {
    const { error } = await refused(t, () => ({ status: 403, code: "AccessDeniedException" }));
    assert.deepEqual([error.name, error.status, error.code], ["PermissionDeniedError", 403, "AccessDeniedException"]);
    assert.equal(error.requestID, "fedcba98-7654-3210-fedc-ba9876543210");
    assert.match(error.message, /^The security token included in the request is invalid\. \(Request access to the model/);
    const { error: redirect } = await refused(t, () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }));
    assert.match(redirect.message, /redirects to another address/);
    const { error: page } = await refused(t, () => ({ status: 200, headers: { "content-type": "text/html" }, body: "<p>Hi" }));
    assert.match(page.message, /The reply is text\/html, not the stream/);
    const { error: other } = await refused(t, () => ({
      status: 200,
      headers: { "content-type": "application/vnd.amazon.eventstream" },
      body: "",
    }));
    assert.match(other.message, /is not a WebSocket/);
    const { error: wrong } = await refused(t, () => undefined, {
      ...noRetries,
      credentials: { ...CREDENTIALS, secretAccessKey: "x" },
    });
    assert.deepEqual([wrong.name, wrong.code], ["AuthenticationError", "InvalidSignatureException"]);
  });

  test("says what to look at where the WebSocket does not say why", async (t) => {
    class Taciturn extends WebSocket {
      on(name, listener) {
        return name === "unexpected-response" ? this : super.on(name, listener);
      }
    }
    const { error } = await refused(t, () => ({ status: 403 }), { ...noRetries, WebSocket: Taciturn });
    assert.ok(error instanceof APIConnectionError);
    assert.match(
      error.message,
      /^Could not reach http:\/\/127\.0\.0\.1:\d+: Unexpected server response: 403\. Browsers keep the reason/,
    );
    assert.match(error.message, /bedrock:InvokeModelWithBidirectionalStream.*region.*clock.*Content-Security-Policy\.$/);
  });

  test("is tried again when that can help", async (t) => {
    const refuse = (_, { attempts }) => (attempts < 3 ? { status: 503 } : undefined);
    const { service, open } = await connect(t, echo, { service: { refuse } });
    assert.equal((await collect(await open([chunk("1")]))).length, 1);
    assert.equal(service.attempts, 3);
    const { service: final } = await refused(t, () => ({ status: 403 }), {});
    assert.equal(final.attempts, 1);
    const free = await freePort();
    let attempts = 0;
    class Counting extends WebSocket {
      constructor(url) {
        attempts++;
        super(url);
      }
    }
    const bedrock = new Bedrock({
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${free}`,
      credentials: CREDENTIALS,
      WebSocket: Counting,
    });
    const error = await failure(bedrock.invokeModelWithBidirectionalStream({ modelId: SONIC, body: [] }));
    assert.ok(error instanceof APIConnectionError);
    assert.match(error.message, /ECONNREFUSED/);
    assert.equal(attempts, 3);
  });

  test("for expired credentials is tried once more with fresh ones", async (t) => {
    const given = [EXPIRED, CREDENTIALS];
    const refuse = ({ url }) => (url.includes(EXPIRED.accessKeyId) ? { status: 403, code: "ExpiredTokenException" } : undefined);
    const { open } = await connect(t, echo, { service: { refuse }, credentials: async () => given.shift() });
    assert.equal((await collect(await open([chunk("1")]))).length, 1);
    assert.deepEqual(given, []);
  });

  test("in time is given up", async (t) => {
    const never = () => new Promise(() => {});
    const { error, service } = await refused(t, never, { ...noRetries, timeout: 50 });
    assert.ok(error instanceof APIConnectionTimeoutError);
    assert.match(error.message, /No answer within 50 ms/);
    assert.equal(service.attempts, 1);
  });

  test("is given up by the signal, too", async (t) => {
    const unhandled = watchRejections(t);
    const controller = new AbortController();
    const refuse = () => {
      controller.abort(new Error("enough"));
      return new Promise(() => {});
    };
    const { open } = await connect(t, echo, { service: { refuse } });
    const error = await failure(open([], { signal: controller.signal }));
    assert.ok(error instanceof APIUserAbortError);
    assert.equal(error.cause.message, "enough");
    assert.deepEqual(await unhandled(), []);
  });
});

test("there is no HTTP response to be had, and the connection does not stay open for it", async (t) => {
  for (const method of ["asResponse", "withResponse"]) {
    const { service, open } = await connect(t, () => {});
    const error = await failure(open(endless())[method]());
    assert.ok(error instanceof BedrockError);
    assert.match(error.message, /A WebSocket has no Response\. Await the call itself/);
    await within(service.sessions[0].closed);
  }
});

test("no error, stream or promise shows the URL, the token or a signature", async (t) => {
  const secrets = [CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken, encodeURIComponent(CREDENTIALS.sessionToken), "X-Amz-"];
  const assertSilent = (value) => {
    const text = inspect(value, { depth: Infinity, showHidden: true, getters: true });
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
  };
  class Quoting {
    constructor(url) {
      throw new SyntaxError(`The URL '${url}' is invalid.`);
    }
  }
  const free = await freePort();
  const failing = [
    { WebSocket: Quoting },
    { endpoint: `http://127.0.0.1:${free}` },
    { service: { refuse: () => ({ status: 403 }) } },
    { service: { refuse: () => new Promise(() => {}) }, timeout: 50 },
  ];
  for (const options of failing) {
    const { open } = await connect(t, echo, { maxRetries: 0, ...options });
    const promise = open([]);
    assertSilent(await failure(promise));
    assertSilent(promise);
  }
  const { open } = await connect(t, (session) => session.terminate());
  const stream = await open([]);
  assertSilent(await failure(collect(stream)));
  assertSilent(stream);
});

/** A port on which nobody listens. */
async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
