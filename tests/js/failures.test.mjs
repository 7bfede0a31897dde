// Whatever the service and the way to it can do wrong: each ends in an error of the right class, soon, and leaves nothing
// open.
import assert from "node:assert/strict";
import http from "node:http";
import { beforeEach, describe, test } from "node:test";
import { EventStreamCodec } from "@smithy/core/event-streams";
import * as package_ from "bedrock-wasm";
import { listen } from "./chaos/wire.mjs";
import { CHAT, CREDENTIALS, collect, connect, failure, logWhen, settled } from "./lib/client.mjs";

const { APIConnectionError, APIConnectionTimeoutError, APIError, Bedrock, RateLimitError } = package_;
const SOON = { kind: "throttle", retryAfterMs: 1 };
const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** Asserts class, name and members of an error. */
function assertError(error, className, members = {}) {
  assert.equal(error.name, className, error.stack);
  assert.ok(error instanceof package_[className] && error instanceof package_.BedrockError && error instanceof Error);
  for (const [name, expected] of Object.entries(members)) {
    if (expected instanceof RegExp) assert.match(error[name], expected);
    else assert.deepEqual(error[name], expected, `${className}.${name}`);
  }
}

/** The error of a stream with one fault, how many events came before it, and the log afterwards. */
async function broken(t, fault, options) {
  const { bedrock, session } = await connect(t, { faults: [fault], maxRetries: 0 });
  const stream = await bedrock.converseStream(CHAT, options);
  const iterator = stream[Symbol.asyncIterator]();
  let count = 0;
  const drain = async () => {
    while (!(await iterator.next()).done) count++;
  };
  const error = await failure(drain());
  assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  return { error, count, stream, log: await settled(session) };
}

test("an event that is not JSON is an error after the events before it", async (t) => {
  const codec = new EventStreamCodec(
    (bytes) => new TextDecoder().decode(bytes),
    (text) => new TextEncoder().encode(text),
  );
  const frame = (type, payload) => {
    const entries = Object.entries({ ":event-type": type, ":message-type": "event" });
    const headers = Object.fromEntries(entries.map(([name, value]) => [name, { type: "string", value }]));
    return codec.encode({ headers, body: new TextEncoder().encode(payload) });
  };
  const frames = [frame("messageStart", '{"role":"assistant"}'), frame("messageStop", '{"stopReason":'), frame("metadata", "{}")];
  const bodyBase64 = Buffer.concat(frames).toString("base64");
  const fault = { kind: "raw", status: 200, headers: { "content-type": "application/vnd.amazon.eventstream" }, bodyBase64 };
  const { error, count } = await broken(t, fault);
  assert.equal(count, 1);
  assertError(error, "APIError", { message: /payload is not JSON/ });
  assert.ok(error.cause instanceof SyntaxError);
});

describe("a call is tried again", () => {
  // Delays are random; the shortest will do.
  beforeEach((t) => t.mock.method(Math, "random", () => 0));

  test("as often as it takes, each time with a fresh signature", async (t) => {
    // A signature holds a time in seconds: let each look at the clock be a second later.
    let now = Date.now();
    t.mock.method(Date, "now", () => (now += 1000));
    const faults = [SOON, { kind: "status", status: 503 }];
    const { bedrock, session } = await connect(t, { faults, session: { ignoreClock: true } });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    const { requests } = await session.log();
    assert.deepEqual(
      requests.map(({ status }) => status),
      [429, 503, 200],
    );
    assert.equal(new Set(requests.map(({ headers }) => headers["x-amz-date"])).size, 3);
    assert.equal(new Set(requests.map(({ headers }) => headers.authorization)).size, 3);
    assert.equal(new Set(requests.map(({ bodyText }) => bodyText)).size, 1);
  });

  test("until no retry is left: the error has all that the service said", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [SOON, SOON, { ...SOON, message: "Slow down" }] });
    const error = await failure(bedrock.converse(CHAT));
    assertError(error, "RateLimitError", { status: 429, code: "ThrottlingException", requestID: REQUEST_ID });
    assert.match(error.message, /^Slow down \(Send fewer requests/);
    assert.equal(error.headers.get("x-amz-retry-after"), "1");
    assert.deepEqual(JSON.parse(error.body), { message: "Slow down" });
    assert.equal((await session.log()).total, 3);
  });

  test("maxRetries 0 sends once, for client and call", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [SOON, SOON], maxRetries: 0 });
    assert.ok((await failure(bedrock.converse(CHAT))) instanceof RateLimitError);
    assert.ok((await failure(bedrock.converseStream(CHAT))) instanceof RateLimitError);
    const again = await connect(t, { faults: [SOON] });
    assert.ok((await failure(again.bedrock.converse(CHAT, { maxRetries: 0 }))) instanceof RateLimitError);
    assert.deepEqual([(await session.log()).total, (await again.session.log()).total], [2, 1]);
  });

  test("an abort ends the wait between two attempts", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "throttle", retryAfter: 4 }] });
    const controller = new AbortController();
    const error = failure(bedrock.converse(CHAT, { signal: controller.signal }));
    await logWhen(session, ({ total, open }) => total === 1 && open === 0);
    controller.abort();
    assertError(await error, "APIUserAbortError");
    assert.equal((await session.log()).total, 1);
  });

  test("after a broken connection, but not after a refusal", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "closeBeforeHead" }, { kind: "reset" }] });
    await bedrock.converse(CHAT);
    assert.equal((await session.log()).total, 3);
    const refusing = await connect(t, { faults: [{ kind: "status", status: 424 }] });
    assertError(await failure(refusing.bedrock.converse(CHAT)), "InternalServerError", { code: "ModelErrorException" });
    assert.equal((await refusing.session.log()).total, 1);
  });
});

describe("what the service answers decides the class", () => {
  const cases = [
    [{ status: 400 }, "BadRequestError", { code: "ValidationException" }],
    [{ status: 403 }, "PermissionDeniedError", { code: "AccessDeniedException", message: /Request access to the model/ }],
    [{ status: 404 }, "NotFoundError", { code: "ResourceNotFoundException" }],
    [{ status: 408 }, "APIConnectionTimeoutError", { code: "ModelTimeoutException" }],
    [{ status: 409, code: "ConflictException" }, "ConflictError", {}],
    [{ status: 400, code: "ServiceQuotaExceededException" }, "RateLimitError", {}],
    [{ status: 500 }, "InternalServerError", { code: "InternalServerException" }],
    [{ status: 503 }, "InternalServerError", { code: "ServiceUnavailableException" }],
    [
      { status: 503, html: true },
      "InternalServerError",
      { code: undefined, message: /proxy or gateway answered 503/, body: /^<html>/ },
    ],
    [{ status: 502, empty: true }, "InternalServerError", { code: undefined, message: /502/, body: "" }],
    [{ status: 418, empty: true }, "APIError", {}],
  ];
  for (const [fault, className, members] of cases) {
    test(`${JSON.stringify(fault)} is ${className}`, async (t) => {
      const fault_ = { kind: "status", ...fault };
      const { bedrock, session } = await connect(t, { faults: [fault_, fault_], maxRetries: 0 });
      const expected = { status: fault.status, requestID: REQUEST_ID, ...members };
      assertError(await failure(bedrock.converse(CHAT)), className, expected);
      assertError(await failure(bedrock.converseStream(CHAT)), className, expected);
      assert.equal((await session.log()).open, 0);
    });
  }

  test("a status that no class has is a failure of the server", async (t) => {
    const server = await listen(async (wire) => {
      await wire.request();
      await wire.send("HTTP/1.1 999 Whatever\r\ncontent-length: 4\r\n\r\nGone");
    });
    t.after(() => server.stop());
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: server.url, credentials: CREDENTIALS });
    assertError(await failure(bedrock.converse(CHAT)), "InternalServerError", { status: 999, body: "Gone" });
  });

  test("a page in the place of a stream, and of JSON", async (t) => {
    const page = { kind: "notEventstream", contentType: "text/html", body: "<h1>Sign in to the Wi-Fi</h1>" };
    const none = { kind: "raw", status: 200, headers: { "content-type": "application/json" }, bodyBase64: btoa("null") };
    const { bedrock } = await connect(t, { faults: [page, page, none] });
    const ofStream = await failure(bedrock.converseStream(CHAT));
    assertError(ofStream, "APIError", { status: 200, message: /text\/html, not the stream.*Sign in/, body: page.body });
    assertError(await failure(bedrock.converse(CHAT)), "APIError", {
      status: 200,
      message: /not a JSON object/,
      body: page.body,
    });
    assertError(await failure(bedrock.converse(CHAT)), "APIError", { status: 200, body: "null" });
  });

  test("a redirect is not followed: it would take the signature along", async (t) => {
    const paths = [];
    const elsewhere = http.createServer((request, response) => response.end(void paths.push(request.url)));
    await new Promise((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    t.after(() => elsewhere.close());
    const location = `http://127.0.0.1:${elsewhere.address().port}/`;
    const { bedrock, session } = await connect(t, { faults: [{ kind: "redirect", location }] });
    assertError(await failure(bedrock.converse(CHAT)), "APIError", { status: 307, message: /redirects to another address/ });
    assert.deepEqual(paths, []);
    assert.equal((await session.log()).total, 1);
  });
});

describe("a stream breaks", () => {
  const exceptions = [
    ["validationException", "BadRequestError", 400],
    ["throttlingException", "RateLimitError", 429],
    ["internalServerException", "InternalServerError", 500],
    ["serviceUnavailableException", "InternalServerError", 503],
    ["modelStreamErrorException", "InternalServerError", 424],
    ["modelTimeoutException", "APIConnectionTimeoutError", 408],
    ["futureException", "InternalServerError", 500],
  ];
  for (const [name, className, status] of exceptions) {
    test(`by ${name}, after the events before it`, async (t) => {
      const { error, count, stream } = await broken(t, { kind: "exception", name, after: 3, message: "broken off" });
      assertError(error, className, { status, code: name[0].toUpperCase() + name.slice(1), message: /^broken off/ });
      assert.deepEqual([count, error.requestID], [3, stream.requestId]);
      assert.equal(JSON.parse(error.body).message, "broken off");
    });
  }

  const damages = [
    [{ kind: "errorFrame", code: "InternalFailure", message: "out of order" }, "InternalServerError", /^out of order/],
    [{ kind: "badCrc", part: "prelude" }, "APIError", /checksum/],
    [{ kind: "badCrc", part: "message" }, "APIError", /checksum/],
    [{ kind: "truncate" }, "APIConnectionError", /Send the request again/],
    [{ kind: "endEarly" }, "APIConnectionError", /ended before its messageStop/],
    [{ kind: "reset" }, "APIConnectionError", /connection broke/],
  ];
  for (const [fault, className, message] of damages) {
    // Before any event the first two are tried again.
    for (const after of ["errorFrame", "reset"].includes(fault.kind) ? [4] : [0, 4]) {
      test(`by ${fault.kind} ${fault.part ?? ""} after ${after} events`, async (t) => {
        const { error, count, log } = await broken(t, { ...fault, after });
        assertError(error, className, { message });
        assert.deepEqual([count, log.total], [after, 1]);
      });
    }
  }

  test("by standing still longer than streamIdleTimeout", async (t) => {
    const { error, count, log } = await broken(t, { kind: "stall", after: 2 }, { streamIdleTimeout: 400 });
    assertError(error, "APIConnectionTimeoutError", { message: /streamIdleTimeout/ });
    assert.deepEqual([count, log.requests[0].events.state], [2, "aborted"]);
  });

  test("but not because its reader is slow, nor because it takes long as a whole", async (t) => {
    const { bedrock, session } = await connect(t, {
      faults: [
        { kind: "slow", tokenMs: 40 },
        { kind: "gate", after: 2 },
      ],
    });
    const events = await collect(await bedrock.converseStream(CHAT, { streamIdleTimeout: 1000 }));
    assert.ok(events.length * 40 > 1000 && events.at(-1).metadata);
    const iterator = (await bedrock.converseStream(CHAT, { streamIdleTimeout: 400 }))[Symbol.asyncIterator]();
    await iterator.next();
    // Longer than the limit with no next() pending; the two buffered events are no wait either.
    await new Promise((resolve) => setTimeout(resolve, 900));
    await session.release();
    assert.equal((await iterator.next()).done, false);
    assert.ok((await collect(iterator)).at(-1).metadata);
  });
});

describe("a stream that breaks behind its head, before its first event", () => {
  test("is tried again, and then whole", async (t) => {
    t.mock.method(Math, "random", () => 0);
    const { bedrock, session } = await connect(t, { faults: [{ kind: "reset", after: 0 }] });
    assert.ok((await collect(await bedrock.converseStream(CHAT))).at(-1).metadata);
    assert.equal((await settled(session)).requests.length, 2);
  });

  test("is an error of the call when it goes on", async (t) => {
    t.mock.method(Math, "random", () => 0);
    const reset = { kind: "reset", after: 0 };
    const { bedrock, session } = await connect(t, { faults: [reset, reset], maxRetries: 1 });
    assertError(await failure(bedrock.converseStream(CHAT)), "APIConnectionError", { message: /connection broke/ });
    assert.equal((await settled(session)).requests.length, 2);
  });

  test("is not tried again once an event was handed out", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "reset", after: 1 }] });
    assert.equal((await failure(collect(await bedrock.converseStream(CHAT)))).name, "APIConnectionError");
    assert.equal((await settled(session)).requests.length, 1);
  });
});

describe("no answer", () => {
  test("within `timeout`, at every attempt", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "hang" }, { kind: "hang" }], maxRetries: 1 });
    const error = await failure(bedrock.converse(CHAT, { timeout: 60 }));
    assertError(error, "APIConnectionTimeoutError", { status: undefined, message: /60 ms.*`timeout`/ });
    const { requests } = await settled(session);
    assert.deepEqual(
      requests.map(({ events }) => events.state),
      ["aborted", "aborted"],
    );
  });

  test("within `timeout`, when only the body hangs", async (t) => {
    const { bedrock, session } = await connect(t, { faults: [{ kind: "stall" }], maxRetries: 0, timeout: 80 });
    assertError(await failure(bedrock.converse(CHAT)), "APIConnectionTimeoutError");
    assert.equal((await settled(session)).requests[0].events.state, "aborted");
  });

  test("because nobody listens there", async () => {
    const probe = http.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => probe.once("listening", resolve));
    const endpoint = `http://127.0.0.1:${probe.address().port}`;
    await new Promise((resolve) => probe.close(resolve));
    const error = await failure(new Bedrock({ region: "us-east-1", endpoint, credentials: CREDENTIALS }).converse(CHAT));
    assertError(error, "APIConnectionError", { status: undefined, message: new RegExp(`Could not reach ${endpoint}`) });
    assert.equal(error.cause.cause.code, "ECONNREFUSED");
    assert.ok(error instanceof APIError && !(error instanceof APIConnectionTimeoutError));
  });

  test("because the connection closes, each time", async (t) => {
    const closed = { kind: "closeBeforeHead" };
    const { bedrock, session } = await connect(t, { faults: [closed, closed, closed] });
    assert.ok((await failure(bedrock.converse(CHAT))) instanceof APIConnectionError);
    assert.equal((await settled(session)).total, 3);
  });
});
