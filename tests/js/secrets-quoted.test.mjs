// Servers, gateways and a `fetch` that quote the secrets of the request they were sent, in all the ways that they do: whatever
// leaves the package is searched for them, down to pieces of ten letters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { startServer } from "./lib/answering.mjs";
import { CHAT, CREDENTIALS, collect, failure } from "./lib/client.mjs";

const GATEWAY_KEY = "gw/Zx81+lv2Qp77rT==";
const QUERY_KEY = "q-8Fh3kkL/0w+Tz1==";
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1xdW90ZWQ6dGhpcy9pcytub3RoaW5nPT0=";
const KEYS = { "access keys": { credentials: CREDENTIALS }, "an API key": { apiKey: API_KEY } };

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** A frame with these headers. */
function frame(headers, payload) {
  const entries = Object.entries(headers).map(([name, value]) => [name, { type: "string", value }]);
  return Buffer.from(
    codec.encode({ headers: Object.fromEntries(entries), body: new TextEncoder().encode(JSON.stringify(payload)) }),
  );
}
const begun = frame({ ":message-type": "event", ":event-type": "messageStart" }, { role: "assistant" });
const exception = (message) =>
  frame({ ":message-type": "exception", ":exception-type": "internalServerException" }, { message, token: message });
const failed = (message) => frame({ ":message-type": "error", ":error-code": "Internal", ":error-message": message }, {});
const eventstream = (...frames) => ({
  headers: { "content-type": "application/vnd.amazon.eventstream" },
  body: Buffer.concat(frames),
});

const base64 = (text) => Buffer.from(text).toString("base64");
const escaped = (text) => JSON.stringify(text).replaceAll("/", "\\/").replaceAll("+", "\\u002b").replaceAll("=", "\\u003D");
const entities = (text) => text.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;").replaceAll("=", "&#61;");
const refusal = (message, more) => ({ status: 403, body: { __type: "InvalidSignatureException", message }, ...more });

/** How a server answers that was sent these secrets, one to a line. */
const WAYS = {
  "AWS's canonical request": (said) => refusal(`The Canonical String for this request should have been\n'POST\n${said}'`),
  "a page that echoes headers": (said) => ({ status: 502, body: `<html><pre>${said}</pre>` }),
  "a page with entities": (said) => ({ status: 502, body: `<html><pre>${entities(said)}</pre>` }),
  "plain text": (said) => ({ status: 503, body: `upstream refused ${said}` }),
  "text that is cut off in a secret": (said) => ({ status: 500, body: `${"x".repeat(150)}${said.replaceAll("\n", "")}` }),
  "a long body that is cut off in a secret": (said) => ({
    status: 500,
    body: `<${"x".repeat(8150)}${said.replaceAll("\n", "")}`,
  }),
  "XML that was percent-encoded": (said) => ({
    status: 400,
    body: `<Error><Message>${encodeURIComponent(said)}</Message></Error>`,
  }),
  "what was percent-encoded twice": (said) =>
    refusal(encodeURIComponent(encodeURIComponent(said)).replace(/%25[0-9A-F]{2}/g, (code) => code.toLowerCase())),
  "what was read as a form": (said) => refusal(said.replaceAll("+", " ")),
  "JSON with escapes": (said) => ({ status: 400, body: `{"error":{"request":${escaped(said)}}}` }),
  "base64 at any place": (said) => refusal([said, ` ${said}`, `  ${said}`].map(base64).join("\n")),
  "base64 of each": (said) =>
    refusal(
      said
        .split("\n")
        .map((line) => base64(`Authorization: Bearer ${line}`))
        .join(),
    ),
  "base64 for addresses": (said) => refusal(Buffer.from(said).toString("base64url")),
  headers: (said) => ({ status: 403, headers: { "www-authenticate": line(said), "x-amzn-echo": base64(said) } }),
  "a code and an id": (said) => ({ status: 400, headers: { "x-amzn-errortype": line(said), "x-amzn-requestid": line(said) } }),
  "a redirect": (said) => ({ status: 307, headers: { location: `/?token=${encodeURIComponent(said)}` }, body: said }),
  "a page in place of JSON": (said) => ({ body: `<html>${said}` }),
  "an exception at the beginning of a stream": (said) => eventstream(exception(said)),
  "an exception in a stream": (said) => eventstream(begun, exception(said)),
  "an error in a stream": (said) => eventstream(begun, failed(base64(said))),
};
const line = (said) => said.replaceAll("\n", ", ");

/** What the request has that nobody may read. */
function secretsOf({ url, headers }) {
  const [, signature] = /Signature=(\w+)/.exec(headers.authorization) ?? [];
  const key = headers.authorization.replace("Bearer ", "");
  const sent = signature ? [headers["x-amz-security-token"], CREDENTIALS.secretAccessKey, signature] : [key];
  assert.ok(url.includes(encodeURIComponent(QUERY_KEY)) && headers["x-api-key"] === GATEWAY_KEY);
  return [...sent, GATEWAY_KEY, QUERY_KEY];
}

/** Every ten letters of a secret, as it is and in base64 at each place; the letters that escapes change part them. */
function piecesOf(secret) {
  const spelt = [0, 1, 2].map((before) => base64(`${" ".repeat(before)}${secret}`).slice(before && before + 1, -4));
  const pieces = [secret, ...spelt].flatMap((text) =>
    Array.from({ length: text.length - 9 }, (_, at) => text.slice(at, at + 10)),
  );
  return new Set(pieces);
}

/** Everything that a log could show of a value. */
function views(value) {
  const options = { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity, maxArrayLength: Infinity };
  const shown = inspect(value, options) + String(value) + String(value?.stack) + String(JSON.stringify(value));
  // As base64 for addresses, and without what forms do, escapes are read as well.
  const plain = shown.replaceAll("-", "+").replaceAll("_", "/");
  return [shown, plain, decoded(shown)].join("\n");
}

function decoded(text) {
  const unescaped = text
    .replace(/\\+u00([0-9a-f]{2})/gi, "%$1")
    .replace(/&#x([0-9a-f]{2});/gi, "%$1")
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    .replace(/(?:%25)+([0-9a-f]{2})/gi, "%$1")
    .replace(/\\+\//g, "/");
  return unescaped.replace(/%([0-9a-f]{2})/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

function assertSilent(values, secrets, what) {
  const text = values.map(views).join("\n");
  for (const secret of secrets)
    for (const piece of piecesOf(secret)) {
      const at = text.indexOf(piece);
      assert.ok(at < 0, `${what} shows ${piece} of ${secret}: ${text.slice(Math.max(0, at - 200), at + 100)}`);
    }
}

/** A client of this server, and all that its log and hooks were told. */
function listening(endpoint, keys) {
  const told = [];
  const tell = (...values) => void told.push(...values);
  const hooks = { onRequest: tell, onResponse: tell, onRetry: tell, onWarning: tell };
  const logger = { error: tell, warn: tell, info: tell, debug: tell };
  const defaultHeaders = { "x-api-key": GATEWAY_KEY };
  const options = { region: "us-east-1", endpoint, maxRetries: 1, defaultHeaders, logger, logLevel: "debug", ...hooks, ...keys };
  return { told, bedrock: new Bedrock(options) };
}

const call = { query: { key: QUERY_KEY } };
const chat = { model: CHAT.modelId, messages: [{ role: "user", content: "Hi" }] };
const CALLS = {
  converse: (bedrock) => bedrock.converse(CHAT, call),
  converseStream: async (bedrock) => collect(await bedrock.converseStream(CHAT, call)),
  "a chat": (bedrock) => bedrock.chat.completions.create(chat, call),
  "a streamed chat": async (bedrock) => collect(await bedrock.chat.completions.create({ ...chat, stream: true }, call)),
};

for (const [of, keys] of Object.entries(KEYS)) {
  for (const [way, answer] of Object.entries(WAYS)) {
    test(`${way} does not tell what came with ${of}`, async (t) => {
      t.mock.method(Math, "random", () => 0);
      let secrets;
      const { url } = await startServer(t, (request) => {
        secrets = secretsOf(request);
        return answer(secrets.join("\n"));
      });
      for (const [what, make] of Object.entries(CALLS)) {
        const { told, bedrock } = listening(url, keys);
        const error = await failure(make(bedrock));
        assert.match(error.name, /Error$/);
        assertSilent([error, [...(error.headers ?? [])], error.body, error.cause], secrets, `the error of ${what}`);
        assert.ok(told.length > 3);
        assertSilent(told, secrets, `the log or a hook of ${what}`);
      }
    });
  }

  test(`a fetch that quotes its request does not tell what came with ${of}`, async (t) => {
    t.mock.method(Math, "random", () => 0);
    for (const [what, make] of Object.entries(CALLS)) {
      let secrets;
      const fetch = (url, init) => {
        const headers = Object.fromEntries(init.headers);
        secrets = secretsOf({ url, headers });
        const config = { url, headers, raw: secrets.map(base64) };
        const cause = Object.assign(new Error(`reset while sending ${headers.authorization} to ${url}`), { config });
        throw new TypeError(`fetch failed for ${url}`, { cause });
      };
      const { told, bedrock } = listening("https://gateway.example", { ...keys, fetch });
      const error = await failure(make(bedrock));
      assert.equal(error.name, "APIConnectionError");
      assert.match(error.message, /reset while sending/);
      assert.match(error.cause.message, /fetch failed/);
      assertSilent([error], secrets, `the error of ${what}`);
      assertSilent(told, secrets, `the log or a hook of ${what}`);
    }
  });

  for (const way of ["AWS's canonical request", "headers", "base64 of each", "an exception in a stream"]) {
    test(`a remote client of createFetch does not see ${way} of ${of}`, async (t) => {
      let secrets;
      const { url } = await startServer(t, (request) => {
        secrets = secretsOf({ ...request, url: `${request.url}${encodeURIComponent(QUERY_KEY)}` });
        return WAYS[way](secrets.join("\n"));
      });
      const { bedrock } = listening(url, keys);
      const serve = createFetch(bedrock);
      for (const stream of [false, true]) {
        const body = JSON.stringify({ ...chat, stream });
        const response = await serve("http://localhost/v1/chat/completions", { method: "POST", body });
        const seen = [response.status, [...response.headers], await response.text()];
        assertSilent([seen], secrets, "the reply");
      }
    });
  }
}

test("an error without a secret keeps the very error that was thrown", async () => {
  const thrown = Object.assign(new TypeError("no"), { config: { headers: { accept: "application/json" } } });
  const { bedrock } = listening("https://gateway.example", { ...KEYS["access keys"], fetch: () => Promise.reject(thrown) });
  assert.equal((await failure(bedrock.converse(CHAT))).cause, thrown);
});
