// What `bedrock-wasm/aws-sdk` exports, beside what the AWS SDK does; its types; what of the configuration has an effect.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { WebSocket } from "ws";
import { alone, both, ours, theirs } from "./lib/aws-sdk.mjs";
import { CHAT, CREDENTIALS, collect } from "./lib/client.mjs";
import { serveStreams } from "./lib/service.mjs";
import { chunk, echo, said, SONIC } from "./lib/talk.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";

test("every class, function and enumeration of the SDK's is there, by import and by require", () => {
  // What is left out is for the SDK's own machinery: schemas, and its clients' base classes.
  const names = Object.keys(theirs).filter(
    (name) => !name.endsWith("$") && !/^(__|default|module\.exports)/.test(name) && !/Registry|Registries/.test(name),
  );
  assert.deepEqual(Object.keys(ours).sort(), names.sort());
  const required = createRequire(import.meta.url)("bedrock-wasm/aws-sdk");
  assert.deepEqual(Object.keys(required).sort(), names);
});

test("an exception is an instance of its class of either module system, and of no other", () => {
  const required = createRequire(import.meta.url)("bedrock-wasm/aws-sdk");
  assert.notEqual(required.ValidationException, ours.ValidationException);
  for (const own of [ours, required]) {
    const error = new own.ValidationException({ message: "No.", $metadata: {} });
    for (const { ValidationException, BedrockRuntimeServiceException, ThrottlingException } of [ours, required]) {
      assert.ok(error instanceof ValidationException && error instanceof BedrockRuntimeServiceException);
      assert.ok(!(error instanceof ThrottlingException) && !(new Error("x") instanceof BedrockRuntimeServiceException));
    }
  }
});

test("enumerations have the SDK's values", () => {
  const enumerations = Object.entries(theirs).filter(
    ([name, value]) => Object.getPrototypeOf(value) === Object.prototype && name in ours,
  );
  assert.ok(enumerations.length > 40);
  for (const [name, values] of enumerations) assert.deepEqual({ ...ours[name] }, values, name);
});

test("a program compiles with both", () => {
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: ["node"],
    typeRoots: [path.join(here, "node_modules/@types")],
  };
  const file = path.join(here, "types/aws-sdk.mts");
  const sdk = path.join(here, "node_modules/@aws-sdk/client-bedrock-runtime");
  for (const paths of [undefined, { "bedrock-wasm/aws-sdk": [sdk] }]) {
    const program = ts.createProgram([file], { ...options, paths });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    assert.deepEqual(problems, []);
  }
});

test("a bundle has the commands, exceptions and enumerations that the program uses", async () => {
  const contents = `
    import { BedrockRuntimeClient, ConverseCommand } from "bedrock-wasm/aws-sdk";
    console.log(BedrockRuntimeClient, ConverseCommand);`;
  const options = {
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    splitting: true,
    outdir: "out",
    logLevel: "error",
  };
  const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: here } });
  const text = outputFiles.find((file) => file.path.endsWith("stdin.js")).text;
  assert.match(text, /operation\s*=\s*"Converse"/);
  for (const left of [
    /operation\s*=\s*"CountTokens"/,
    /countTokens\(input, \.\.\./,
    /VEHICLE_IDENTIFICATION_NUMBER/,
    /withCommand/,
  ])
    assert.doesNotMatch(text, left);
});

test("a client tells its configuration as the SDK's does", async (t) => {
  const program = async (sdk, config) => {
    const { config: told } = new sdk.BedrockRuntimeClient({ ...config, region: async () => "eu-west-1", maxAttempts: 5 });
    const { hostname, protocol } = await told.endpoint();
    const { accessKeyId } = await told.credentials();
    const values = [told.region, told.maxAttempts, told.retryMode, told.useFipsEndpoint, told.useDualstackEndpoint].map((ask) =>
      ask(),
    );
    return [
      ...(await Promise.all(values)),
      hostname,
      protocol,
      accessKeyId,
      told.serviceId,
      told.apiVersion,
      told.isCustomEndpoint,
    ];
  };
  const [own, other] = await both(t, program);
  assert.deepEqual(own, other);
  assert.deepEqual(own.slice(0, 3), ["eu-west-1", 5, "standard"]);
});

test("Node's region is found for those who ask, and without any there is an error that says what to do", async (t) => {
  t.after(() => delete process.env.AWS_REGION);
  process.env.AWS_REGION = "eu-north-1";
  assert.equal(await new ours.BedrockRuntimeClient({ credentials: CREDENTIALS }).config.region(), "eu-north-1");
  delete process.env.AWS_REGION;
  await assert.rejects(new ours.BedrockRuntimeClient().send(new ours.ConverseCommand(CHAT)), /No region\. Pass one/);
});

test("credentials, tokens and endpoints come in every form that the SDK takes", async (t) => {
  const stops = async (options) => {
    const program = async (sdk, config) => {
      const given = typeof options === "function" ? options(config) : options;
      return (await new sdk.BedrockRuntime({ ...config, ...given }).converse(CHAT)).stopReason;
    };
    return alone(t, program);
  };
  const preferred = { authSchemePreference: ["httpBearerAuth"], token: async () => ({ token: API_KEY }) };
  for (const options of [
    { credentials: async () => CREDENTIALS },
    { credentials: undefined, token: { token: API_KEY } },
    { ...preferred, credentials: { accessKeyId: "wrong", secretAccessKey: "wrong" } },
    { token: { token: "not preferred" } },
    ({ endpoint }) => ({ endpoint: new URL(endpoint) }),
    ({ endpoint }) => ({ endpoint: async () => ({ url: new URL(endpoint) }) }),
    ({ endpoint }) => {
      const { protocol, hostname, port, pathname: path } = new URL(endpoint);
      return { endpoint: { protocol, hostname, port: Number(port), path } };
    },
  ]) {
    assert.equal(await stops(options), "end_turn");
  }
});

test("a token is asked for once while it is good", async (t) => {
  let asked = 0;
  const token = async () => ({ token: API_KEY, expiration: new Date(Date.now() + (++asked === 1 ? 1_000 : 3_600_000)) });
  await alone(
    t,
    async (sdk, config) => {
      const client = new sdk.BedrockRuntime(config);
      for (const _ of "123") await client.converse(CHAT);
    },
    { credentials: undefined, token },
  );
  assert.equal(asked, 2);
});

test("what has no effect is said once, with what to use instead", async (t) => {
  const warnings = [];
  const options = {
    requestHandler: { handle() {} },
    retryMode: "adaptive",
    signer: {},
    misspelt: 1,
    onWarning: ({ message }) => warnings.push(message),
  };
  await alone(
    t,
    async (sdk, config) => {
      const client = new sdk.BedrockRuntime({ ...config, ...options, customUserAgent: "app", extensions: [] });
      await client.converse(CHAT);
      await client.converse(CHAT);
    },
    {},
  );
  assert.deepEqual(
    warnings.map((message) => /requestHandler.*`fetch`|retryMode|signer|misspelt/.exec(message)?.[0].slice(0, 9)).sort(),
    ["misspelt", "requestHa", "retryMode", "signer"],
  );
  const profile = new ours.BedrockRuntime({ region: "us-east-1", profile: "work" });
  await assert.rejects(profile.converse(CHAT), /does not read `profile`\. Set AWS_PROFILE/);
});

test("middleware is refused, with the options that take its place", () => {
  for (const { middlewareStack } of [new ours.BedrockRuntimeClient(), new ours.ConverseCommand(CHAT)]) {
    for (const name of ["add", "addRelativeTo", "use"]) {
      assert.throws(() => middlewareStack[name]((next) => next, {}), {
        name: "BedrockError",
        message: /`onRequest`.*`defaultHeaders`.*`fetch`/,
      });
    }
  }
});

test("a stream both ways has the SDK's output", async (t) => {
  const { endpoint } = await serveStreams(t, echo);
  const client = new ours.BedrockRuntimeClient({ region: "us-east-1", endpoint, credentials: CREDENTIALS, WebSocket });
  const command = new ours.InvokeModelWithBidirectionalStreamCommand({
    modelId: SONIC,
    body: [chunk({ a: 1 }), chunk({ b: 2 })],
  });
  const { body, $metadata } = await client.send(command);
  assert.deepEqual((await collect(body)).map(said), [{ echo: { a: 1 } }, { echo: { b: 2 } }]);
  assert.match($metadata.requestId, /^[0-9a-f-]{36}$/);
});
