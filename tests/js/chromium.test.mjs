// The package in real pages. Page and service have origins of their own, so the browser asks before each request and
// hides what the service does not show: everything here is as it is with Bedrock.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, EXPIRED, settled } from "./lib/client.mjs";
import { createSession, emulatorUrl } from "./lib/emulator.mjs";
import { serve } from "./lib/serve.mjs";
import { serveStreams } from "./lib/service.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const files = { "/pixel.png": Buffer.from(PIXEL, "base64") };
const REQUEST_ID = /^[0-9a-f-]{36}$/;
/** All that a page needs: its own scripts, compiling WebAssembly, and Bedrock. */
const STRICT = {
  "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${emulatorUrl()}; img-src data:`,
};

/** Opens one of the pages. `act(action, faults)` does one of its actions in a session of its own. */
async function open(t, page, headers = {}) {
  const server = await serve({ files, folders, headers });
  t.after(() => server.stop());
  const opened = await openPage(`${server.url}/pages/${page}.html`);
  t.after(() => opened.close());
  await opened.page.waitForFunction(() => globalThis.actions !== undefined);
  const evaluate = (action, endpoint, more) => {
    const client = { region: "us-east-1", endpoint, credentials: CREDENTIALS };
    return opened.page.evaluate(([name, ...args]) => globalThis.actions[name](...args), [action, client, more]);
  };
  const act = async (action, faults = [], options = {}, more = undefined) => {
    const session = await createSession({ faults, ...options });
    t.after(() => session.delete());
    const release = `${emulatorUrl()}/_emulator/sessions/${session.id}/release`;
    return { session, result: await evaluate(action, session.endpoint, more ?? release) };
  };
  return { act, evaluate, problems: opened.problems, origin: server.url };
}

/** Does all that has to work, and asserts that it does. */
async function assertWorks({ act, problems, origin }) {
  const { result, session } = await act("converse");
  assert.equal(result.output.stopReason, "end_turn");
  assert.match(result.requestId, REQUEST_ID);
  const { requests } = await session.log();
  const [preflight, request] = requests;
  assert.deepEqual([requests.length, preflight.preflight, request.preflight], [2, true, false]);
  assert.equal(preflight.headers["access-control-request-headers"], "authorization,content-type,x-amz-date,x-amz-security-token");
  assert.deepEqual([request.status, request.headers.origin, request.headers.cookie], [200, origin, undefined]);

  const streamed = await act("stream", [{ kind: "gate", after: 3 }]);
  const { first, rest } = streamed.result;
  assert.deepEqual(first[0], { messageStart: { role: "assistant" } });
  assert.ok(rest.at(-1).metadata);
  const events = (await settled(streamed.session)).requests.at(-1).events;
  assert.deepEqual(events, { sent: first.length + rest.length, total: events.total, state: "done" });
  assert.deepEqual(problems, []);
}

describe("the package works", () => {
  test("by an import map", async (t) => assertWorks(await open(t, "import-map")));
  test("under a strict Content-Security-Policy", async (t) => assertWorks(await open(t, "plain", STRICT)));
  test("in a module worker, under the same policy", async (t) => assertWorks(await open(t, "worker", STRICT)));
  test("with the slim entry, under the same policy", async (t) => assertWorks(await open(t, "slim", STRICT)));
});

test("bytes of every size and kind are signed and read rightly", async (t) => {
  const { act, problems } = await open(t, "plain");
  const { result, session } = await act("converseLong");
  assert.equal(result.output.stopReason, "end_turn");
  assert.ok((await session.log()).requests[1].bodyBytes > 40_000);
  const image = await act("image");
  assert.equal(image.result.output.stopReason, "end_turn");
  const { content } = JSON.parse((await image.session.log()).requests[1].bodyText).messages[0];
  assert.equal(content[0].image.source.bytes, PIXEL);
  const { parts } = (await act("modelStream")).result;
  assert.ok(parts.length > 3 && parts[0].messageStart);
  assert.deepEqual(problems, []);
});

test("a chat in OpenAI's shape loads what it needs, under a strict policy too", async (t) => {
  for (const page of ["plain", "slim", "worker"]) {
    const { act, problems } = await open(t, page, STRICT);
    const { whole, streamed } = (await act("chat")).result;
    assert.ok(whole.length > 0, page);
    assert.equal(streamed, whole);
    assert.deepEqual(problems, []);
  }
});

test("leaving a stream ends the request", async (t) => {
  const { act, problems } = await open(t, "plain");
  const left = await act("breakOff", [{ kind: "stall", after: 3 }]);
  assert.equal((await settled(left.session)).requests.at(-1).events.state, "aborted");
  const { result, session } = await act("abort", [{ kind: "stall", after: 1 }]);
  assert.deepEqual(result, { name: "APIUserAbortError", cause: "enough" });
  assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  assert.deepEqual(problems, []);
});

describe("a call in a page gets through", () => {
  const cases = {
    "what passes by itself": {
      faults: [
        { kind: "throttle", retryAfterMs: 1 },
        { kind: "status", status: 503 },
      ],
      outcome: "end_turn",
      told: [
        ["credentials"],
        ["response", 429],
        ["retry", "RateLimitError"],
        ["response", 503],
        ["retry", "InternalServerError"],
        ["response", 200],
      ],
    },
    "a connection that breaks": {
      // The first is the browser's own affair: it repeats what was sent on a connection that had served before.
      faults: [{ kind: "closeBeforeHead" }, { kind: "closeBeforeHead" }],
      outcome: "end_turn",
      told: [["credentials"], ["retry", "APIConnectionError"], ["response", 200]],
    },
    "a service that does not answer in time": {
      faults: [{ kind: "hang" }],
      more: { timeout: 500 },
      outcome: "end_turn",
      told: [["credentials"], ["retry", "APIConnectionTimeoutError"], ["response", 200]],
    },
    "credentials that have expired": {
      more: { credentials: [EXPIRED, CREDENTIALS], maxRetries: 0 },
      outcome: "end_turn",
      told: [["credentials"], ["response", 403], ["retry", "AuthenticationError"], ["credentials"], ["response", 200]],
    },
    "a wrong clock": {
      options: { clockSkewSeconds: 3600 },
      outcome: "end_turn",
      told: [["credentials"], ["response", 403], ["warning", "clock_skew"], ["retry", "AuthenticationError"], ["response", 200]],
    },
    "nothing, where it may not": {
      faults: [{ kind: "hang" }],
      more: { timeout: 200, maxRetries: 0 },
      outcome: "APIConnectionTimeoutError",
      told: [["credentials"]],
    },
  };
  test("what goes wrong on the way", async (t) => {
    const { act } = await open(t, "plain");
    for (const [what, { faults, options, more = {}, ...expected }] of Object.entries(cases)) {
      const { result } = await act("persistent", faults, options, more);
      assert.deepEqual(
        result.told.map((entry) => entry.filter((value) => value !== null)),
        expected.told,
        what,
      );
      assert.equal(result.outcome, expected.outcome, what);
    }
  });
});

describe("a stream in both directions, by the browser's own WebSocket", () => {
  const talk = async (session) => {
    session.answers = [];
    for (const question of [1, 2]) {
      session.say({ question });
      session.answers.push(JSON.parse((await session.next()).bytes));
    }
    session.end = await session.next();
    session.close(1000);
  };
  const EXPECTED = [
    { answer: 1, number: 1, sound: "AA==" },
    { answer: 2, number: 2, sound: "AAA=" },
  ];

  for (const page of ["plain", "worker"]) {
    test(`goes back and forth, also under a strict policy: ${page}`, async (t) => {
      const service = await serveStreams(t, talk);
      const policy = STRICT["content-security-policy"].replace(
        "connect-src",
        `connect-src ${service.endpoint.replace("http", "ws")}`,
      );
      const { evaluate, problems } = await open(t, page, { "content-security-policy": policy });
      const { heard, requestId } = await evaluate("bothWays", service.endpoint);
      assert.deepEqual(heard, [{ question: 1 }, { question: 2 }]);
      assert.equal(requestId, undefined);
      assert.deepEqual([service.sessions[0].answers, service.sessions[0].end], [EXPECTED, { end: true }]);
      assert.deepEqual(problems, []);
    });
  }

  test("ends at both ends when it is left", async (t) => {
    const service = await serveStreams(t, (session) => session.say("hello"));
    const { evaluate, problems } = await open(t, "plain");
    assert.deepEqual(await evaluate("leaveBothWays", service.endpoint), { returns: 1 });
    assert.equal((await service.sessions[0].closed).code, 1000);
    assert.deepEqual(problems, []);
  });

  test("fails with what the service says, or with what to look at", async (t) => {
    const failing = await serveStreams(t, (session) => session.fail("throttlingException", { message: "No more." }));
    const refusing = await serveStreams(t, undefined, { refuse: () => ({ status: 403, code: "AccessDeniedException" }) });
    const { evaluate } = await open(t, "plain");
    const failed = await evaluate("failBothWays", failing.endpoint);
    assert.deepEqual([failed.name, failed.code], ["RateLimitError", "ThrottlingException"]);
    const refused = await evaluate("failBothWays", refusing.endpoint);
    assert.deepEqual([refused.isAPIError, refused.name], [true, "APIConnectionError"]);
    assert.match(
      refused.message,
      /^Could not reach http:\/\/127\.0\.0\.1:\d+: it was refused or broke off\. Browsers keep the reason to themselves: check/,
    );
  });

  test("that a policy forbids is told without the signed address", async (t) => {
    const service = await serveStreams(t);
    const { evaluate } = await open(t, "plain", STRICT);
    const { name, message } = await evaluate("failBothWays", service.endpoint);
    assert.equal(name, "APIConnectionError");
    assert.match(message, /Content-Security-Policy/);
    assert.ok(!message.includes("X-Amz-"), message);
    assert.equal(service.attempts, 0);
  });
});

describe("an error", () => {
  test("has code and request id, as far as CORS shows them", async (t) => {
    const { act, problems } = await open(t, "plain");
    const { message, requestID, ...error } = (await act("failure", [{ kind: "throttle" }])).result;
    assert.deepEqual(error, { isAPIError: true, name: "RateLimitError", status: 429, code: "ThrottlingException" });
    assert.match(requestID, REQUEST_ID);
    assert.match(message, /^Too many requests.*Send fewer requests/);
    // The browser reports the status by itself.
    assert.ok(
      problems.every((problem) => /Failed to load resource.*429/.test(problem)),
      problems.join("\n"),
    );
  });

  test("of a service without CORS, or a redirect, says what to look at", async (t) => {
    const { act } = await open(t, "plain");
    const refused = (await act("failure", [], { cors: false })).result;
    assert.equal(refused.name, "APIConnectionError");
    assert.match(refused.message, /Could not reach http:\/\/127\.0\.0\.1:\d+: Failed to fetch\. .*\(CORS\)/);
    const redirected = (await act("failure", [{ kind: "redirect", location: `${emulatorUrl()}/elsewhere` }])).result;
    assert.equal(redirected.name, "APIError");
    assert.match(redirected.message, /redirects to another address/);
  });

  test("of a policy without 'wasm-unsafe-eval' names the remedy", async (t) => {
    const policy = STRICT["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
    for (const page of ["plain", "slim", "worker"]) {
      const { act } = await open(t, page, { "content-security-policy": policy });
      const { name, message } = (await act("loading")).result;
      assert.equal(name, "BedrockError", page);
      assert.match(message, /could not be started: .*Content-Security-Policy need script-src 'wasm-unsafe-eval'/);
    }
  });
});
