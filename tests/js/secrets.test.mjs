// Secrets never leave but as a signature: whatever fails, and however its error, the client and the stream are looked at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { CHAT, CREDENTIALS, DENIED, EXPIRED, collect, connect, failure } from "./lib/client.mjs";

const HEADER_SECRET = "geheimer-kopf-7f3a";
const SECRETS = [CREDENTIALS, DENIED, EXPIRED].flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
const NEEDLES = [...SECRETS.filter((secret) => secret.length > 5), HEADER_SECRET, "Signature="];

/** Everything that a log could show of a value. */
function views(value) {
  const texts = [inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity, maxArrayLength: Infinity })];
  texts.push(String(value), String(value?.message), String(value?.stack), String(JSON.stringify(value)));
  for (const cause of [value?.cause, value?.cause?.cause]) if (cause) texts.push(inspect(cause, { depth: Infinity, showHidden: true }));
  return texts.join("\n");
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
    const options = { maxRetries: 0, timeout: 1000, streamIdleTimeout: 1000, defaultHeaders: headers };
    const { bedrock } = await connect(t, { faults, ...options });
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
};
for (const [what, options] of Object.entries(WITH_OPTIONS)) {
  test(`${what} is not told`, async (t) => {
    const { bedrock } = await connect(t, { maxRetries: 0, ...options });
    assertSilent(await failure(bedrock.converse(CHAT)), "the error");
    assertSilent(bedrock, "the client");
  });
}

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
