// What users of other clients complained of, as tests: connections, proxies and time. The numbers are those of
// lib/complaints.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { Readable } from "node:stream";
import { beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { APIConnectionError, APIConnectionTimeoutError, Bedrock, InternalServerError } from "bedrock-wasm";
import { GPT_OSS, NOVA_LITE, SONNET_45, bodies, tool, user } from "./lib/chats.mjs";
import { CHAT, CREDENTIALS, collect, connect, failure } from "./lib/client.mjs";
import { emulatorUrl } from "./lib/emulator.mjs";
import { frame } from "./lib/frames.mjs";
import { relay } from "./lib/relay.mjs";

const HELLO = { model: NOVA_LITE, messages: [user("Hello")] };
const REQUEST_ID = /^[0-9a-f-]{36}$/;
const installed = fileURLToPath(new URL("node_modules/bedrock-wasm", import.meta.url));

// Delays between attempts are random; the shortest will do.
beforeEach((t) => t.mock.method(Math, "random", () => 0));

/** A proxy that speaks HTTP/1.1 only, and a `fetch` that goes through it. `seen` are the requests that passed. */
async function proxy(t) {
  const seen = [];
  const address = await relay(t, ({ url, httpVersion }) => {
    seen.push({ url, httpVersion });
    const { hostname, port, pathname } = new URL(url);
    return { hostname, port, path: pathname };
  });
  const { port } = new URL(address);
  const fetch = (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const target = { host: "127.0.0.1", port, path: url, method, signal };
      const request = http.request(
        { ...target, headers: { ...Object.fromEntries(new Headers(headers)), host: new URL(url).host } },
        (answer) => {
          resolve(new Response(Readable.toWeb(answer), { status: answer.statusCode, headers: answer.headers }));
        },
      );
      request.once("error", reject).end(body);
    });
  return { seen, fetch };
}

test("complaint 1: nothing but fetch is used, so a proxy sees what it always saw", async (t) => {
  const { seen, fetch } = await proxy(t);
  const { bedrock } = await connect(t, { fetch });
  await bedrock.converse(CHAT);
  await collect(await bedrock.converseStream(CHAT));
  await bedrock.chat.completions.create(HELLO);
  await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "Hello" });
  await bedrock.listFoundationModels();
  assert.deepEqual(
    seen.map(({ httpVersion }) => httpVersion),
    ["1.1", "1.1", "1.1", "1.1", "1.1"],
  );
  for (const name of fs.readdirSync(installed).filter((name) => name.endsWith(".js"))) {
    const source = fs.readFileSync(path.join(installed, name), "utf8");
    assert.ok(!source.includes("http2"), name);
  }
});

test("complaint 2: CountTokens goes over HTTP/1.1 like the rest", async (t) => {
  const { seen, fetch } = await proxy(t);
  const { bedrock } = await connect(t, { fetch });
  const { inputTokens } = await bedrock.countTokens({
    modelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
    input: { converse: { messages: CHAT.messages } },
  });
  assert.ok(inputTokens > 0);
  assert.match(seen[0].url, /count-tokens$/);
});

test("complaint 3: a connection that gives no response is tried again, and told as what it is", async (t) => {
  const retried = [];
  const faults = [{ kind: "closeBeforeHead" }, { kind: "closeBeforeHead" }];
  const { bedrock } = await connect(t, { faults, onRetry: ({ error }) => retried.push(error.name) });
  assert.ok((await bedrock.chat.completions.create(HELLO)).choices[0].message.content);
  assert.deepEqual(retried, ["APIConnectionError", "APIConnectionError"]);
  const impatient = await connect(t, { faults: faults.slice(1), maxRetries: 0 });
  const error = await failure(impatient.bedrock.chat.completions.create(HELLO));
  assert.ok(error instanceof APIConnectionError);
});

test("complaint 4: a stream whose connection is lost before its head starts again by itself", async (t) => {
  const { bedrock, session } = await connect(t, { faults: [{ kind: "closeBeforeHead" }] });
  const chunks = await collect(await bedrock.chat.completions.create({ ...HELLO, stream: true }));
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  assert.equal((await session.log()).total, 2);
});

test("complaint 5: a corporate proxy is a fetch of one's own", async (t) => {
  const { seen, fetch } = await proxy(t);
  const { bedrock, session } = await connect(t, { fetch });
  const chunks = await collect(await bedrock.chat.completions.create({ ...HELLO, stream: true }));
  assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
  // The signature is of the service's host, not of the proxy's.
  assert.deepEqual(
    seen.map(({ url }) => url.startsWith(emulatorUrl())),
    [true],
  );
  assert.equal((await session.log()).requests[0].status, 200);
});

/** A client whose fetch answers when it is told to, while time stands still. */
function standingStill(t, options) {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: Date.now() });
  let answer;
  let isSent;
  const sent = new Promise((resolve) => (isSent = resolve));
  const fetch = (_, { signal }) =>
    new Promise((resolve, reject) => {
      answer = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
      isSent();
    });
  const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, maxRetries: 0, ...options });
  const pass = async (milliseconds) => {
    t.mock.timers.tick(milliseconds);
    await turn();
  };
  return { bedrock, sent, answer: (response) => answer(response), pass };
}

/** Lets what is ready happen. */
async function turn() {
  for (let count = 0; count < 5; count++) await new Promise(setImmediate);
}

/** What has become of a promise: `{ value }`, `{ error }` or nothing yet. */
function watch(promise) {
  const state = {};
  promise.then(
    (value) => (state.value = value),
    (error) => (state.error = error),
  );
  return state;
}

test("complaint 6: no call waits for ever, without any option", async (t) => {
  const { bedrock, sent, pass } = standingStill(t);
  const call = watch(bedrock.chat.completions.create(HELLO));
  await sent;
  await pass(599_000);
  assert.deepEqual(call, {});
  await pass(1_001);
  assert.ok(call.error instanceof APIConnectionTimeoutError, String(call.error));
});

/** A response whose body is written by hand. */
function written() {
  let body;
  const stream = new ReadableStream({ start: (controller) => void (body = controller) });
  const response = new Response(stream, { headers: { "content-type": "application/vnd.amazon.eventstream" } });
  const write = (name, event) => body.enqueue(frame(name, JSON.stringify(event)));
  return { response, write, close: () => body.close() };
}

test("complaint 7: a stalled stream ends, unless one wants to wait", async (t) => {
  for (const [options, ends] of [
    [{}, true],
    [{ streamIdleTimeout: 0 }, false],
  ]) {
    const { bedrock, sent, answer, pass } = standingStill(t, options);
    const call = watch(bedrock.chat.completions.create({ ...HELLO, stream: true }));
    await sent;
    const { response, write, close } = written();
    answer(response);
    write("messageStart", { role: "assistant" });
    await turn();
    const iterator = call.value[Symbol.asyncIterator]();
    await iterator.next();
    const next = watch(iterator.next());
    await pass(299_000);
    assert.deepEqual(next, {});
    await pass(3_600_000);
    assert.equal(next.error instanceof APIConnectionTimeoutError, ends);
    if (!ends) {
      write("messageStop", { stopReason: "end_turn" });
      await turn();
      assert.equal(next.value.value.choices[0].finish_reason, "stop");
      close();
    }
    t.mock.timers.reset();
  }
});

test("complaint 8: the time-outs count for streams, too", async (t) => {
  const { bedrock } = await connect(t, { faults: [{ kind: "hang" }, { kind: "stall", after: 2 }], maxRetries: 0 });
  const request = { ...HELLO, stream: true };
  assert.ok((await failure(bedrock.chat.completions.create(request, { timeout: 300 }))) instanceof APIConnectionTimeoutError);
  const stalled = await bedrock.chat.completions.create(request, { streamIdleTimeout: 300 });
  assert.ok((await failure(collect(stalled))) instanceof APIConnectionTimeoutError);
});

test("complaint 9: two minutes of silence before a tool's arguments are no error, and a beta against it passes through", async (t) => {
  const { bedrock, sent, answer, pass } = standingStill(t);
  const call = watch(bedrock.chat.completions.create({ ...HELLO, tools: [tool("get_weather")], stream: true }));
  await sent;
  const { response, write, close } = written();
  answer(response);
  write("messageStart", { role: "assistant" });
  await turn();
  write("contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: "t", name: "get_weather" } } });
  const all = watch(collect(call.value));
  await turn();
  await pass(125_000);
  write("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input: '{"city":"Oslo"}' } } });
  write("messageStop", { stopReason: "tool_use" });
  write("metadata", { usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 } });
  close();
  await turn();
  assert.equal(all.value?.at(-1).choices[0].finish_reason, "tool_calls", String(all.error));
  t.mock.timers.reset();

  const { bedrock: real, session } = await connect(t);
  const additionalModelRequestFields = { anthropic_beta: ["fine-grained-tool-streaming-2025-05-14"] };
  await real.chat.completions.create({ ...HELLO, model: SONNET_45, additionalModelRequestFields });
  assert.deepEqual((await bodies(session))[0].additionalModelRequestFields, additionalModelRequestFields);
});

test("complaint 10: one option says how long to wait, and nothing else ends the call sooner", async (t) => {
  const { bedrock, sent, answer, pass } = standingStill(t, { timeout: 1_800_000 });
  const call = watch(bedrock.converse(CHAT));
  await sent;
  await pass(1_799_000);
  assert.deepEqual(call, {});
  answer(Response.json({ stopReason: "end_turn" }));
  await turn();
  assert.equal(call.value.stopReason, "end_turn");
});

test("complaint 11: an internal error has all that is known of it, however little the service says", async (t) => {
  const said = [{ code: "InternalServerException", message: "" }, { empty: true }, { html: true }];
  const faults = [
    ...said.map((more) => ({ kind: "status", status: 500, ...more })),
    { kind: "exception", name: "internalServerException", after: 2 },
  ];
  const { bedrock } = await connect(t, { faults, maxRetries: 0 });
  for (const { kind } of faults) {
    const request = { ...HELLO, model: GPT_OSS, stream: kind === "exception" };
    const call = bedrock.chat.completions.create(request);
    const error = await failure(kind === "exception" ? call.then(collect) : call);
    assert.ok(error instanceof InternalServerError);
    assert.deepEqual([error.name, error.status, typeof error.body], ["InternalServerError", 500, "string"]);
    assert.ok(error.message.length > 0, "it says something");
    assert.match(error.requestID, REQUEST_ID);
  }
});
