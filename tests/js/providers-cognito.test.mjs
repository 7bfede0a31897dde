// Credentials of Cognito identity pools: against moto, a Cognito that nobody here wrote; what moto never answers comes
// from a server of the test's own, in AWS's words.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  Bedrock,
  BedrockError,
  RateLimitError,
} from "bedrock-wasm";
import { fromCognitoIdentityPool } from "bedrock-wasm/credentials";
import { operations, startServer, watchedFetch } from "./lib/answering.mjs";
import { CHAT, failure } from "./lib/client.mjs";
import { startMoto } from "./lib/moto.mjs";

const POOL = "us-east-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI";
const ROLE = "arn:aws:iam::123456789012:role/chat";
const IDENTITY = /^us-east-1:[0-9a-f]{8}-[0-9a-f-]{27}$/;
const GUEST = ["GetId", "GetCredentialsForIdentity"];
const BASIC = ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity"];

describe("with moto's Cognito and STS", () => {
  let moto;
  let identityPoolId;
  before(async () => {
    moto = await startMoto();
    identityPoolId = await moto.createIdentityPool();
  });
  after(() => moto?.stop());

  /** A provider for the pool, and the requests that it makes. */
  function provider(options) {
    const requests = [];
    const clientConfig = { endpoint: moto.url, fetch: watchedFetch(requests) };
    return { get: fromCognitoIdentityPool({ identityPoolId, clientConfig, ...options }), requests };
  }

  test("a guest gets credentials in two requests", async () => {
    const { get, requests } = provider();
    const asked = Date.now();
    const { identityId, expiration, ...keys } = await get();
    assert.match(identityId, IDENTITY);
    assert.deepEqual(keys, { accessKeyId: "TESTACCESSKEY12345", secretAccessKey: "ABCSECRETKEY", sessionToken: "ABC12345" });
    assert.ok(expiration instanceof Date);
    // moto's are good for ninety seconds.
    assert.ok(Math.abs(expiration - asked - 90_000) < 5_000, String(expiration));
    assert.deepEqual(operations(requests), GUEST);
    assert.ok(requests.every(({ headers }) => headers.authorization === undefined));
    assert.deepEqual(JSON.parse(requests[1].body), { IdentityId: identityId });
  });

  test("the identity is asked for once, however often credentials are", async () => {
    const { get, requests } = provider();
    const answers = [...(await Promise.all([get(), get()])), await get()];
    assert.equal(new Set(answers.map(({ identityId }) => identityId)).size, 1);
    assert.deepEqual(operations(requests), [...GUEST, GUEST[1], GUEST[1]]);
  });

  test("the basic flow assumes the role that is named", async () => {
    const { get, requests } = provider({ flow: "basic", roleArn: ROLE, roleSessionName: "page", durationSeconds: 900 });
    const { identityId, accessKeyId, secretAccessKey, sessionToken, expiration } = await get();
    assert.match(identityId, IDENTITY);
    assert.match(accessKeyId, /^ASIA/);
    assert.ok(secretAccessKey.length === 40 && sessionToken.length > 100);
    assert.ok(Math.abs(expiration - Date.now() - 900_000) < 5_000, String(expiration));
    assert.deepEqual(operations(requests), BASIC);
    const { WebIdentityToken, ...form } = Object.fromEntries(new URLSearchParams(requests[2].body));
    const expected = { RoleArn: ROLE, RoleSessionName: "page", DurationSeconds: "900", Version: "2011-06-15" };
    assert.deepEqual(form, { Action: "AssumeRoleWithWebIdentity", ...expected });
    assert.match(WebIdentityToken, /^us-east-1:/);
  });

  test("logins are strings or functions, which are asked for a fresh token each time", async () => {
    for (const flow of [{}, { flow: "basic", roleArn: ROLE }]) {
      let count = 0;
      const logins = { [USER_POOL]: async () => `token-${++count}`, "accounts.google.com": "google-token" };
      const { get, requests } = provider({ logins, ...flow });
      await get();
      await get();
      const sent = requests.filter(({ headers }) => headers["x-amz-target"]).map(({ body }) => JSON.parse(body).Logins);
      const tokens = (number) => ({ [USER_POOL]: `token-${number}`, "accounts.google.com": "google-token" });
      assert.deepEqual(sent, [tokens(1), tokens(1), tokens(2)]);
    }
  });

  test("a storage keeps a guest's identity, under the AWS SDK's key", async () => {
    for (const wrap of [(value) => value, async (value) => value]) {
      const { cache, kept } = storage(wrap);
      const first = await provider({ cache }).get();
      assert.deepEqual(kept, { [`aws:cognito-identity-credentials:${identityPoolId}:ANONYMOUS`]: first.identityId });
      // The page is opened again.
      const again = provider({ cache });
      assert.equal((await again.get()).identityId, first.identityId);
      assert.deepEqual(operations(again.requests), ["GetCredentialsForIdentity"]);
    }
  });

  test("a storage keeps the identities of users apart, and none of a user without a name", async () => {
    const { cache, kept } = storage();
    const logins = { [USER_POOL]: "a-token" };
    const ada = await provider({ cache, logins, userIdentifier: "ada" }).get();
    const bob = await provider({ cache, logins, userIdentifier: "bob" }).get();
    assert.notEqual(ada.identityId, bob.identityId);
    const key = (user) => `aws:cognito-identity-credentials:${identityPoolId}:${user}`;
    assert.deepEqual(kept, { [key("ada")]: ada.identityId, [key("bob")]: bob.identityId });
    assert.equal((await provider({ cache, logins, userIdentifier: "ada" }).get()).identityId, ada.identityId);

    const warnings = [];
    const clientConfig = { endpoint: moto.url, onWarning: ({ code }) => warnings.push(code) };
    await provider({ cache, logins, clientConfig }).get();
    assert.deepEqual([Object.keys(kept).length, warnings], [2, ["identity_cache"]]);
  });

  test("a storage that fails, or holds something else, is done without", async () => {
    const warnings = [];
    const clientConfig = { endpoint: moto.url, onWarning: ({ code, message }) => warnings.push(`${code}: ${message}`) };
    const broken = {
      getItem: () => {
        throw new Error("SecurityError");
      },
      setItem: () => Promise.reject(new Error("QuotaExceededError")),
    };
    assert.match((await provider({ cache: broken, clientConfig }).get()).identityId, IDENTITY);
    assert.equal(warnings.length, 2);
    assert.match(warnings.join(), /^identity_cache: .*getItem.*setItem/);
    const other = storage();
    other.cache.getItem = () => "[object Object]";
    assert.match((await provider({ cache: other.cache }).get()).identityId, IDENTITY);
  });

  test("two hundred calls at once need one identity and one set of credentials", async () => {
    const { get, requests } = provider();
    const signed = [];
    const answer = async () => Response.json({ output: { message: { role: "assistant", content: [] } }, stopReason: "end_turn" });
    const bedrock = new Bedrock({ region: "us-east-1", credentials: get, fetch: watchedFetch(signed, answer) });
    await Promise.all(Array.from({ length: 200 }, () => bedrock.converse(CHAT)));
    assert.deepEqual(operations(requests), GUEST);
    assert.equal(signed.length, 200);
    for (const { headers } of signed) {
      assert.match(headers.authorization, /Credential=TESTACCESSKEY12345\/\d{8}\/us-east-1\/bedrock\/aws4_request/);
      assert.equal(headers["x-amz-security-token"], "ABC12345");
    }
  });

  test("the account, and the role of those that a token allows, are passed on", async () => {
    const { get, requests } = provider({ accountId: "123456789012", customRoleArn: ROLE });
    const { identityId } = await get();
    const bodies = requests.map(({ body }) => JSON.parse(body));
    const expected = [
      { IdentityPoolId: identityPoolId, AccountId: "123456789012" },
      { IdentityId: identityId, CustomRoleArn: ROLE },
    ];
    assert.deepEqual(bodies, expected);
  });

  test("a service that is down is said to be", async () => {
    const gone = await startMoto();
    await gone.stop();
    const get = fromCognitoIdentityPool({ identityPoolId, clientConfig: { endpoint: gone.url, maxRetries: 1 } });
    const error = await failure(get());
    assert.ok(error instanceof APIConnectionError);
    assert.match(error.message, /^Could not reach http:\/\/127\.0\.0\.1:\d+/);
  });

  test("a failure is the cause of the call's", async () => {
    const { get } = provider({ identityPoolId: "us-east-1_AbCdEfGhI" });
    const bedrock = new Bedrock({ region: "us-east-1", credentials: get });
    const error = await failure(bedrock.converse(CHAT));
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /^The `credentials` function failed: /);
    assert.ok(error.cause instanceof BedrockError);
    assert.match(error.cause.message, /^identityPoolId is not the id of an identity pool.*The id of a user pool/);
  });
});

/** A storage like a page's, with what it keeps. */
function storage(wrap = (value) => value) {
  const kept = {};
  const cache = {
    getItem: (key) => wrap(kept[key] ?? null),
    setItem: (key, value) => wrap(void (kept[key] = value)),
    removeItem: (key) => wrap(void delete kept[key]),
  };
  return { cache, kept };
}

describe("options that cannot be right are refused before anything is sent", () => {
  const cases = {
    "no pool": [{ identityPoolId: undefined }, /^identityPoolId is not the id/],
    "a user pool's id": [{ identityPoolId: "us-east-1_AbCdEfGhI" }, /^identityPoolId is not the id/],
    "a pool's ARN": [
      { identityPoolId: `arn:aws:cognito-identity:us-east-1:1:identitypool/${POOL}` },
      /^identityPoolId is not the id/,
    ],
    "another region": [{ clientConfig: { region: "eu-west-1" } }, /^The identity pool is in us-east-1, as its id says\./],
    "logins that are a token": [{ logins: "eyJ" }, /^logins is not an object/],
    "a login without a token": [{ logins: { [USER_POOL]: undefined } }, /^No logins\["cognito-idp.*"\]\. Pass a string/],
    "another flow": [{ flow: "classic" }, /^flow is neither "enhanced" nor "basic"\.$/],
    "the basic flow without a role": [{ flow: "basic" }, /^roleArn is not the ARN of a role/],
    "a role in the enhanced flow": [{ roleArn: ROLE }, /^roleArn has no place in the enhanced flow\. Pass customRoleArn/],
    "a custom role in the basic flow": [
      { flow: "basic", roleArn: ROLE, customRoleArn: ROLE },
      /^customRoleArn has no place in the basic/,
    ],
  };
  for (const [what, [options, message]] of Object.entries(cases)) {
    test(what, async () => {
      const fetch = () => assert.fail("something was sent");
      const clientConfig = { fetch, ...options.clientConfig };
      const error = await failure(fromCognitoIdentityPool({ identityPoolId: POOL, ...options, clientConfig })());
      assert.ok(error instanceof BedrockError, error.stack);
      assert.match(error.message, message);
    });
  }

  test("options that are none", async () => {
    for (const options of [undefined, null, POOL]) {
      assert.match((await failure(fromCognitoIdentityPool(options)())).message, /^identityPoolId is not the id/);
    }
  });

  test("a function for a token that fails", async () => {
    const cause = new Error("the session is over");
    const get = fromCognitoIdentityPool({ identityPoolId: POOL, logins: { [USER_POOL]: () => Promise.reject(cause) } });
    const error = await failure(get());
    assert.ok(error instanceof AuthenticationError);
    assert.match(error.message, /^The function logins\["cognito-idp.*"\] failed: see this error's cause\.$/);
    assert.equal(error.cause, cause);
  });

  test("unknown options have no effect, and a warning says so", async () => {
    const warnings = [];
    const clientConfig = {
      onWarning: (warning) => warnings.push(warning),
      maxAttempts: 3,
      fetch: () => Promise.reject(new Error()),
    };
    const get = fromCognitoIdentityPool({
      identityPoolId: POOL,
      login: {},
      client: {},
      clientConfig: { ...clientConfig, maxRetries: 0 },
    });
    await failure(get());
    await failure(get());
    assert.ok(warnings.every(({ code }) => code === "unknown_option"));
    const messages = warnings.map(({ message }) => message.replace(": it has no effect. Check how it is spelt.", ""));
    const expected = ['fromCognitoIdentityPool has no option "login"', 'fromCognitoIdentityPool has no option "client"'];
    assert.deepEqual(messages, [...expected, 'clientConfig has no option "maxAttempts"']);
  });
});

describe("what Cognito may answer", () => {
  const KEYS = { AccessKeyId: "ASIA1", SecretKey: "s", SessionToken: "t", Expiration: 2e9 };
  const refusal = (code, message) => ({
    status: 400,
    headers: { "x-amzn-errortype": `${code}:` },
    body: { __type: code, message },
  });
  const credentialsOf = (id) => ({ body: { IdentityId: id, Credentials: KEYS } });
  const identity = (number) => `us-east-1:${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`;

  /** A provider whose Cognito gives these answers in turn. */
  async function answered(t, answers, options) {
    const server = await startServer(t, () => answers.shift() ?? assert.fail("nothing more is expected"));
    return { server, get: fromCognitoIdentityPool({ identityPoolId: POOL, clientConfig: { endpoint: server.url }, ...options }) };
  }

  const refusals = {
    "an unknown pool": [
      refusal("ResourceNotFoundException", `IdentityPool '${POOL}' not found.`),
      {},
      `IdentityPool '${POOL}' not found. (Check identityPoolId.)`,
    ],
    "guests who may not": [
      refusal("NotAuthorizedException", "Unauthenticated access is not supported for this identity pool."),
      {},
      "Unauthenticated access is not supported for this identity pool. (Pass `logins` of a user who has signed in, or allow guest access in the identity pool.)",
    ],
    "a token that is not taken": [
      refusal("NotAuthorizedException", "Token is not from a supported provider of this identity pool."),
      { logins: { [USER_POOL]: "a" } },
      "Token is not from a supported provider of this identity pool. (Check that the identity pool trusts this provider under the very name in `logins`, and that the token is a fresh ID token.)",
    ],
    "a pool without roles": [
      refusal(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
      ),
      {},
      "Invalid identity pool configuration. Check assigned IAM roles for this pool. (Give the identity pool a role whose trust policy names the pool.)",
    ],
    "something else": [refusal("ExternalServiceException", "No."), {}, "No."],
    nothing: [{ status: 418 }, {}, "Cognito answered 418 and nothing else."],
    "a page": [{ status: 404, body: "<html>" }, {}, "A proxy or gateway answered 404 with a page instead of Cognito."],
  };
  for (const [what, [answer, options, message]] of Object.entries(refusals)) {
    test(what, async (t) => {
      const { get } = await answered(t, [answer], options);
      const error = await failure(get());
      assert.ok(error instanceof APIError);
      assert.deepEqual([error.message, error.status], [message, answer.status]);
      assert.equal(error.code, answer.body?.__type);
      // A body may hold keys, whatever its status is.
      assert.equal(error.body, "");
    });
  }

  test("throttling, and then what was asked for", async (t) => {
    const throttled = refusal("TooManyRequestsException", "Rate exceeded");
    const answers = [throttled, { body: { IdentityId: identity(1) } }, { status: 503 }, credentialsOf(identity(1))];
    const { get, server } = await answered(t, answers);
    assert.equal((await get()).accessKeyId, "ASIA1");
    assert.deepEqual(operations(server.requests), ["GetId", "GetId", "GetCredentialsForIdentity", "GetCredentialsForIdentity"]);
  });

  test("throttling for too long, or nothing in time", async (t) => {
    const first = async (answer, options) => {
      const { url } = await startServer(t, answer);
      const clientConfig = { endpoint: url, maxRetries: 0, ...options };
      return failure(fromCognitoIdentityPool({ identityPoolId: POOL, clientConfig })());
    };
    assert.ok((await first(() => refusal("TooManyRequestsException", "Rate exceeded"))) instanceof RateLimitError);
    assert.ok((await first(() => new Promise(() => {}), { timeout: 50 })) instanceof APIConnectionTimeoutError);
  });

  test("answers that lack something", async (t) => {
    const id = { body: { IdentityId: identity(1) } };
    const without = (...names) => Object.fromEntries(Object.entries(KEYS).filter(([name]) => !names.includes(name)));
    const basic = { flow: "basic", roleArn: ROLE };
    for (const [answers, message, options] of [
      [[{ body: {} }], "Cognito answered without IdentityId. Check the endpoint."],
      [[{ body: { Id: "x" } }], "Cognito answered without IdentityId, but with Id. Check the endpoint."],
      [
        [id, id],
        "Cognito answered without AccessKeyId, SecretKey, SessionToken, Expiration, but with IdentityId. Check the endpoint.",
      ],
      [
        [id, { body: { Credentials: without("SecretKey") } }],
        "Cognito answered without SecretKey, but with AccessKeyId, SessionToken, Expiration. Check the endpoint.",
      ],
      [
        [id, { body: { Credentials: without("Expiration", "SessionToken") } }],
        "Cognito answered without SessionToken, Expiration, but with AccessKeyId, SecretKey. Check the endpoint.",
      ],
      [
        [id, { body: { IdentityId: identity(1) } }],
        "Cognito answered without Token, but with IdentityId. Check the endpoint.",
        basic,
      ],
      [
        [id, { body: "<html>" }],
        "The reply is not a JSON object. Look for a proxy or gateway that answers in place of Cognito, and check the endpoint.",
      ],
    ]) {
      const { get } = await answered(t, answers, options);
      const error = await failure(get());
      assert.ok(error instanceof APIError);
      assert.equal(error.message, message);
    }
  });

  for (const code of ["ResourceNotFoundException", "NotAuthorizedException", "InvalidParameterException"]) {
    test(`an identity that it does not take any more is asked for anew, once: ${code}`, async (t) => {
      const { cache, kept } = storage();
      const key = `aws:cognito-identity-credentials:${POOL}:ANONYMOUS`;
      kept[key] = identity(1);
      const stale = refusal(code, `Identity '${identity(1)}' not found.`);
      const { get, server } = await answered(t, [stale, { body: { IdentityId: identity(2) } }, credentialsOf(identity(2))], {
        cache,
      });
      assert.equal((await get()).identityId, identity(2));
      assert.equal(kept[key], identity(2));
      assert.deepEqual(operations(server.requests), ["GetCredentialsForIdentity", ...GUEST]);

      const never = await answered(t, [stale, { body: { IdentityId: identity(3) } }, stale], { cache });
      assert.equal((await failure(never.get())).code, code);
      assert.equal(never.server.requests.length, 3);
    });
  }

  test("an identity of which it says something else stays", async (t) => {
    const { cache, kept } = storage();
    const key = `aws:cognito-identity-credentials:${POOL}:ANONYMOUS`;
    kept[key] = identity(1);
    const { get, server } = await answered(t, [refusal("InvalidIdentityPoolConfigurationException", "No.")], { cache });
    await failure(get());
    assert.deepEqual([kept[key], server.requests.length], [identity(1), 1]);
  });

  test("a failure to get an identity is not kept", async (t) => {
    const answers = [
      refusal("ExternalServiceException", "No."),
      { body: { IdentityId: identity(1) } },
      credentialsOf(identity(1)),
    ];
    const { get } = await answered(t, answers);
    await failure(get());
    assert.equal((await get()).identityId, identity(1));
  });
});
