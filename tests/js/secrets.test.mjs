// Secrets never leave but as a signature: whatever fails, and however its error, the client and the stream are looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { CHAT, CREDENTIALS, DENIED, EXPIRED, collect, connect, failure } from "./lib/client.mjs";

const HEADER_SECRET = "geheimer-kopf-7f3a";
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";
const EXPIRED_API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWFBJUkVEOmVtdWxhdG9y";
const SECRETS = [CREDENTIALS, DENIED, EXPIRED].flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
const NEEDLES = [...SECRETS.filter((secret) => secret.length > 5), HEADER_SECRET, API_KEY, EXPIRED_API_KEY, "Signature="];

/** Everything that a log could show of a value. */
function views(value) {
  const texts = [
    inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity, maxArrayLength: Infinity }),
  ];
  texts.push(String(value), String(value?.message), String(value?.stack), String(JSON.stringify(value)));
  for (const cause of [value?.cause, value?.cause?.cause])
    if (cause) texts.push(inspect(cause, { depth: Infinity, showHidden: true }));
  return texts.join("\n");
}

/** A log at its most talkative and all hooks: `told` has everything they are given. */
function listeners() {
  const told = [];
  const tell = (...values) => void told.push(...values);
  const logger = { error: tell, warn: tell, info: tell, debug: tell };
  return { told, options: { logger, logLevel: "debug", onRequest: tell, onResponse: tell, onRetry: tell } };
}

function assertSilent(value, what) {
  const text = views(value);
  for (const needle of NEEDLES) assert.ok(!text.includes(needle), `${what} shows ${needle}: ${text.slice(0, 2000)}`);
}

const headers = { "x-secret": HEADER_SECRET };
const WITH_FAULTS = {
  "a throttled call": [{ kind: "throttle" }],
  "a failed call": [{ kind: "status", status: 500 }],
  "a page": [{ kind: "status", status: 503, html: true }],
  "a redirect": [{ kind: "redirect", location: "http://127.0.0.1:9/" }],
  "a closed connection": [{ kind: "closeBeforeHead" }],
  "a reset": [{ kind: "reset" }],
  "a time-out": [{ kind: "hang" }],
  "an exception": [{ kind: "exception", name: "internalServerException", after: 1 }],
  "a wrong checksum": [{ kind: "badCrc", part: "message", after: 1 }],
  "a cut-off stream": [{ kind: "truncate", after: 1 }],
  "no stream": [{ kind: "notEventstream", contentType: "text/html", body: "<p>" }],
  "a standing stream": [{ kind: "stall", after: 1 }],
};
for (const [what, faults] of Object.entries(WITH_FAULTS)) {
  test(`${what} tells no secret`, async (t) => {
    t.mock.method(Math, "random", () => 0);
    const { told, options } = listeners();
    const limits = { maxRetries: 1, timeout: 1000, streamIdleTimeout: 1000, defaultHeaders: headers };
    const { bedrock } = await connect(t, { faults: [...faults, ...faults], ...limits, ...options });
    let stream;
    const error = await failure(
      bedrock.converseStream(CHAT).then((value) => {
        stream = value;
        return collect(stream);
      }),
    );
    assertSilent(error, "the error");
    assertSilent(bedrock, "the client");
    if (stream) assertSilent(stream, "the stream");
    assert.ok(told.length >= 3);
    for (const value of told) assertSilent(value, "the log or a hook");
  });
}

const WITH_OPTIONS = {
  "a wrong secret": { credentials: { ...CREDENTIALS, accessKeyId: "ASIADENIED" } },
  "expired keys": { credentials: EXPIRED },
  "denied keys": { credentials: DENIED },
  "a malformed token": { credentials: { ...CREDENTIALS, sessionToken: `${CREDENTIALS.sessionToken}\n` } },
  "a malformed key id": { credentials: { ...CREDENTIALS, accessKeyId: `${CREDENTIALS.secretAccessKey} ` } },
  "an expiration that is none": { credentials: { ...CREDENTIALS, expiration: CREDENTIALS.sessionToken } },
  "a header that is refused": { defaultHeaders: { "x-a": `${HEADER_SECRET}\n` } },
  "an endpoint with a password": { endpoint: `https://user:${HEADER_SECRET}@127.0.0.1/` },
  "a fetch that throws": { fetch: () => Promise.reject(new Error("no")) },
  "a provider that fails": { credentials: () => Promise.reject(new Error("no")) },
  "a provider of nonsense": { credentials: () => ({ accessKeyId: 1, secretAccessKey: CREDENTIALS.secretAccessKey }) },
  "credentials that are too old": { credentials: { ...CREDENTIALS, expiration: 1 } },
  "keys in place of a region": { region: CREDENTIALS.secretAccessKey },
  "keys in place of an endpoint": { endpoint: CREDENTIALS.secretAccessKey },
  "an unknown API key": { credentials: undefined, apiKey: `${API_KEY}x` },
  "an expired API key": { credentials: undefined, apiKey: EXPIRED_API_KEY },
  "an API key with a line break": { credentials: undefined, apiKey: `${API_KEY}\nx` },
  "an API key beside credentials": { apiKey: API_KEY },
  "an API key function that fails": { credentials: undefined, apiKey: () => Promise.reject(new Error("no")) },
  "a wrong clock": { session: { clockSkewSeconds: 3600 }, correctClockSkew: false },
};
for (const [what, options] of Object.entries(WITH_OPTIONS)) {
  test(`${what} is not told`, async (t) => {
    const { told, options: listening } = listeners();
    const { bedrock } = await connect(t, { maxRetries: 0, ...listening, ...options });
    assertSilent(await failure(bedrock.converse(CHAT)), "the error");
    assertSilent(await failure(bedrock.converseStream(CHAT, { query: { key: HEADER_SECRET } })), "the error of a stream");
    assertSilent(await failure(bedrock.converse(undefined)), "the error of bad input");
    assertSilent(bedrock, "the client");
    for (const value of told) assertSilent(value, "the log or a hook");
  });
}

test("a call by API key that goes well tells no secret", async (t) => {
  const { told, options } = listeners();
  const { bedrock } = await connect(t, { credentials: undefined, apiKey: async () => API_KEY, ...options });
  const call = bedrock.converse(CHAT);
  assertSilent((await call.withResponse()).response, "the response");
  assertSilent(await call, "the result");
  assertSilent(bedrock, "the client");
  assert.equal(told.length, 6);
  for (const value of told) assertSilent(value, "the log or a hook");
});

test("results, their responses and warnings tell no secret", async (t) => {
  const warnings = [];
  const { bedrock } = await connect(t, {
    defaultHeaders: headers,
    onWarning: (warning) => warnings.push(warning),
    secretAccesskey: CREDENTIALS.secretAccessKey,
  });
  for (const call of [bedrock.converse(CHAT), bedrock.converseStream(CHAT)]) {
    const { data, response } = await call.withResponse();
    assertSilent(call, "the promise");
    assertSilent(data, "the result");
    assertSilent(response, "the response");
    await data.close?.();
  }
  assert.equal(warnings.length, 1);
  assertSilent(warnings, "the warning");
});
