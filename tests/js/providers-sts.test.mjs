// Credentials of roles: what is sent equals what AWS's own client sends, and moto's STS, which looks up keys, verifies
// signatures with botocore and evaluates policies, gives the role.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CognitoIdentityClient, GetIdCommand } from "@aws-sdk/nested-clients/cognito-identity";
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/nested-clients/sts";
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { APIError, AuthenticationError, Bedrock, BedrockError, PermissionDeniedError } from "bedrock-wasm";
import { fromCognitoIdentityPool, fromTemporaryCredentials, fromWebToken } from "bedrock-wasm/credentials";
import { startServer, watchedFetch } from "./lib/answering.mjs";
import { CHAT, CREDENTIALS, failure } from "./lib/client.mjs";
import { startMoto } from "./lib/moto.mjs";

const ROLE = "arn:aws:iam::123456789012:role/chat";
const NOT_SENT = new Error("not sent");

/** The request that a provider makes first. */
async function requestOf(makeProvider) {
  const requests = [];
  const fetch = watchedFetch(requests, () => Promise.reject(NOT_SENT));
  await failure(makeProvider({ fetch, maxRetries: 0 })());
  return requests[0];
}

/** The request that AWS's client makes for a command, before it is signed: `{ url, body, headers }`. */
async function requestOfAws(Client, command, config = {}) {
  let sent;
  const requestHandler = {
    handle: async ({ request = undefined, ...own }) => {
      sent = request ?? own;
      throw NOT_SENT;
    },
  };
  const client = new Client({ region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1, ...config, requestHandler });
  await assert.rejects(client.send(command), NOT_SENT);
  return { ...sent, url: `${sent.protocol}//${sent.hostname}${sent.path}` };
}

const form = (body) => Object.fromEntries([...new URLSearchParams(String(body))].sort());

describe("what is sent", () => {
  const POLICY = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "bedrock:*", Resource: "*" }] });
  const inputs = {
    "a role": {},
    "a session's limits": {
      DurationSeconds: 900,
      Policy: POLICY,
      PolicyArns: [{ arn: "arn:aws:iam::aws:policy/A" }, { arn: "b" }],
    },
    tags: {
      Tags: [
        { Key: "team", Value: "search & rescue" },
        { Key: "stadt", Value: "Zürich = 1 * ~'()" },
      ],
      TransitiveTagKeys: ["team", "stadt"],
      SourceIdentity: "Ada",
      ExternalId: "a+b/c:d",
    },
    "contexts and a device": {
      SerialNumber: "arn:aws:iam::123456789012:mfa/ada",
      TokenCode: "123456",
      ProvidedContexts: [{ ProviderArn: "arn:aws:iam::aws:contextProvider/x", ContextAssertion: "abcd" }],
      MinimumSessionTokenSize: 100,
    },
    "empty lists": { Tags: [], PolicyArns: [], TransitiveTagKeys: undefined },
  };
  for (const [what, input] of Object.entries(inputs)) {
    test(`AssumeRole with ${what} is what AWS's client sends`, async () => {
      const params = { RoleArn: ROLE, RoleSessionName: "page", ...input };
      const options = { masterCredentials: CREDENTIALS, params };
      const ours = await requestOf((config) =>
        fromTemporaryCredentials({ ...options, clientConfig: { region: "us-east-1", ...config } }),
      );
      const theirs = await requestOfAws(STSClient, new AssumeRoleCommand(params));
      assert.deepEqual(form(ours.body), form(theirs.body));
      assert.deepEqual(
        [ours.method, ours.url, ours.headers["content-type"]],
        [theirs.method, theirs.url, theirs.headers["content-type"]],
      );
    });
  }

  test("AssumeRoleWithWebIdentity is what AWS's client sends", async () => {
    const limits = {
      providerId: "www.amazon.com",
      durationSeconds: 900,
      policy: POLICY,
      policyArns: [{ arn: "a" }, { arn: "b" }],
    };
    const options = { roleArn: ROLE, webIdentityToken: "a.b+c/d=", roleSessionName: "page", ...limits };
    const ours = await requestOf((config) => fromWebToken({ ...options, clientConfig: { region: "us-east-1", ...config } }));
    const input = Object.entries(options).map(([name, value]) => [name[0].toUpperCase() + name.slice(1), value]);
    const theirs = await requestOfAws(STSClient, new AssumeRoleWithWebIdentityCommand(Object.fromEntries(input)));
    assert.deepEqual(form(ours.body), form(theirs.body));
    assert.deepEqual([ours.url, ours.headers.authorization], [theirs.url, undefined]);
  });

  test("a session that has no name gets one that STS takes", async () => {
    const provide = (config) =>
      fromWebToken({ roleArn: ROLE, webIdentityToken: "abcd", clientConfig: { region: "us-east-1", ...config } });
    assert.match(form((await requestOf(provide)).body).RoleSessionName, /^[\w+=,.@-]{2,64}$/);
  });

  test("AssumeRole is signed as @smithy/signature-v4 signs it", async () => {
    for (const [masterCredentials, region] of [
      [CREDENTIALS, "us-east-1"],
      [{ ...CREDENTIALS, sessionToken: undefined }, "cn-north-1"],
    ]) {
      const params = { RoleArn: ROLE, Tags: [{ Key: "stadt", Value: "Zürich" }] };
      const options = { masterCredentials, params, clientConfig: { region } };
      const { url, headers, body, method } = await requestOf((config) =>
        fromTemporaryCredentials({ ...options, clientConfig: { region, ...config } }),
      );
      const { hostname, pathname, protocol } = new URL(url);
      const signed = headers.authorization.match(/SignedHeaders=([^,]+)/)[1].split(";");
      const wanted = { ...Object.fromEntries(Object.entries(headers).filter(([name]) => signed.includes(name))), host: hostname };
      delete wanted["x-amz-date"];
      const signer = new SignatureV4({
        credentials: masterCredentials,
        region,
        service: "sts",
        sha256: Sha256,
        applyChecksum: false,
      });
      const signingDate = headers["x-amz-date"].replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5");
      const request = { method, protocol, hostname, path: pathname, headers: wanted, query: {}, body };
      const theirs = await signer.sign(request, { signingDate: new Date(signingDate) });
      assert.equal(headers.authorization, theirs.headers.authorization);
    }
  });

  test("the hosts of STS and Cognito are those of AWS's rules", async () => {
    const regions = [
      "us-east-1",
      "eu-west-1",
      "cn-north-1",
      "us-gov-west-1",
      "us-iso-east-1",
      "us-isob-east-1",
      "eu-isoe-west-1",
      "us-isof-south-1",
      "eusc-de-east-1",
    ];
    for (const region of regions) {
      for (const useFipsEndpoint of [false, true]) {
        for (const useDualstackEndpoint of [false, true]) {
          const endpoints = { useFipsEndpoint, useDualstackEndpoint };
          const what = JSON.stringify({ region, ...endpoints });
          const token = { roleArn: ROLE, webIdentityToken: "abcd", roleSessionName: "page" };
          const sts = await requestOf((config) => fromWebToken({ ...token, clientConfig: { region, ...endpoints, ...config } }));
          const command = new AssumeRoleWithWebIdentityCommand({
            RoleArn: ROLE,
            RoleSessionName: "page",
            WebIdentityToken: "abcd",
          });
          assert.equal(sts.url, (await requestOfAws(STSClient, command, { region, ...endpoints })).url, what);
          // There is no such endpoint outside of the United States, and AWS's rules make up a name for it.
          if (region === "eu-west-1" && useFipsEndpoint && useDualstackEndpoint) continue;
          const identityPoolId = `${region}:1a2b3c4d`;
          const cognito = await requestOf((config) =>
            fromCognitoIdentityPool({ identityPoolId, clientConfig: { ...endpoints, ...config } }),
          );
          const getId = new GetIdCommand({ IdentityPoolId: identityPoolId });
          const theirs = await requestOfAws(CognitoIdentityClient, getId, { region, ...endpoints });
          assert.equal(cognito.url, theirs.url, what);
          assert.deepEqual(JSON.parse(cognito.body), JSON.parse(theirs.body));
          for (const name of ["content-type", "x-amz-target"]) assert.equal(cognito.headers[name], theirs.headers[name]);
        }
      }
    }
  });
});

describe("with moto's STS, which verifies signatures and policies", () => {
  const TRUST = (principal) => ({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }],
  });
  let moto;
  let masterCredentials;
  before(async () => {
    moto = await startMoto();
    const user = await moto.call("iam", "CreateUser", { UserName: "ada" });
    const key = await moto.call("iam", "CreateAccessKey", { UserName: "ada" });
    masterCredentials = { accessKeyId: key("AccessKeyId"), secretAccessKey: key("SecretAccessKey") };
    const allowed = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }] };
    const policy = { PolicyName: "assume", PolicyDocument: JSON.stringify(allowed) };
    await moto.call("iam", "PutUserPolicy", { UserName: "ada", ...policy });
    for (const [name, principal] of [
      ["chat", user("Arn")],
      ["next", "arn:aws:sts::123456789012:assumed-role/chat/page"],
    ]) {
      await moto.call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(TRUST(principal)) });
      await moto.call("iam", "PutRolePolicy", { RoleName: name, ...policy });
    }
    await moto.checkSignatures(true);
  });
  after(() => moto?.stop());

  const provider = (options, params) =>
    fromTemporaryCredentials({
      masterCredentials,
      params: { RoleArn: ROLE, RoleSessionName: "page", ...params },
      ...options,
      clientConfig: { region: "us-east-1", endpoint: moto.url, ...options?.clientConfig },
    });

  test("a user assumes a role, whose credentials assume the next", async () => {
    const first = provider();
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await first();
    assert.match(accessKeyId, /^ASIA/);
    assert.ok(secretAccessKey.length === 40 && sessionToken.length > 100);
    assert.ok(Math.abs(expiration - Date.now() - 3_600_000) < 5_000, String(expiration));
    const next = provider({ masterCredentials: first }, { RoleArn: "arn:aws:iam::123456789012:role/next", DurationSeconds: 900 });
    const chained = await next();
    assert.ok(Math.abs(chained.expiration - Date.now() - 900_000) < 5_000);
    assert.notEqual(chained.accessKeyId, accessKeyId);
  });

  test("tags and policies are part of what is signed", async () => {
    const Tags = [
      { Key: "stadt", Value: "Zürich & Umgebung" },
      { Key: "a", Value: "1+1=2" },
    ];
    assert.match((await provider({}, { Tags, PolicyArns: [{ arn: "arn:aws:iam::aws:policy/A" }] })()).accessKeyId, /^ASIA/);
  });

  test("clientConfig.credentials stand in for masterCredentials, which may be a function", async () => {
    const clientConfig = { credentials: async () => masterCredentials };
    assert.match((await provider({ masterCredentials: undefined, clientConfig })()).accessKeyId, /^ASIA/);
  });

  test("the credentials sign the client's requests", async () => {
    const requests = [];
    const answer = async () => Response.json({ output: {}, stopReason: "end_turn" });
    const credentials = provider();
    const bedrock = new Bedrock({ region: "us-east-1", credentials, fetch: watchedFetch(requests, answer) });
    await bedrock.converse(CHAT);
    await bedrock.converse(CHAT);
    const [first, second] = requests.map(({ headers }) => [headers["x-amz-security-token"], headers.authorization.split("/")[0]]);
    assert.match(first[1], /Credential=ASIA/);
    assert.deepEqual(second, first);
  });

  const refusals = {
    "a wrong secret": [
      (own) => ({ masterCredentials: { ...own, secretAccessKey: "wrong" } }),
      AuthenticationError,
      "SignatureDoesNotMatch",
      /from one source\.\)$/,
    ],
    "an unknown key": [
      (own) => ({ masterCredentials: { ...own, accessKeyId: "AKIAUNKNOWN" } }),
      AuthenticationError,
      "InvalidClientTokenId",
      /from one source\.\)$/,
    ],
    "a role that does not trust": [
      () => ({ params: { RoleArn: "arn:aws:iam::123456789012:role/next" } }),
      PermissionDeniedError,
      "AccessDenied",
      /^User: arn:aws:iam::123456789012:user\/ada is not authorized to perform: sts:AssumeRole.*trust policy name them\.\)$/,
    ],
  };
  for (const [what, [options, errorClass, code, message]] of Object.entries(refusals)) {
    test(`${what} is refused`, async () => {
      const error = await failure(provider(options(masterCredentials))());
      assert.ok(error instanceof errorClass, error.stack);
      assert.deepEqual([error.code, error.status], [code, 403]);
      assert.match(error.message, message);
    });
  }
});

describe("with moto's STS, for tokens", () => {
  let moto;
  before(async () => {
    moto = await startMoto();
  });
  after(() => moto?.stop());

  test("a token, or what a function gets, becomes credentials", async () => {
    const tokens = ["eyJ-first", "eyJ-second"];
    const requests = [];
    const get = fromWebToken({
      roleArn: ROLE,
      webIdentityToken: async () => tokens.shift(),
      clientConfig: { region: "eu-west-1", endpoint: moto.url, fetch: watchedFetch(requests) },
    });
    for (const token of [...tokens]) {
      assert.match((await get()).accessKeyId, /^ASIA/);
      assert.equal(form(requests.at(-1).body).WebIdentityToken, token);
    }
    const error = await failure(get());
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /^The function webIdentityToken resolved to no string/);
  });

  test("what it calls invalid is said in its words", async () => {
    const params = { RoleArn: ROLE, RoleSessionName: "x".repeat(65) };
    const clientConfig = { region: "us-east-1", endpoint: moto.url };
    const error = await failure(fromTemporaryCredentials({ masterCredentials: CREDENTIALS, params, clientConfig })());
    assert.equal(error.code, "ValidationError");
    assert.match(error.message, /^1 validation error detected: Value .* at .*roleSessionName/);
  });
});

describe("what STS may answer", () => {
  const xml = (code, message) => ({
    status: 403,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  });
  const result = (credentials) => ({
    body: `<R><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></R>`,
  });
  const KEYS =
    "<AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s/+=</SecretAccessKey><SessionToken>t//+==</SessionToken><Expiration>2038-01-01T00:00:00Z</Expiration>";

  async function assumed(t, answers, masterCredentials = CREDENTIALS) {
    const server = await startServer(t, () => answers.shift() ?? assert.fail("nothing more is expected"));
    const clientConfig = { region: "us-east-1", endpoint: server.url };
    return fromTemporaryCredentials({ masterCredentials, params: { RoleArn: ROLE }, clientConfig })();
  }

  test("credentials", async (t) => {
    const expected = {
      accessKeyId: "ASIA1",
      secretAccessKey: "s/+=",
      sessionToken: "t//+==",
      expiration: new Date("2038-01-01"),
    };
    assert.deepEqual(await assumed(t, [result(KEYS)]), expected);
  });

  test("something else", async (t) => {
    const without = (name) => result(KEYS.replace(new RegExp(`<${name}>.*</${name}>`), ""));
    for (const [answer, message] of [
      [{ body: "<html>" }, "STS answered without AccessKeyId, SecretAccessKey, SessionToken, Expiration. Check the endpoint."],
      [
        without("SessionToken"),
        "STS answered without SessionToken, but with AccessKeyId, SecretAccessKey, Expiration. Check the endpoint.",
      ],
      [
        result(KEYS.replace("2038-01-01T00:00:00Z", "soon")),
        "Expiration, as STS gives it, is not a time: it should be ISO 8601.",
      ],
    ]) {
      const error = await failure(assumed(t, [answer]));
      assert.ok(error instanceof APIError);
      assert.equal(error.message, message);
    }
  });

  test("that the masterCredentials have expired: a function is asked once more", async (t) => {
    const expired = xml("ExpiredToken", "The security token included in the request is expired");
    let count = 0;
    const ask = async () => ({ ...CREDENTIALS, accessKeyId: `ASIA${++count}` });
    assert.equal((await assumed(t, [expired, result(KEYS)], ask)).accessKeyId, "ASIA1");
    assert.equal(count, 2);
    const error = await failure(assumed(t, [expired]));
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /\(The masterCredentials have expired: pass a function that gets fresh ones\.\)$/);
  });

  test("that it does not take a token", async (t) => {
    for (const [code, message] of [
      ["ExpiredTokenException", /\(The token has expired: pass a function that gets a fresh one\.\)$/],
      ["InvalidIdentityToken", /\(Pass an OpenID Connect ID token/],
      ["AccessDenied", /\(Let the role's trust policy name the token's issuer/],
      ["PackedPolicyTooLarge", /^No\.$/],
    ]) {
      const server = await startServer(t, () => xml(code, "No."));
      const clientConfig = { region: "us-east-1", endpoint: server.url };
      const error = await failure(fromWebToken({ roleArn: ROLE, webIdentityToken: "a.b.c", clientConfig })());
      assert.equal(error.code, code);
      assert.match(error.message, message);
    }
  });
});

describe("options that cannot be right are refused before anything is sent", () => {
  const clientConfig = { region: "us-east-1", fetch: () => assert.fail("something was sent") };
  const roles = { masterCredentials: CREDENTIALS, params: { RoleArn: ROLE }, clientConfig };
  const tokens = { roleArn: ROLE, webIdentityToken: "a.b.c", clientConfig };
  const device = { ...roles.params, SerialNumber: "arn:aws:iam::1:mfa/ada" };
  const cases = [
    [
      fromTemporaryCredentials,
      undefined,
      BedrockError,
      /^fromTemporaryCredentials has no region\. Pass one: .* region: "us-east-1" } }\)\.$/,
    ],
    [fromTemporaryCredentials, { ...roles, clientConfig: {} }, BedrockError, /^fromTemporaryCredentials has no region/],
    [fromTemporaryCredentials, { ...roles, params: undefined }, BedrockError, /^params\.RoleArn is not the ARN of a role/],
    [fromTemporaryCredentials, { ...roles, params: { RoleArn: "chat" } }, BedrockError, /^params\.RoleArn is not the ARN/],
    [fromTemporaryCredentials, { ...roles, masterCredentials: undefined }, AuthenticationError, /has no masterCredentials/],
    [fromTemporaryCredentials, { ...roles, masterCredentials: {} }, AuthenticationError, /no accessKeyId/],
    [fromTemporaryCredentials, { ...roles, params: device }, BedrockError, /needs a function mfaCodeProvider/],
    [
      fromTemporaryCredentials,
      { ...roles, params: device, mfaCodeProvider: () => 123456 },
      AuthenticationError,
      /^The function mfaCodeProvider resolved to no string/,
    ],
    [fromWebToken, undefined, BedrockError, /^fromWebToken has no region/],
    [fromWebToken, { ...tokens, roleArn: undefined }, BedrockError, /^roleArn is not the ARN/],
    [fromWebToken, { ...tokens, webIdentityToken: "" }, AuthenticationError, /^No webIdentityToken\. Pass a string/],
    [
      fromWebToken,
      { ...tokens, clientConfig: { ...clientConfig, region: "Europe" } },
      BedrockError,
      /^The region is not a region name/,
    ],
  ];
  for (const [provider, options, errorClass, message] of cases) {
    test(`${provider.name}: ${message}`, async () => {
      const error = await failure(provider(options)());
      assert.ok(error instanceof errorClass, error.stack);
      assert.match(error.message, message);
    });
  }

  test("masterCredentials that cannot be had", async () => {
    const masterCredentials = () => Promise.reject(new Error("signed out"));
    const error = await failure(fromTemporaryCredentials({ ...roles, masterCredentials })());
    assert.ok(error instanceof AuthenticationError);
    assert.equal(error.cause.message, "signed out");
  });
});

test("the code of a device is asked for each time", async () => {
  const serials = [];
  const mfaCodeProvider = async (serial) => (serials.push(serial), "654321");
  const params = { RoleArn: ROLE, SerialNumber: "arn:aws:iam::1:mfa/ada" };
  const options = { masterCredentials: CREDENTIALS, params, mfaCodeProvider };
  const { body } = await requestOf((config) =>
    fromTemporaryCredentials({ ...options, clientConfig: { region: "us-east-1", ...config } }),
  );
  assert.equal(form(body).TokenCode, "654321");
  assert.deepEqual([serials, params.TokenCode], [[params.SerialNumber], undefined]);
});
