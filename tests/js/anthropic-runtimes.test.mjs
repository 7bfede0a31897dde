// The official `@anthropic-ai/sdk` on Bedrock in pages of Chromium and Firefox, in a worker, and behind a worker that serves
// Anthropic's API.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import Anthropic from "@anthropic-ai/sdk";
import { CHAT, NOVA, WEATHER, comparable, sdkOf, textOf } from "./lib/anthropic.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, collect, failure, settled } from "./lib/client.mjs";
import { createSession, emulatorUrl } from "./lib/emulator.mjs";
import { openFirefox } from "./lib/firefox.mjs";
import { pageBundle } from "./lib/page-bundle.mjs";
import { serve } from "./lib/serve.mjs";
import { startWorker } from "./lib/workerd.mjs";

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), "workers/anthropic.js");
const REQUEST_ID = /^[0-9a-f-]{36}$/;
/** All that the page needs: nothing goes to Anthropic, or to the SDK's base URL. */
const STRICT = {
  "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${emulatorUrl()}; img-src data:`,
};

function checkChat({ whole, requestId, streamed, helped, other, isCounted }) {
  assert.ok(whole.length > 0 && other.length > 0);
  assert.match(requestId, REQUEST_ID);
  assert.deepEqual([streamed, helped, isCounted], [whole, whole, true]);
}

function checkTools({ texts, cities, streamedCity }) {
  assert.ok(texts.every((text) => text.length > 0));
  assert.deepEqual([cities.length, typeof streamedCity], [2, "string"]);
}

/** A session of the test's own, in which a flow runs by `act`. */
async function run(t, act, name, faults = []) {
  const session = await createSession({ faults });
  t.after(() => session.delete());
  return { result: await act(name, session.endpoint, t), session };
}

/** The tests that every runtime has, given how a flow is run there. */
function flowsOf(act) {
  test("the SDK answers, streams, counts, and asks other models", async (t) => {
    const { result, session } = await run(t, act, "chat");
    checkChat(result);
    for (const { headers } of (await session.log()).requests) assert.doesNotMatch(JSON.stringify(headers), /geheim|stainless/i);
  });

  test("the SDK runs tools, whole and streamed", async (t) => checkTools((await run(t, act, "tools")).result));

  test("an error has its class and members, before and inside of a stream, and is repeated", async (t) => {
    const { result } = await run(t, act, "failure", [{ kind: "throttle" }]);
    assert.deepEqual([result.isRateLimitError, result.status, result.type], [true, 429, "rate_limit_error"]);
    assert.match(result.requestID, REQUEST_ID);
    const inside = await run(t, act, "failureInside", [{ kind: "exception", name: "throttlingException", after: 3 }]);
    assert.deepEqual([inside.result.isAPIError, inside.result.type], [true, "rate_limit_error"]);
    const repeated = await run(t, act, "repeated", [{ kind: "throttle", retryAfterMs: 1 }]);
    assert.ok(repeated.result.length > 0, JSON.stringify(repeated.result));
  });
}

/** A stream that is aborted ends the request. */
function endsAborted(act, fault) {
  test("abort() ends the request", async (t) => {
    const { result, session } = await run(t, act, "abort", [fault]);
    assert.equal(result.isAbortError, true);
    assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  });
}

describe("in pages under a strict policy", () => {
  let server;

  before(async () => {
    server = await serve({ files: await pageBundle("anthropic"), headers: STRICT });
  });
  after(() => server?.stop());
  const optionsOf = (endpoint) => ({ region: "us-east-1", endpoint, credentials: CREDENTIALS });

  describe("of Chromium", () => {
    let opened;

    before(async () => {
      opened = await openPage(`${server.url}/anthropic.html`);
      await opened.page.waitForFunction(() => globalThis.act !== undefined);
    });
    after(() => opened?.close());

    const act = (name, endpoint) =>
      opened.page.evaluate(([flow, options]) => globalThis.act(flow, options), [name, optionsOf(endpoint)]);
    flowsOf(act);
    endsAborted(act, { kind: "stall", after: 6 });

    test("and nothing else goes wrong", () => {
      // The browser reports bad statuses by itself.
      assert.deepEqual(
        opened.problems.filter((problem) => !/^Failed to load resource/.test(problem)),
        [],
      );
    });
  });

  describe("of Firefox", () => {
    let opened;

    before(async () => {
      opened = await openFirefox(`${server.url}/anthropic.html`);
    });
    after(() => opened?.close());

    const act = (name, endpoint) =>
      opened.evaluate(`globalThis.act(${JSON.stringify(name)}, ${JSON.stringify(optionsOf(endpoint))})`);
    flowsOf(act);
    endsAborted(act, { kind: "stall", after: 6 });
  });
});

/** A worker of its own, whose Bedrock is at this endpoint. */
async function start(t, endpoint) {
  const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS;
  const worker = await startWorker(WORKER, {
    ENDPOINT: endpoint,
    ACCESS_KEY_ID: accessKeyId,
    SECRET_ACCESS_KEY: secretAccessKey,
    SESSION_TOKEN: sessionToken,
  });
  t.after(() => worker.stop());
  return worker;
}

describe("in a worker", () => {
  /** Each flow in a worker of its own: the endpoint is one of its settings. */
  const act = async (name, endpoint, t) => (await fetch(`${(await start(t, endpoint)).url}/${name}`)).json();
  flowsOf(act);
  endsAborted(act, { kind: "slow", tokenMs: 50 });
});

test("a worker serves Anthropic's API over HTTP: answers, streams, errors, and the end of who leaves", async (t) => {
  const faults = [{ kind: "throttle" }, { kind: "slow", tokenMs: 50 }];
  const session = await createSession({ faults });
  t.after(() => session.delete());
  const { url } = await start(t, session.endpoint);
  const client = sdkOf(undefined, { baseURL: url });
  assert.ok((await failure(client.messages.create(CHAT))) instanceof Anthropic.RateLimitError);
  // workerd notices at the next piece that it cannot hand on, not before.
  for await (const { type } of await client.messages.create({ ...CHAT, stream: true })) if (type === "content_block_delta") break;
  assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  for (const request of [CHAT, WEATHER]) {
    const whole = await client.messages.create(request);
    assert.deepEqual(comparable(await client.messages.stream(request).finalMessage()), comparable(whole));
  }
  assert.ok(textOf(await client.messages.create({ ...CHAT, model: NOVA })));
  const error = await failure(client.messages.create({ ...CHAT, container: "c_1" }));
  assert.ok(error instanceof Anthropic.BadRequestError, error.stack);
  assert.ok((await collect(client.models.list())).length > 20);
  assert.ok((await client.messages.countTokens({ model: CHAT.model, messages: CHAT.messages })).input_tokens > 0);
});
