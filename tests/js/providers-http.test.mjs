// Credentials from an HTTP endpoint and from the environment.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fromHttp as fromHttpOfAws } from "@aws-sdk/credential-provider-http";
import { APIConnectionError, APIError, AuthenticationError, Bedrock, BedrockError, NotFoundError } from "bedrock-wasm";
import { fromEnv, fromHttp } from "bedrock-wasm/credentials";
import { startServer } from "./lib/answering.mjs";
import { CHAT, CREDENTIALS, connect, failure } from "./lib/client.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const EXPIRATION = "2038-01-19T03:14:07Z";
const CONTAINER = {
  AccessKeyId: CREDENTIALS.accessKeyId,
  SecretAccessKey: CREDENTIALS.secretAccessKey,
  Token: CREDENTIALS.sessionToken,
  Expiration: EXPIRATION,
};
const EXPECTED = { ...CREDENTIALS, expiration: new Date(EXPIRATION) };

describe("an endpoint", () => {
  test("may answer as containers' do, or as the client takes it", async (t) => {
    const own = { ...CREDENTIALS, expiration: EXPIRATION };
    const inMilliseconds = { ...CREDENTIALS, expiration: Date.parse(EXPIRATION) };
    const more = { ...CONTAINER, Code: "Success", RoleArn: "arn:aws:iam::1:role/x", AccountId: "1" };
    for (const body of [CONTAINER, more, own, inMilliseconds]) {
      const { url } = await startServer(t, () => ({ body }));
      assert.deepEqual(await fromHttp({ credentialsFullUri: `${url}/credentials` })(), EXPECTED);
      assert.deepEqual(await fromHttp({ awsContainerCredentialsFullUri: `${url}/credentials` })(), EXPECTED);
    }
  });

  test("may leave out session token and expiration", async (t) => {
    const { url } = await startServer(t, () => ({ body: { AccessKeyId: "AKIA1", SecretAccessKey: "s", Token: null } }));
    const expected = { accessKeyId: "AKIA1", secretAccessKey: "s", sessionToken: undefined, expiration: undefined };
    assert.deepEqual(await fromHttp({ credentialsFullUri: url })(), expected);
  });

  test("is asked as the AWS SDK asks it", async (t) => {
    const { url, requests } = await startServer(t, () => ({ body: CONTAINER }));
    for (const address of [
      "",
      "/",
      "/v2/credentials/a-b",
      "/creds/",
      "/c?empty=&id=a%20b&role=%2Fx%3D",
      "/%7Euser/%C3%BC",
      "//a//b|c",
    ]) {
      for (const token of ["Bearer abc.def", undefined]) {
        const options = { awsContainerCredentialsFullUri: url + address, awsContainerAuthorizationToken: token };
        const ours = await fromHttp(options)();
        const theirs = await fromHttpOfAws(options)();
        const { accessKeyId, secretAccessKey, sessionToken, expiration } = theirs;
        assert.deepEqual(ours, { accessKeyId, secretAccessKey, sessionToken, expiration });
        const [own, other] = requests
          .slice(-2)
          .map((request) => [request.method, request.url, request.headers.authorization, request.body]);
        assert.deepEqual(own, other);
      }
    }
  });

  test("gets a fresh token each time, where a function gives it", async (t) => {
    const { url, requests } = await startServer(t, () => ({ body: CONTAINER }));
    let count = 0;
    const get = fromHttp({ credentialsFullUri: url, authorizationToken: async () => `token-${++count}\n` });
    await get();
    await get();
    assert.deepEqual(
      requests.map(({ headers }) => headers.authorization),
      ["token-1", "token-2"],
    );
  });

  test("gives what the client signs with", async (t) => {
    const { url, requests } = await startServer(t, () => ({ body: CONTAINER }));
    const { bedrock, session } = await connect(t, { credentials: fromHttp({ credentialsFullUri: url }) });
    for (let call = 0; call < 3; call++) assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    assert.equal(requests.length, 1);
    assert.equal((await session.log()).requests[0].headers["x-amz-security-token"], CREDENTIALS.sessionToken);
  });

  test("that fails for a moment is asked again, three times by default", async (t) => {
    const answers = [{ status: 500 }, { status: 503 }, { status: 502 }, { body: CONTAINER }];
    const { url, requests } = await startServer(t, () => answers.shift() ?? { status: 500 });
    assert.deepEqual(await fromHttp({ credentialsFullUri: url })(), EXPECTED);
    assert.equal(requests.length, 4);
    await failure(fromHttp({ credentialsFullUri: url, maxRetries: 0 })());
    assert.equal(requests.length, 5);
    await failure(fromHttp({ credentialsFullUri: url, clientConfig: { maxRetries: 1 } })());
    assert.equal(requests.length, 7);
  });

  test("that refuses, redirects, is silent or not there, is said to", async (t) => {
    const refusal = { status: 404, body: { Code: "NoRole", Message: "There is no role." } };
    for (const [answer, errorClass, message] of [
      [() => refusal, NotFoundError, /^There is no role\.$/],
      [() => ({ status: 403 }), APIError, /^fromHttp's endpoint answered 403 and nothing else\.$/],
      [() => ({ status: 404, body: "<html>" }), NotFoundError, /with a page instead of fromHttp's endpoint\.$/],
      [() => ({ status: 302, headers: { location: "/login" } }), APIError, /^The endpoint redirects to another address/],
      [() => new Promise(() => {}), APIConnectionError, /^No answer within 50 ms/],
    ]) {
      const { url } = await startServer(t, answer);
      const error = await failure(fromHttp({ credentialsFullUri: url, timeout: 50, maxRetries: 0 })());
      assert.ok(error instanceof errorClass, error.stack);
      assert.match(error.message, message);
    }
    const { url, stop } = await startServer(t, () => refusal);
    await stop();
    const error = await failure(fromHttp({ credentialsFullUri: url, maxRetries: 0 })());
    assert.match(error.message, /^Could not reach http:\/\/127\.0\.0\.1/);
  });

  test("that answers something else is said to, and what it answered is not shown", async (t) => {
    const secret = "geheim";
    for (const [body, message] of [
      [{}, "fromHttp's endpoint answered without AccessKeyId, SecretAccessKey. Check the endpoint."],
      [
        { ...CONTAINER, SecretAccessKey: "" },
        "fromHttp's endpoint answered without SecretAccessKey, but with AccessKeyId, Token, Expiration. Check the endpoint.",
      ],
      [
        { accessKeyId: "AKIA", secret },
        "fromHttp's endpoint answered without secretAccessKey, but with accessKeyId, secret. Check the endpoint.",
      ],
      [
        { ...CONTAINER, Expiration: secret },
        "Expiration, as fromHttp's endpoint gives it, is not a time: it should be ISO 8601.",
      ],
      [
        `"${secret}"`,
        "The reply is not a JSON object. Look for a proxy or gateway that answers in place of fromHttp's endpoint, and check the endpoint.",
      ],
      [
        `AccessKeyId=AKIA\n${secret}`,
        "The reply is not a JSON object. Look for a proxy or gateway that answers in place of fromHttp's endpoint, and check the endpoint.",
      ],
    ]) {
      const { url } = await startServer(t, () => ({ body }));
      const error = await failure(fromHttp({ credentialsFullUri: url })());
      assert.ok(error instanceof APIError, error.stack);
      assert.equal(error.message, message);
    }
  });
});

describe("an address", () => {
  const accepted = [
    "https://example.com/credentials/?a+b&c=%7e",
    "http://localhost:1/c",
    "http://127.0.0.1/c",
    "http://127.1.2.3/c",
    "http://127.1/c",
    "http://[::1]:8080/c",
    "http://[0:0:0:0:0:0:0:1]/c",
    "http://169.254.170.2/v2/credentials/x",
    "http://169.254.170.23/v1/credentials",
    "http://[fd00:ec2::23]/v1/credentials",
    "HTTP://LOCALHOST/c",
  ];
  for (const address of accepted) {
    test(`${address} is accepted, as the AWS SDK does`, async () => {
      const urls = [];
      const fetch = async (url) => (urls.push(url), Response.json(CONTAINER));
      await fromHttp({ credentialsFullUri: address, clientConfig: { fetch } })();
      assert.deepEqual(urls, [new URL(address).href]);
      assert.doesNotThrow(() => fromHttpOfAws({ awsContainerCredentialsFullUri: address }));
    });
  }

  const refused = {
    "http://example.com/credentials": /^credentialsFullUri is neither https: nor http: to this machine/,
    "http://169.254.169.254/latest/meta-data": /^credentialsFullUri is neither/,
    "http://192.168.0.1/c": /^credentialsFullUri is neither/,
    "http://127.0.0.1.example.com/c": /^credentialsFullUri is neither/,
    "http://localhost.example.com/c": /^credentialsFullUri is neither/,
    "http://[::2]/c": /^credentialsFullUri is neither/,
    "ftp://localhost/c": /^credentialsFullUri is neither/,
    "file:///etc/passwd": /^credentialsFullUri is neither/,
    "data:application/json,{}": /^credentialsFullUri is neither/,
    "https://user:geheim@example.com/c": /^credentialsFullUri has a user name or password in it/,
    "/api/credentials": /^credentialsFullUri is not a URL\. Pass a whole URL, such as/,
    "": /^fromHttp has no credentialsFullUri/,
  };
  for (const [address, message] of Object.entries(refused)) {
    test(`${address || "of nothing"} is refused`, async () => {
      const fetch = () => assert.fail("something was sent");
      const error = await failure(fromHttp({ credentialsFullUri: address, clientConfig: { fetch } })());
      assert.ok(error instanceof BedrockError, error.stack);
      assert.match(error.message, message);
      assert.ok(!error.message.includes("geheim"));
    });
  }

  test("may be absent altogether only by mistake", async () => {
    assert.match((await failure(fromHttp()())).message, /^fromHttp has no credentialsFullUri/);
  });
});

test("a token that would break the header is refused, and not shown", async () => {
  const fetch = () => assert.fail("something was sent");
  for (const authorizationToken of ["geheim\r\nx-evil: 1", "geheim\nx", "geheim\u0000", "gehéim"]) {
    const get = fromHttp({ credentialsFullUri: "https://example.com/", authorizationToken, clientConfig: { fetch } });
    const error = await failure(get());
    assert.match(error.message, /^authorizationToken has a line break/);
    assert.ok(!error.stack.includes("geh"));
  }
});

test("unknown options have no effect, and a warning says so", async () => {
  const lines = [];
  const logger = { warn: (line) => lines.push(line) };
  fromHttp({ awsContainerCredentialsRelativeUri: "/v2/x", logger });
  fromHttp({ awsContainerCredentialsRelativeUri: "/v2/x", logger, clientConfig: { logLevel: "error" } });
  const throwing = { warn: () => assert.fail("a logger that throws breaks nothing") };
  fromHttp({ awsContainerCredentialsRelativeUri: "/v2/x", logger: throwing });
  const message = 'fromHttp has no option "awsContainerCredentialsRelativeUri": it has no effect. Check how it is spelt.';
  assert.deepEqual(lines, [`bedrock-wasm: ${message}`]);
});

describe("the environment", () => {
  const VARIABLES = {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    AWS_CREDENTIAL_EXPIRATION: EXPIRATION,
  };

  /** What a program of its own gets from these variables. */
  function inProcess(env, how = "--input-type=module") {
    const load = how.endsWith("module") ? `await import("bedrock-wasm/credentials")` : `require("bedrock-wasm/credentials")`;
    const program = `
      const { fromEnv } = ${load};
      fromEnv()().then((value) => console.log(JSON.stringify(value)), ({ name, message }) => console.log(JSON.stringify({ name, message })));`;
    const options = { cwd: here, encoding: "utf8", env: { PATH: process.env.PATH, ...env } };
    return JSON.parse(execFileSync(process.execPath, [how, "--eval", program], options));
  }

  test("of the process is read", () => {
    const expected = { ...CREDENTIALS, expiration: new Date(EXPIRATION).toISOString() };
    for (const how of ["--input-type=module", "--input-type=commonjs"]) assert.deepEqual(inProcess(VARIABLES, how), expected);
    const { AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION, ...keys } = VARIABLES;
    const { accessKeyId, secretAccessKey } = CREDENTIALS;
    assert.deepEqual(inProcess(keys), { accessKeyId, secretAccessKey });
    assert.deepEqual(inProcess({ ...keys, AWS_SESSION_TOKEN: "" }), { accessKeyId, secretAccessKey });
  });

  test("is read anew each time, and may be passed", async () => {
    const env = { ...VARIABLES, OTHER: { binding: true } };
    const get = fromEnv(env);
    assert.deepEqual(await get(), EXPECTED);
    env.AWS_ACCESS_KEY_ID = "ASIA2";
    assert.equal((await get()).accessKeyId, "ASIA2");
  });

  test("signs the client's requests", async (t) => {
    const { bedrock } = await connect(t, { credentials: fromEnv(VARIABLES) });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
  });

  test("that has half a pair, or no pair, is no source", async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = VARIABLES;
    for (const [env, message] of [
      [{}, "The environment has no AWS_ACCESS_KEY_ID and no AWS_SECRET_ACCESS_KEY."],
      [{ AWS_ACCESS_KEY_ID }, "The environment has no AWS_SECRET_ACCESS_KEY. It needs both, from one source."],
      [{ AWS_SECRET_ACCESS_KEY }, "The environment has no AWS_ACCESS_KEY_ID. It needs both, from one source."],
      [
        { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: "" },
        "The environment has no AWS_SECRET_ACCESS_KEY. It needs both, from one source.",
      ],
      [
        { ...VARIABLES, AWS_CREDENTIAL_EXPIRATION: "soon" },
        "AWS_CREDENTIAL_EXPIRATION, as the environment gives it, is not a time: it should be ISO 8601.",
      ],
    ]) {
      const error = await failure(fromEnv(env)());
      assert.ok(error instanceof AuthenticationError);
      assert.equal(error.message, message);
    }
    assert.equal(inProcess({}).name, "AuthenticationError");
  });

  test("that is not there has to be passed", async (t) => {
    const { process } = globalThis;
    t.after(() => (globalThis.process = process));
    globalThis.process = undefined;
    const error = await fromEnv()().catch((thrown) => thrown);
    globalThis.process = process;
    assert.equal(error.message, "There is no process.env here. Pass the variables: fromEnv(env).");
  });

  test("is the cause when a call cannot be signed for want of it", async () => {
    const error = await failure(new Bedrock({ region: "us-east-1", credentials: fromEnv({}) }).converse(CHAT));
    assert.ok(error instanceof AuthenticationError && error.cause instanceof AuthenticationError);
    assert.match(error.cause.message, /^The environment has no AWS_ACCESS_KEY_ID/);
  });
});
