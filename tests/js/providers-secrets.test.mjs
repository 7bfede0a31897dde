// Tokens and keys never leave but in the request they belong to: whatever a service answers, the error, the log, the hooks
// and the objects in hand are searched for them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Bedrock } from "bedrock-wasm";
import { fromCognitoIdentityPool, fromEnv, fromHttp, fromTemporaryCredentials, fromWebToken } from "bedrock-wasm/credentials";
import { startServer } from "./lib/answering.mjs";
import { CHAT, failure } from "./lib/client.mjs";

const ROLE = "arn:aws:iam::123456789012:role/chat";
const POOL = "us-east-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
/** Everything that is secret here has this in it. */
const SECRET = "geheim";
const secret = (what) => `${SECRET}-${what}`;
const KEYS = {
  AccessKeyId: "ASIA1",
  SecretKey: secret("key"),
  SecretAccessKey: secret("key"),
  SessionToken: secret("token"),
  Token: secret("token"),
};

const providers = {
  fromCognitoIdentityPool: (clientConfig) =>
    fromCognitoIdentityPool({ identityPoolId: POOL, logins: { "a.example": () => secret("login") }, clientConfig }),
  "fromCognitoIdentityPool, basic": (clientConfig) =>
    fromCognitoIdentityPool({
      identityPoolId: POOL,
      logins: { "a.example": secret("login") },
      flow: "basic",
      roleArn: ROLE,
      clientConfig,
    }),
  fromWebToken: (clientConfig) => fromWebToken({ roleArn: ROLE, webIdentityToken: secret("token"), clientConfig }),
  fromTemporaryCredentials: (clientConfig) =>
    fromTemporaryCredentials({
      masterCredentials: { accessKeyId: "ASIA0", secretAccessKey: secret("master"), sessionToken: secret("session") },
      params: { RoleArn: ROLE, SerialNumber: "arn:aws:iam::1:mfa/a" },
      mfaCodeProvider: () => secret("code"),
      clientConfig,
    }),
  fromHttp: ({ endpoint, region, ...clientConfig }) =>
    fromHttp({ credentialsFullUri: `${endpoint}/?key=${secret("query")}`, authorizationToken: secret("token"), clientConfig }),
};

const elements = (names) => names.map((name) => `<${name}>${KEYS[name]}</${name}>`).join("");
const answers = {
  "half of the credentials": {
    body: { IdentityId: POOL, Credentials: { SecretKey: KEYS.SecretKey }, Token: KEYS.Token, SecretAccessKey: KEYS.SecretKey },
  },
  "half of the credentials, in XML": { body: `<Credentials>${elements(["SecretAccessKey", "SessionToken"])}</Credentials>` },
  "credentials without an end": { body: JSON.stringify(KEYS).slice(0, -3) },
  "XML without an end": { body: `<R>${elements(["AccessKeyId", "SecretAccessKey"])}<SessionToken>${secret("cut")}` },
  "a list": { body: [KEYS] },
  "a text": { body: `key=${secret("key")}` },
  "a time that is none": {
    body: { ...KEYS, Expiration: secret("time"), Credentials: { ...KEYS, Expiration: secret("time") }, IdentityId: POOL },
  },
  "a redirect": { status: 302, headers: { location: "/elsewhere" }, body: secret("page") },
  "keys in a refusal": { status: 400, body: KEYS },
  "keys in a failure": { status: 503, body: JSON.stringify(KEYS) },
  "a refusal that quotes the request": ({ headers, body }) => ({
    status: 403,
    headers: { "x-echo": String(headers.authorization) },
    body: { message: `${JSON.stringify(headers)} ${body}`, code: headers["x-amz-security-token"] },
  }),
  "a refusal in XML that quotes the request": ({ headers, body }) => ({
    status: 403,
    body: `<ErrorResponse><Error><Code>No</Code><Message>${[...Object.values(headers), body].join(" ")}</Message></Error></ErrorResponse>`,
  }),
  "a refusal": { status: 400, body: { __type: "NotAuthorizedException", message: "No." } },
  "a failure": { status: 500 },
  nothing: undefined,
};

for (const [name, provide] of Object.entries(providers)) {
  for (const [what, answer] of Object.entries(answers)) {
    test(`${name} is silent about secrets when the answer is ${what}`, async (t) => {
      const given = typeof answer === "function" ? answer : () => answer ?? new Promise(() => {});
      const { url } = await startServer(t, given);
      const seen = [];
      const note = (...given) => seen.push(...given);
      const logger = { error: note, warn: note, info: note, debug: note };
      const hooks = { onRequest: note, onResponse: note, onRetry: note, onWarning: note };
      const clientConfig = {
        region: "us-east-1",
        endpoint: url,
        maxRetries: 0,
        timeout: 100,
        logger,
        logLevel: "debug",
        ...hooks,
      };
      const credentials = provide(clientConfig);
      const bedrock = new Bedrock({ region: "us-east-1", credentials });
      const error = await failure(bedrock.converse(CHAT));
      assert.equal(error.name, "AuthenticationError");
      assert.ok(seen.length > 0);
      for (const value of [error, error.cause, error.cause?.cause, credentials, bedrock, seen]) assertSilent(value);
    });
  }
}

test("fromEnv is silent about secrets", async () => {
  for (const env of [
    { AWS_SECRET_ACCESS_KEY: secret("key") },
    { ...KEYS, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: secret("key"), AWS_CREDENTIAL_EXPIRATION: secret("time") },
  ]) {
    const credentials = fromEnv(env);
    assertSilent(credentials);
    assertSilent(await failure(credentials()));
  }
});

function assertSilent(value) {
  const options = { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity, maxArrayLength: Infinity };
  const text = [inspect(value, options), String(value), String(value?.stack), String(JSON.stringify(value))].join("\n");
  assert.ok(!text.includes(SECRET), text.slice(0, 3000));
}
