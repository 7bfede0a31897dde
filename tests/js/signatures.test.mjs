// Every signature is the one that AWS's own signer, @smithy/signature-v4, makes of the same request: same method, path,
// query, headers and bytes. What the package hands to `fetch` is taken as it is on the wire.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { Sha256 } from "@smithy/core/checksum";
import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import { Bedrock } from "bedrock-wasm";
import { CREDENTIALS } from "./lib/client.mjs";
import { acceptedReply, requiredInput } from "./lib/parity/replies.mjs";
import { MODEL_IDS, TEXTS } from "./lib/parity/samples.mjs";
import { SERVICES, operationsOf } from "./lib/parity/services.mjs";
import { examplesOf } from "./lib/parity/shapes.mjs";

const { sessionToken, ...LONG_LIVED } = CREDENTIALS;
const KEYS = { "with a session token": CREDENTIALS, "without a session token": LONG_LIVED };
const ENDPOINTS = [
  "https://gateway.example.com/base/path",
  "https://gateway.example.com:443/bedrock/",
  "http://127.0.0.1:9999/a%20b/~c:d;e=f,g!/%2525/%C3%A9",
  "http://[::1]:8080",
  "https://GATEWAY.Example.com:8443",
];
const asked = (text) => ({ modelId: MODEL_IDS[0], messages: [{ role: "user", content: [{ text }] }] });

for (const { name } of SERVICES) {
  const model = JSON.parse(fs.readFileSync(new URL(`../fixtures/service-models/${name}.json`, import.meta.url), "utf8"));
  for (const operation of operationsOf(model)) {
    const sign = (input, options) => assertSigned(model, operation, input, options);

    describe(operation.method, () => {
      test("with every example of its input", async () => {
        const inputs = operation.inputName ? examplesOf(model, operation.inputName) : [{}];
        for (const input of inputs) await sign(input);
      });

      const labels = Object.entries(operation.input.members).filter(([, { location }]) => location === "uri");
      for (const [what, credentials] of Object.entries(KEYS)) {
        test(`of every kind of id, ${what}`, async () => {
          const ids = labels.length > 0 ? MODEL_IDS : [undefined];
          for (const id of ids) {
            const input = { ...requiredInput(model, operation), ...Object.fromEntries(labels.map(([label]) => [label, id])) };
            await sign(input, { credentials });
          }
        });
      }

      test("at every endpoint and in every region", async () => {
        for (const endpoint of ENDPOINTS) await sign(requiredInput(model, operation), { endpoint });
        for (const region of ["eu-central-1", "us-gov-west-1", "us-iso-east-1"]) {
          await sign(requiredInput(model, operation), { region });
        }
        await sign(requiredInput(model, operation), { useFipsEndpoint: true, useDualstackEndpoint: true });
      });
    });
  }
}

const RUNTIME = JSON.parse(fs.readFileSync(new URL("../fixtures/service-models/bedrock-runtime.json", import.meta.url), "utf8"));
const CONVERSE = operationsOf(RUNTIME).find(({ method }) => method === "converse");
const INVOKE = operationsOf(RUNTIME).find(({ method }) => method === "invokeModel");
const LIST = operationsOf(RUNTIME).find(({ method }) => method === "listAsyncInvokes");

test("bodies of every script and length, and those that are no text", async () => {
  for (const text of TEXTS) await assertSigned(RUNTIME, CONVERSE, asked(text));
  for (const length of [0, 1, 55, 56, 63, 64, 1000, 1 << 12, 1 << 20]) {
    const body = Uint8Array.from({ length }, (_, at) => at % 251);
    await assertSigned(RUNTIME, INVOKE, { modelId: "m", contentType: "application/octet-stream", body });
    await assertSigned(RUNTIME, CONVERSE, asked("é".repeat(length)));
  }
});

test("every character that a query can have", async () => {
  const characters = Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code));
  for (const nextToken of [...characters, ...characters.map((character) => `a${character}=&b`), "日本🦀", "%41", ""]) {
    await assertSigned(RUNTIME, LIST, { nextToken, maxResults: 1000, submitTimeAfter: new Date(0), sortOrder: "Descending" });
  }
});

describe("headers of the caller", () => {
  const HEADERS = {
    "with odd spaces": { "x-note": "  a   b  c ", "X-Upper": "Ab  Cd", "x-quoted": '"a  b"', "x-empty": "", "x-blank": "   " },
    "whose names sort in unlike ways": {
      "x-b": "1",
      "x-a": "2",
      "x-a-b": "3",
      "x-a_b": "4",
      "x-a.b": "5",
      x: "6",
      "X-AZ": "7",
      "a!b": "8",
    },
    "that are never signed": {
      "user-agent": "mine/1.0",
      "cache-control": "no-cache",
      pragma: "no-cache",
      "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793",
      "sec-test": "a",
      "proxy-test": "b",
      expect: "c",
      from: "d",
      "max-forwards": "1",
      referer: "https://example.com/",
      trailer: "e",
    },
    "that look like those of signing": {
      "x-amz-meta": "a",
      "x-amz-target": "b",
      "x-amz-user-agent": "aws-sdk-js",
      "amz-sdk-request": "attempt=1; max=3",
    },
    "that replace a member's": { "content-type": "application/json; charset=utf-8", accept: "application/json" },
  };
  for (const [what, headers] of Object.entries(HEADERS)) {
    test(what, async () => {
      await assertSigned(RUNTIME, CONVERSE, asked("x"), { defaultHeaders: headers });
      await assertSigned(RUNTIME, CONVERSE, asked("x"), { defaultHeaders: { "x-note": "default" } }, { headers });
    });
  }
});

test("short-term API keys, which are presigned requests", async () => {
  for (const credentials of Object.values(KEYS)) {
    for (const expiresIn of [1, 900, 43_200]) {
      const key = await new Bedrock({ region: "us-west-2", credentials }).createApiKey({ expiresIn });
      const url = new URL(`https://${atob(key.replace("bedrock-api-key-", ""))}`);
      const { Version, ...query } = Object.fromEntries(url.searchParams);
      const signer = new SignatureV4({ service: "bedrock", region: "us-west-2", credentials, sha256: Sha256 });
      const request = new HttpRequest({
        method: "POST",
        protocol: "https:",
        path: "/",
        query: { Action: query.Action },
        headers: { host: url.host },
      });
      const expected = await signer.presign(request, { expiresIn, signingDate: dateOf(query["X-Amz-Date"]) });
      assert.deepEqual({ path: url.pathname, query }, { path: "/", query: expected.query });
      assert.equal(Version, "1");
    }
  }
});

test("another key, path, body or header is another signature", async () => {
  const base = await assertSigned(RUNTIME, CONVERSE, asked("x"));
  const others = [
    await assertSigned(RUNTIME, CONVERSE, asked("y")),
    await assertSigned(RUNTIME, CONVERSE, { ...asked("x"), modelId: "other" }),
    await assertSigned(RUNTIME, CONVERSE, asked("x"), { credentials: { ...CREDENTIALS, secretAccessKey: "other" } }),
    await assertSigned(RUNTIME, CONVERSE, asked("x"), { defaultHeaders: { "x-note": "a" } }),
  ];
  assert.equal(new Set([base, ...others].map((authorization) => authorization.split("Signature=")[1])).size, 5);
});

/** Calls the operation, and asserts that what goes to `fetch` has AWS's own signature. Gives the authorization. */
async function assertSigned(model, operation, input, options = {}, callOptions) {
  const client = { region: "us-east-1", credentials: CREDENTIALS, ...options };
  const { url, method, headers, body } = await sentBy(client, model, operation, input, callOptions);
  const [, protocol, host, path, , query] = /^(https?:)\/\/([^/]+)([^?]*)(\?(.*))?$/.exec(url);
  // Were this another path, fetch would send another one than was signed.
  assert.equal(new URL(url).pathname, path);
  const { authorization, "x-amz-date": date, ...others } = Object.fromEntries(headers);
  const request = new HttpRequest({
    method,
    protocol,
    path,
    query: decoded(query),
    headers: { ...others, host: hostHeader(url) },
    body,
  });
  const { credentials, endpoint } = client;
  // Without an endpoint, an ARN says the region.
  const [, named] = (!endpoint && /\/arn%3A[^/]*?%3A[^/]*?%3A([^/]*?)%3A/.exec(path)) || [];
  const region = named ?? client.region;
  const signer = new SignatureV4({ service: "bedrock", region, credentials, sha256: Sha256, applyChecksum: false });
  const expected = await signer.sign(request, { signingDate: dateOf(date) });
  const what = `${operation.method} ${host}${path} ${JSON.stringify(input).slice(0, 300)}`;
  assert.deepEqual({ ...Object.fromEntries(headers), host: hostHeader(url) }, expected.headers, what);
  assert.match(authorization, new RegExp(`Credential=AKIDEXAMPLE/\\d{8}/${region}/bedrock/aws4_request, `));
  return authorization;
}

/** What an operation hands to `fetch`. */
async function sentBy(client, model, operation, input, callOptions) {
  let sent;
  const fetch = async (url, init) => {
    sent = { url, ...init };
    const { headers, body } = acceptedReply(model, operation);
    return new Response(body, { headers });
  };
  await new Bedrock({ ...client, fetch })[operation.method](input, callOptions);
  return sent;
}

/** The host as fetch sends it, by the rules of URL: without the port that the scheme has anyway. */
function hostHeader(url) {
  return new URL(url).host;
}

function decoded(query = "") {
  const pairs = query
    .split("&")
    .filter(Boolean)
    .map((pair) => pair.split("=").map(decodeURIComponent));
  return Object.fromEntries(pairs);
}

/** `20261122T214305Z` */
function dateOf(date) {
  return new Date(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}
