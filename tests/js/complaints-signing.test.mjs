// What users of other clients complained of, as tests: signatures and credentials. The numbers are those of
// lib/complaints.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { AuthenticationError, Bedrock } from "bedrock-wasm";
import { API_KEY, FIXTURES, callAlone, requestAlone } from "./lib/alone.mjs";
import { APPLICATION_PROFILE, NOVA_LITE, SONNET_45, chat, user } from "./lib/chats.mjs";
import { CHAT, CREDENTIALS, EXPIRED, collect, connect, failure } from "./lib/client.mjs";
import { emulatorUrl } from "./lib/emulator.mjs";
import { relay } from "./lib/relay.mjs";

const HELLO = { model: NOVA_LITE, messages: [user("Hello")] };
const HOME = path.join(FIXTURES, "home");
const KEYS = { AWS_ACCESS_KEY_ID: "AKIDOFENVIRONMENT", AWS_SECRET_ACCESS_KEY: "geheim-of-environment" };
const STALE = { AWS_SESSION_TOKEN: "geheim-of-another-login" };
const { sessionToken: _, ...LONG_TERM } = CREDENTIALS;

test("complaint 23: a gateway that hands requests on gets them signed for AWS", async (t) => {
  const upstream = new URL(emulatorUrl());
  const address = await relay(t, ({ url, headers }) => {
    const { hostname, port, host } = upstream;
    return { host: hostname, port, path: url.replace("/v1/account/gateway/aws-bedrock", ""), headers: { ...headers, host } };
  });
  const endpoint = `${address}/v1/account/gateway/aws-bedrock`;
  const bedrock = new Bedrock({
    region: "us-east-1",
    credentials: CREDENTIALS,
    endpoint,
    signingHost: upstream.host,
    signingRegion: "us-east-1",
  });
  assert.ok((await bedrock.chat.completions.create(HELLO)).choices[0].message.content);
  assert.ok((await collect(await bedrock.chat.completions.create({ ...HELLO, stream: true }))).length > 2);
});

test("complaint 25: a colon in a model's id does not break the signature", async (t) => {
  const { bedrock, session } = await connect(t);
  await bedrock.converse({ ...CHAT, modelId: NOVA_LITE });
  await bedrock.chat.completions.create({ ...HELLO, model: SONNET_45, stream: true }).then(collect);
  await bedrock.embeddings.create({ model: "amazon.titan-embed-text-v2:0", input: "Hello" });
  const { requests } = await session.log();
  assert.deepEqual(
    requests.map(({ status }) => status),
    [200, 200, 200],
  );
  assert.ok(requests.every(({ path }) => path.includes("%3A0/") && !path.includes("%253A")));
});

test("complaint 26: nor do the colons and slashes of an ARN", async (t) => {
  const { session } = await chat(t, { ...HELLO, model: APPLICATION_PROFILE });
  const [{ path: sent, status }] = (await session.log()).requests;
  assert.equal(status, 200);
  assert.match(
    sent,
    /\/model\/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fotnfa2ysixqd\/converse$/,
  );
});

test("complaint 27: requests are signed for `bedrock`, whatever the host is called", async () => {
  const seen = [];
  const fetch = async (url, { headers }) => {
    seen.push([new URL(url).host.split(".")[0], /\/([a-z-]+)\/aws4_request/.exec(new Headers(headers).get("authorization"))[1]]);
    return Response.json({ output: { message: { role: "assistant", content: [] } } });
  };
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
  await bedrock.chat.completions.create(HELLO);
  await bedrock.listFoundationModels();
  await bedrock.rerank({ queries: [], sources: [], rerankingConfiguration: {} });
  assert.deepEqual(seen, [
    ["bedrock-runtime", "bedrock"],
    ["bedrock", "bedrock"],
    ["bedrock-agent-runtime", "bedrock"],
  ]);
});

test("complaint 28: an API key is all that one needs", async (t) => {
  const { bedrock, session } = await connect(t, { credentials: undefined, apiKey: API_KEY });
  assert.ok((await bedrock.chat.completions.create(HELLO)).choices[0].message.content);
  assert.ok((await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "Hello" })).data.length === 1);
  const { requests } = await session.log();
  assert.ok(requests.every(({ headers }) => headers.authorization === `Bearer ${API_KEY}` && !("x-amz-date" in headers)));
});

test("complaint 29: an API key is found in AWS_BEARER_TOKEN_BEDROCK, and works by a page's entry too", async (t) => {
  const { isBearer } = await requestAlone({ env: { AWS_BEARER_TOKEN_BEDROCK: API_KEY, AWS_REGION: "us-east-1", ...KEYS } });
  assert.equal(isBearer, true);
  const { session } = await connect(t);
  const options = { region: "us-east-1", endpoint: session.endpoint, apiKey: API_KEY };
  const { error } = await callAlone({ options, how: "page" });
  assert.deepEqual([error, (await session.log()).total], [undefined, 1]);
});

test("complaint 30: profiles and roles work in Node, and any provider everywhere", async (t) => {
  const { accessKeyId } = await requestAlone({ home: HOME, env: { AWS_PROFILE: "both-files" } });
  assert.equal(accessKeyId, "AKIDOFCREDENTIALS");
  const { session } = await connect(t);
  const options = { region: "us-east-1", endpoint: session.endpoint };
  const cwd = path.join(FIXTURES, "project-with-process");
  const byProcess = await callAlone({ home: HOME, cwd, env: { AWS_PROFILE: "process" }, options });
  assert.deepEqual([byProcess.error?.shown, byProcess.requests[0]?.accessKeyId], [undefined, CREDENTIALS.accessKeyId]);
  const own = new Bedrock({
    ...options,
    credentials: async () => ({ ...CREDENTIALS, expiration: new Date(Date.now() + 3_600_000) }),
  });
  assert.ok((await own.chat.completions.create(HELLO)).choices[0].message.content);
});

/** The header with the session token, of a call in a Node of its own; the emulator refuses the token of another login. */
async function tokenSent(t, call) {
  const { session } = await connect(t);
  const options = { region: "us-east-1", endpoint: session.endpoint, ...call.options };
  const { error } = await callAlone({ ...call, options, env: { ...STALE, ...call.env } });
  assert.equal(error, undefined, error?.shown);
  return (await session.log()).requests[0].headers["x-amz-security-token"];
}

test("complaint 31: AWS_SESSION_TOKEN of the environment is not added to keys that were passed", async (t) => {
  assert.equal(await tokenSent(t, { options: { credentials: LONG_TERM } }), undefined);
});

test("complaint 32: AWS_SESSION_TOKEN of the environment is not added to the keys of a file", async (t) => {
  assert.equal(await tokenSent(t, { cwd: path.join(FIXTURES, "project-with-keys"), home: HOME }), undefined);
});

test("complaint 33: keys are fetched anew before they expire, in the middle of a session", async (t) => {
  let count = 0;
  const minutes = [4, 60];
  const credentials = async () => ({ ...CREDENTIALS, expiration: Date.now() + minutes[Math.min(count++, 1)] * 60_000 });
  const { bedrock, session } = await connect(t, { credentials });
  for (const asked of [1, 2, 2]) {
    await bedrock.chat.completions.create(HELLO);
    assert.equal(count, asked);
  }
  assert.ok((await session.log()).requests.every(({ status }) => status === 200));
});

test("complaint 34: keys that AWS calls expired are fetched anew, and the call goes well", async (t) => {
  let count = 0;
  const { bedrock, session } = await connect(t, {
    credentials: async () => (count++ === 0 ? EXPIRED : CREDENTIALS),
    maxRetries: 0,
  });
  const chunks = await collect(await bedrock.chat.completions.create({ ...HELLO, stream: true }));
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  assert.deepEqual(
    (await session.log()).requests.map(({ status }) => status),
    [403, 200],
  );
});

test("complaint 35: expired keys are an AuthenticationError that says what to do, also those of SSO", async (t) => {
  const { bedrock } = await connect(t, { credentials: EXPIRED });
  const error = await failure(bedrock.chat.completions.create(HELLO));
  assert.ok(error instanceof AuthenticationError);
  assert.deepEqual([error.code, error.status], ["ExpiredTokenException", 403]);
  assert.match(error.message, /expired: get fresh ones/);

  const home = fs.mkdtempSync(path.join(os.tmpdir(), "home-"));
  t.after(() => fs.rmSync(home, { recursive: true, force: true }));
  fs.mkdirSync(path.join(home, ".aws/sso/cache"), { recursive: true });
  const lines = [
    "[profile work]",
    "region = us-east-1",
    "sso_start_url = https://example.awsapps.com/start",
    "sso_region = us-east-1",
  ];
  fs.writeFileSync(
    path.join(home, ".aws/config"),
    [...lines, "sso_account_id = 123456789012", "sso_role_name = reader"].join("\n"),
  );
  const { error: ofSso } = await callAlone({ home, env: { AWS_PROFILE: "work" }, status: 200 });
  assert.equal(ofSso.name, "AuthenticationError");
  assert.match(ofSso.shown, /aws sso login/);
});

test("complaint 36: an instance's metadata that answers 405 is passed over, with an error that says what was looked at", async (t) => {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.method);
    response.writeHead(405).end("Method Not Allowed");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const endpoint = `http://127.0.0.1:${server.address().port}`;
  const env = { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint, AWS_REGION: "us-east-1" };
  const { error, requests } = await callAlone({ env, status: 200 });
  assert.deepEqual([error.name, requests], ["AuthenticationError", []]);
  assert.ok(asked.length > 0, "the metadata was never asked for");
  assert.match(error.shown, /Looked at: /);
});
