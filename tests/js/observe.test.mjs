// What a program sees of its calls: hooks before and after each attempt, a log with levels, and what a reply cost.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { BedrockError } from "bedrock-wasm";
import { CHAT, CREDENTIALS, NOVA, collect, connect, failure } from "./lib/client.mjs";

const REQUEST_ID = /^[0-9a-f-]{36}$/;
const SOON = { kind: "throttle", retryAfterMs: 1 };
const BODY = { modelId: NOVA, body: { schemaVersion: "messages-v1", messages: CHAT.messages } };

/** Hooks that keep what they are told, in order. */
function listen() {
  const told = [];
  const hook = (name) => (event) => told.push([name, event]);
  return { told, onRequest: hook("request"), onResponse: hook("response"), onRetry: hook("retry"), onWarning: hook("warning") };
}

/** A logger that keeps its lines. */
function record() {
  const lines = [];
  const method =
    (level) =>
    (message, ...rest) =>
      lines.push({ level, message, rest });
  return { lines, logger: { error: method("error"), warn: method("warn"), info: method("info"), debug: method("debug") } };
}

// Delays are random; the shortest will do.
beforeEach((t) => t.mock.method(Math, "random", () => 0));

describe("hooks", () => {
  test("tell of each attempt", async (t) => {
    const { told, ...hooks } = listen();
    const { bedrock } = await connect(t, { faults: [SOON], ...hooks });
    await bedrock.converse(CHAT);
    assert.deepEqual(
      told.map(([name, { attempt }]) => [name, attempt]),
      [
        ["request", 1],
        ["response", 1],
        ["retry", 1],
        ["request", 2],
        ["response", 2],
      ],
    );
    for (const [, event] of told) assert.deepEqual([event.operation, event.modelId], ["Converse", NOVA]);
    const [[, sent], [, refused], [, retried], , [, answered]] = told;
    assert.equal(sent.method, "POST");
    assert.match(sent.url, /^http:.*\/model\/amazon\.nova-micro-v1%3A0\/converse$/);
    assert.equal(refused.status, 429);
    assert.match(refused.requestId, REQUEST_ID);
    assert.match(refused.headers["x-amzn-errortype"], /^ThrottlingException/);
    assert.ok(Number.isInteger(refused.latencyMs) && refused.latencyMs >= 0);
    assert.equal(retried.delayMs, 1);
    assert.equal(retried.error.name, "RateLimitError");
    assert.equal(answered.status, 200);
  });

  test("see no secret in a request", async (t) => {
    const { told, ...hooks } = listen();
    const { bedrock } = await connect(t, { ...hooks, defaultHeaders: { "x-api-key": "of the gateway" } });
    await bedrock.converse(CHAT, { query: { key: "of the gateway" } });
    const { headers, url } = told[0][1];
    assert.equal(headers["content-type"], "application/json");
    for (const name of ["authorization", "x-amz-security-token", "x-api-key"]) assert.equal(headers[name], "***", name);
    assert.ok(!url.includes("gateway"));
  });

  test("are told of streams and of operations without a model", async (t) => {
    const { told, ...hooks } = listen();
    const { bedrock } = await connect(t, hooks);
    await collect(await bedrock.converseStream(CHAT));
    await bedrock.listFoundationModels();
    assert.deepEqual(
      told.filter(([name]) => name === "request").map(([, { operation, modelId }]) => [operation, modelId]),
      [
        ["ConverseStream", NOVA],
        ["ListFoundationModels", undefined],
      ],
    );
  });

  test("that throw break nothing, and are reported", async (t) => {
    const { lines, logger } = record();
    const thrown = new Error("in the hook");
    const fail = () => {
      throw thrown;
    };
    const { bedrock } = await connect(t, { faults: [SOON], logger, onRequest: fail, onResponse: fail, onRetry: fail });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    assert.deepEqual(
      lines.map(({ message }) => message.match(/(on\w+) threw/)[1]),
      ["onRequest", "onResponse", "onRetry", "onRequest", "onResponse"],
    );
    assert.ok(lines.every(({ level, rest }) => level === "error" && rest[0] === thrown));
  });

  test("may call the client", async (t) => {
    const inner = [];
    let count = 0;
    const options = {
      onWarning: () => inner.push(bedrock.converse(CHAT)),
      onResponse: () => count++ === 0 && inner.push(bedrock.converse(CHAT)),
    };
    const { bedrock } = await connect(t, { ...options, session: { clockSkewSeconds: 3600 } });
    await bedrock.converse(CHAT);
    assert.deepEqual(
      (await Promise.all(inner)).map(({ stopReason }) => stopReason),
      inner.map(() => "end_turn"),
    );
    assert.ok(inner.length >= 2);
  });

  test("that are no functions are refused by name", async (t) => {
    for (const name of ["onRequest", "onResponse", "onRetry", "onWarning"]) {
      const { bedrock } = await connect(t, { [name]: "console.log" });
      const error = await failure(bedrock.converse(CHAT));
      assert.ok(error instanceof BedrockError);
      assert.equal(error.message, `${name}, an option of new Bedrock, is not a function.`);
    }
  });
});

describe("the log", () => {
  /** What is logged at this level by a call with one retry and one warning. */
  async function logged(t, logLevel) {
    const { lines, logger } = record();
    const { bedrock } = await connect(t, { faults: [SOON], logger, logLevel, misspelt: 1 });
    await bedrock.converse(CHAT);
    return lines;
  }

  test("has warnings unless told otherwise", async (t) => {
    const lines = await logged(t, undefined);
    assert.deepEqual(
      lines.map(({ level }) => level),
      ["warn"],
    );
    assert.match(lines[0].message, /^bedrock-wasm: new Bedrock has no option "misspelt"/);
  });

  test("has more or less of it by its level", async (t) => {
    const levels = async (level) => (await logged(t, level)).map(({ level }) => level);
    assert.deepEqual(await levels("off"), []);
    assert.deepEqual(await levels("error"), []);
    assert.deepEqual(await levels("warn"), ["warn"]);
    assert.deepEqual(await levels("info"), ["warn", "info", "info", "info"]);
    assert.deepEqual(await levels("debug"), ["warn", "debug", "info", "info", "debug", "info"]);
  });

  test("says what was sent, what came back and why it is tried again", async (t) => {
    const [, sent, answered, retried] = await logged(t, "debug");
    assert.match(sent.message, /^bedrock-wasm: Converse amazon\.nova-micro-v1:0, attempt 1: POST http:.*\/converse$/);
    assert.equal(sent.rest[0].authorization, "***");
    assert.match(answered.message, /attempt 1: 429 after \d+ ms, request id [0-9a-f-]{36}$/);
    assert.match(retried.message, /attempt 1: next attempt in 1 ms\. Too many requests/);
  });

  test("is the console by default, and a level that is none is refused", async (t) => {
    const info = t.mock.method(console, "info", () => {});
    const { bedrock } = await connect(t, { logLevel: "info" });
    await bedrock.converse(CHAT);
    assert.equal(info.mock.callCount(), 1);
    for (const logLevel of ["verbose", 3]) {
      const error = await failure((await connect(t, { logLevel })).bedrock.converse(CHAT));
      assert.match(error.message, /logLevel.*not (one of )?"off", "error", "warn", "info" or "debug"/);
    }
  });
});

describe("what a reply cost", () => {
  test("is on the result of converse, as AWS has it", async (t) => {
    const { usage, metrics } = await (await connect(t)).bedrock.converse(CHAT);
    assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0 && metrics.latencyMs > 0);
  });

  test("is on the result of invokeModel, beside AWS's members", async (t) => {
    const result = await (await connect(t)).bedrock.invokeModel(BODY);
    const { usage } = result.json();
    assert.deepEqual(result.usage, {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      cacheReadInputTokens: usage.cacheReadInputTokenCount,
      cacheWriteInputTokens: usage.cacheWriteInputTokenCount,
    });
    assert.deepEqual([usage.cacheReadInputTokenCount, usage.cacheWriteInputTokenCount], [0, 0]);
    assert.ok(result.metrics.latencyMs > 0);
    assert.ok(!Object.keys(result).some((name) => ["usage", "metrics"].includes(name)));
  });

  test("is nothing where the service does not say it", async () => {
    const { Bedrock } = await import("bedrock-wasm");
    const fetch = async () => new Response("{}", { headers: { "content-type": "application/json" } });
    const { usage, metrics } = await new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch }).invokeModel(BODY);
    assert.deepEqual([usage, metrics], [undefined, undefined]);
  });

  test("is on a stream, once it has arrived", async (t) => {
    const { bedrock } = await connect(t, { faults: [{ kind: "gate", after: 2 }] });
    const stream = await bedrock.converseStream(CHAT);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    assert.deepEqual([stream.usage, stream.metrics], [undefined, undefined]);
    await iterator.return();
    const [one, other] = (await bedrock.converseStream(CHAT)).tee();
    const [events] = await Promise.all([collect(one), collect(other)]);
    const { usage, metrics } = events.at(-1).metadata;
    for (const branch of [one, other]) assert.deepEqual([branch.usage, branch.metrics], [usage, metrics]);
  });

  test("is on a stream of a model's own chunks", async (t) => {
    const stream = await (await connect(t)).bedrock.invokeModelWithResponseStream(BODY);
    const events = await collect(stream);
    const last = JSON.parse(Buffer.from(events.at(-1).chunk.bytes))["amazon-bedrock-invocationMetrics"];
    assert.ok(stream.usage.inputTokens > 0);
    assert.deepEqual([stream.usage.inputTokens, stream.usage.outputTokens], [last.inputTokenCount, last.outputTokenCount]);
    assert.equal(stream.metrics.latencyMs, last.invocationLatency);
  });
});
