// What the caller can do wrong: each is refused with the right class and a message that says what to do, nothing hangs,
// nothing is sent, and no rejection is left unhandled.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import * as package_ from "bedrock-wasm";
import { CHAT, CREDENTIALS, NOVA, connect, failure } from "./lib/client.mjs";

const { APIConnectionError, APIUserAbortError, Bedrock, BedrockError } = package_;
const OPTIONS = { region: "us-east-1", credentials: CREDENTIALS, fetch: () => assert.fail("this must not be sent") };

const stray = [];
const collectStray = (error) => stray.push(error);
beforeEach(() => {
  process.on("unhandledRejection", collectStray);
  process.on("uncaughtException", collectStray);
});
afterEach(async () => {
  // Node reports rejections after the microtasks of a turn.
  await new Promise(setImmediate);
  process.off("unhandledRejection", collectStray);
  process.off("uncaughtException", collectStray);
  assert.deepEqual(stray.splice(0), []);
});

/** Asserts that every operation refuses alike. */
async function assertRefused(options, message, { className = "BedrockError", call = [CHAT] } = {}) {
  for (const operation of ["converse", "converseStream", "invokeModel", "invokeModelWithResponseStream"]) {
    const error = await failure(new Bedrock(options)[operation](...call));
    assert.equal(error.name, className, error.stack);
    assert.ok(error instanceof package_[className] && error instanceof BedrockError);
    assert.match(error.message, message);
  }
}

describe("options of the client", () => {
  const cases = {
    "no region": [{ region: undefined }, /No region\. Pass one/],
    "an empty region": [{ region: "" }, /No region\. Pass one/],
    "a region that is a host": [{ region: "us-east-1.evil.example/" }, /is not a region name\. Pass one/],
    "a region in capitals": [{ region: "US-EAST-1" }, /lower-case/],
    "a region that is a number": [{ region: 1 }, /region, an option of new Bedrock, is not a string such as/],
    "an endpoint without a scheme": [{ endpoint: "localhost:8080" }, /begin with https:\/\/ or http:\/\//],
    "an endpoint with a password": [{ endpoint: "https://me:geheim@example.com" }, /^(?!.*geheim).*user name or password/],
    "an endpoint with a query": [{ endpoint: "https://example.com/?a" }, /query/],
    "an endpoint and FIPS": [{ endpoint: "https://example.com", useFipsEndpoint: true }, /FIPS and custom endpoint/],
    "FIPS as text": [{ useFipsEndpoint: "yes" }, /useFipsEndpoint.*true or false/],
    "maxRetries as text": [{ maxRetries: "2" }, /maxRetries.*a number/],
    "maxRetries below 0": [{ maxRetries: -1 }, /maxRetries.*0 to 100/],
    "a timeout that is none": [{ timeout: NaN }, /timeout.*whole number/],
    "an endless streamIdleTimeout": [{ streamIdleTimeout: Infinity }, /streamIdleTimeout.*whole number/],
    "a fetch that is none": [{ fetch: "fetch" }, /fetch.*a function/],
    "an onWarning that is none": [{ onWarning: {} }, /onWarning.*a function/],
    "headers that are text": [{ defaultHeaders: "x-a: b" }, /defaultHeaders.*object of strings/],
    "headers that are numbers": [{ defaultHeaders: { "x-a": 1 } }, /defaultHeaders.*object of strings/],
    "headers in a list of nothing": [{ defaultHeaders: [undefined] }, /defaultHeaders.*object of strings/],
    "a header of signing": [{ defaultHeaders: { Authorization: "Bearer" } }, /"authorization".*Leave it out/],
    "a header with a line break": [{ defaultHeaders: { "x-a": "geheim\r\nx-b: c" } }, /^(?!.*geheim).*line break/],
  };
  for (const [what, [options, message]] of Object.entries(cases)) {
    test(what, () => assertRefused({ ...OPTIONS, ...options }, message));
  }

  test("none at all", async () => {
    for (const options of [undefined, null, {}]) await assertRefused(options, /No region|No credentials/);
    for (const options of ["us-east-1", 1, []]) await assertRefused(options, /options of new Bedrock are not an object/);
  });
});

describe("credentials", () => {
  const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS;
  const cases = {
    "half of them": [{ accessKeyId }, /no secretAccessKey\. Pass/],
    "the other half": [{ secretAccessKey, sessionToken }, /no accessKeyId\. Pass/],
    text: ["AKIDEXAMPLE", /not an object\. Pass/],
    "expired ones": [{ ...CREDENTIALS, expiration: new Date(1) }, /have expired\. Get fresh ones/],
    "an expiration that is no time": [{ ...CREDENTIALS, expiration: "soon" }, /is not a time\. Pass a Date/],
    "a token with a line break": [{ ...CREDENTIALS, sessionToken: `${sessionToken}\n` }, /Copy it again/],
    "a key that is a number": [{ ...CREDENTIALS, accessKeyId: 7 }, /accessKeyId.*a string/],
    "a function that resolves to nothing": [async () => {}, /not an object\. Pass/],
    "a function that throws": [() => void JSON.parse("{"), /function failed: see the cause/],
    "a function that rejects": [() => Promise.reject("no network"), /function failed: see the cause/],
  };
  for (const [what, [credentials, message]] of Object.entries(cases)) {
    test(what, () => assertRefused({ ...OPTIONS, credentials }, message, { className: "AuthenticationError" }));
  }

  test("what a function threw is the cause", async () => {
    const thrown = new Error("the pool is closed");
    const error = await failure(new Bedrock({ ...OPTIONS, credentials: () => Promise.reject(thrown) }).converse(CHAT));
    assert.equal(error.cause, thrown);
  });

  test("a function that never answers is a time-out", async () => {
    const bedrock = new Bedrock({ ...OPTIONS, credentials: () => new Promise(() => {}), timeout: 30, maxRetries: 0 });
    assert.equal((await failure(bedrock.converse(CHAT))).name, "APIConnectionTimeoutError");
  });
});

describe("inputs", () => {
  const circular = { ...CHAT };
  circular.messages = [circular];
  const cases = {
    null: [null, /not an object\. Pass \{ modelId/],
    nothing: [undefined, /not an object\. Pass \{ modelId/],
    text: ["Hello", /not an object\. Pass \{ modelId/],
    "a list": [[CHAT], /not an object\. Pass \{ modelId/],
    "no model id": [{ messages: CHAT.messages }, /No modelId\. Pass one, such as/],
    "an empty model id": [{ ...CHAT, modelId: "" }, /No modelId\. Pass one, such as/],
    "a dot as model id": [{ ...CHAT, modelId: "." }, /is a path, not an id\. Pass one/],
    "two dots as model id": [{ ...CHAT, modelId: ".." }, /is a path, not an id\. Pass one/],
    "a model id that is a number": [{ ...CHAT, modelId: 4 }, /modelId is not a string/],
    "an endless model id": [{ ...CHAT, modelId: "a".repeat(2049) }, /2049 bytes long; Bedrock takes 2048/],
  };
  for (const [what, [input, message]] of Object.entries(cases)) {
    test(what, () => assertRefused(OPTIONS, message, { call: [input] }));
  }

  test("a Blob or File, which JSON would make {} of", async () => {
    const blob = new Blob(["png"]);
    const image = { role: "user", content: [{ image: { format: "png", source: { bytes: blob } } }] };
    for (const call of [(b) => b.converse({ ...CHAT, messages: [image] }), (b) => b.invokeModel({ ...CHAT, body: blob })]) {
      const error = await failure(call(new Bedrock(OPTIONS)));
      assert.equal(error.name, "BedrockError");
      assert.match(error.message, /Blob or File cannot be sent.*arrayBuffer/);
    }
  });

  test("a BigInt or a circle in the body, with the reason as cause", async () => {
    const bedrock = new Bedrock(OPTIONS);
    for (const input of [{ ...CHAT, inferenceConfig: { maxTokens: 10n } }, circular]) {
      for (const call of [bedrock.converse(input), bedrock.invokeModel({ modelId: NOVA, body: input })]) {
        const error = await failure(call);
        assert.equal(error.name, "BedrockError");
        assert.match(error.message, /^The input cannot be sent: .*(BigInt|circular)/);
        assert.ok(error.cause instanceof TypeError);
      }
    }
    assert.match((await failure(bedrock.invokeModel({ modelId: NOVA, body: 7 }))).message, /body is a number/);
  });

  test("a body that is nested too deep, by the limit", async () => {
    const bedrock = new Bedrock(OPTIONS);
    let deep = [];
    for (let level = 0; level < 200_000; level += 1) deep = [deep];
    const body = { ...CHAT, additionalModelRequestFields: { deep } };
    const chat = { model: NOVA, messages: [{ role: "user", content: "x" }], deep };
    for (const call of [
      bedrock.converse(body),
      bedrock.invokeModel({ modelId: NOVA, body }),
      bedrock.chat.completions.create(chat),
    ]) {
      const error = await failure(call);
      assert.deepEqual([error.name, error.cause], ["BedrockError", undefined]);
      assert.equal(error.message, "The input cannot be sent: it is nested more than 512 deep.");
    }
  });

  test("options of a call", async () => {
    await assertRefused(OPTIONS, /timeout.*whole number/, { call: [CHAT, { timeout: 1.5 }] });
    await assertRefused(OPTIONS, /maxRetries.*a number/, { call: [CHAT, { maxRetries: true }] });
    await assertRefused(OPTIONS, /signal.*an AbortSignal/, { call: [CHAT, { signal: new AbortController() }] });
    await assertRefused(OPTIONS, /headers.*object of strings/, { call: [CHAT, { headers: { "x-a": null } }] });
    await assertRefused(OPTIONS, /options of .* are not an object/, { call: [CHAT, "fast"] });
  });
});

describe("unknown options", () => {
  test("are told to onWarning, each once", async (t) => {
    const warnings = [];
    const { bedrock } = await connect(t, { onWarning: (warning) => warnings.push(warning), maxRetrys: 1 });
    await bedrock.converse(CHAT);
    await bedrock.converse(CHAT, { abortSignal: new AbortController().signal });
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["unknown_option", "unknown_option"],
    );
    assert.match(warnings[0].message, /new Bedrock has no option "maxRetrys".*spelt/);
    assert.match(warnings[1].message, /converse has no option "abortSignal"/);
  });

  test("are told to the console where there is no onWarning", async (t) => {
    const warn = t.mock.method(console, "warn", () => {});
    const { bedrock } = await connect(t, { retries: 3 });
    await bedrock.converse(CHAT);
    assert.equal(warn.mock.callCount(), 1);
    assert.match(warn.mock.calls[0].arguments[0], /^bedrock-wasm: .*"retries"/);
  });
});

describe("fetch", () => {
  const once = { ...OPTIONS, maxRetries: 0 };

  test("that throws or rejects, with whatever", async () => {
    for (const thrown of [new TypeError("no route"), "text", undefined, null, 7, { message: "bare" }, Symbol("odd")]) {
      for (const fetch of [
        () => Promise.reject(thrown),
        () => {
          throw thrown;
        },
      ]) {
        const error = await failure(new Bedrock({ ...once, fetch }).converse(CHAT));
        assert.ok(error instanceof APIConnectionError, String(error));
        assert.match(error.message, /Could not reach https:\/\/bedrock-runtime\.us-east-1\.amazonaws\.com: .*CORS/);
        assert.equal(error.cause, thrown);
      }
    }
  });

  test("that aborts by itself", async () => {
    const fetch = () => Promise.reject(new DOMException("gone", "AbortError"));
    assert.ok((await failure(new Bedrock({ ...once, fetch }).converse(CHAT))) instanceof APIUserAbortError);
  });

  test("that resolves to junk", async () => {
    const junk = [
      undefined,
      null,
      7,
      "ok",
      {},
      { status: 200 },
      { status: 200, headers: {} },
      { status: 500, headers: {}, text: 1 },
      Response,
    ];
    for (const answer of junk) {
      const error = await failure(new Bedrock({ ...once, fetch: () => answer }).converse(CHAT));
      assert.equal(error.name, "BedrockError", `${JSON.stringify(answer)}: ${error.stack}`);
      assert.match(error.message, /did not resolve to a Response/);
    }
  });

  test("that resolves to a response without a body", async () => {
    const headers = { "content-type": "application/vnd.amazon.eventstream" };
    const stream = await new Bedrock({ ...once, fetch: () => new Response(null, { headers }) }).converseStream(CHAT);
    assert.ok((await failure(stream[Symbol.asyncIterator]().next())) instanceof APIConnectionError);
  });

  test("that is missing", async () => {
    const original = globalThis.fetch;
    delete globalThis.fetch;
    try {
      const { fetch, ...options } = OPTIONS;
      assert.match((await failure(new Bedrock(options).converse(CHAT))).message, /has no fetch\. Pass one/);
    } finally {
      globalThis.fetch = original;
    }
  });
});
