// Streams in both directions: what is sent and received, and when. The service is code that is not ours and verifies
// every signature; how streams end is in bidirectional-ends.test.mjs.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { WebSocket } from "ws";
import { Bedrock, BedrockError } from "bedrock-wasm";
import { codec } from "./lib/aws.mjs";
import { CREDENTIALS, collect, failure, within } from "./lib/client.mjs";
import { serveStreams } from "./lib/service.mjs";
import { chunk, connect, echo, endless, said, SONIC } from "./lib/talk.mjs";
import { vectors } from "./vectors.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const fixture = (name) => JSON.parse(fs.readFileSync(path.join(here, "../fixtures", name), "utf8"));
const utf8 = (text) => new TextEncoder().encode(text);

describe("a conversation", () => {
  test("goes back and forth: each side waits for the other", async (t) => {
    const { service, open } = await connect(t, async (session) => {
      session.say({ question: 1 });
      assert.deepEqual(JSON.parse((await session.next()).bytes), { answer: 1 });
      session.say({ question: 2 });
      assert.deepEqual(JSON.parse((await session.next()).bytes), { answer: 2 });
      assert.deepEqual(await session.next(), { end: true });
      session.say({ done: true });
      session.close(1000);
    });
    let hear;
    const heard = [];
    const questions = { next: () => new Promise((resolve) => (hear = resolve)) };
    async function* answers() {
      for (const number of [1, 2]) {
        assert.deepEqual(await questions.next(), { question: number });
        yield chunk({ answer: number });
      }
    }
    for await (const event of await open(answers())) {
      heard.push(said(event));
      hear(heard.at(-1));
    }
    assert.deepEqual(heard, [{ question: 1 }, { question: 2 }, { done: true }]);
    assert.deepEqual(service.sessions[0].path, `/model/${encodeURIComponent(SONIC)}/invoke-with-bidirectional-stream-websocket`);
  });

  test("sends whether or not anybody reads, and keeps what comes", async (t) => {
    const { service, open } = await connect(t, echo);
    const stream = await open([chunk({ a: 1 }), chunk({ b: 2 })]);
    await within(service.sessions[0].closed);
    assert.deepEqual((await collect(stream)).map(said), [{ echo: { a: 1 } }, { echo: { b: 2 } }]);
    assert.equal(stream.requestId, "01234567-89ab-cdef-0123-456789abcdef");
  });

  test("is a stream like the others: consumed once, teed, as lines of JSON", async (t) => {
    const { open } = await connect(t, echo);
    const stream = await open([chunk("{}")]);
    const [one, other] = stream.tee();
    assert.throws(() => stream[Symbol.asyncIterator](), /\.tee\(\)/);
    assert.deepEqual(await collect(one), await collect(other));
    const lines = await new Response((await open([chunk("{}")])).toReadableStream()).text();
    assert.equal(lines, `{"chunk":{"bytes":"${btoa('{"echo":{}}')}"}}\n`);
  });
});

describe("what is sent", () => {
  test("bytes as they are, text as UTF-8, objects as JSON with bytes in base64", async (t) => {
    const { service, open } = await connect(t, (session) => session.rest().then((events) => (session.events = events)));
    const bytes = Uint8Array.of(0, 255, 128);
    const cases = [
      [bytes, bytes],
      [bytes.buffer, bytes],
      [new DataView(bytes.buffer, 1, 2), bytes.subarray(1)],
      [Buffer.from(bytes), bytes],
      ["„Grüße“ 🦀", utf8("„Grüße“ 🦀")],
      [{ event: { audioInput: { content: bytes, n: 1.5 } } }, utf8('{"event":{"audioInput":{"content":"AP+A","n":1.5}}}')],
      [[1, null], utf8("[1,null]")],
      [new Uint8Array(), new Uint8Array()],
      [new Uint8Array(1_000_000).fill(7), new Uint8Array(1_000_000).fill(7)],
    ];
    const stream = await open(cases.map(([given]) => chunk(given)));
    await within(service.sessions[0].talked);
    await stream.close();
    for (const [index, event] of service.sessions[0].events.entries()) {
      assert.deepEqual(
        { ...event, bytes: new Uint8Array(event.bytes), payload: undefined },
        { name: "chunk", contentType: "application/json", payload: undefined, bytes: cases[index][1] },
      );
    }
    assert.equal(service.sessions[0].events.length, cases.length);
  });

  test("members and events that AWS may add", async (t) => {
    const { service, open } = await connect(t, echoed);
    const events = [{ chunk: { bytes: "{}", priority: "high" } }, { control: { pause: Uint8Array.of(1) }, chunk: undefined }];
    await collect(await open(events));
    const [first, second] = service.sessions[0].events;
    assert.deepEqual(first.payload, { bytes: "e30=", priority: "high" });
    assert.deepEqual([second.name, second.payload], ["control", { pause: "AQ==" }]);
  });

  test("by every kind of iterable", async (t) => {
    const { open } = await connect(t, echo);
    const events = [chunk({ a: 1 }), chunk({ b: 2 })];
    const stream = () =>
      new ReadableStream({ start: (controller) => (events.forEach((event) => controller.enqueue(event)), controller.close()) });
    async function* asynchronous() {
      yield* events;
    }
    const withoutIterator = { getReader: () => stream().getReader() };
    const inputs = [
      events,
      new Set(events),
      events.values(),
      asynchronous(),
      stream(),
      withoutIterator,
      events.map(async (event) => event),
    ];
    for (const input of inputs) assert.equal((await collect(await open(input))).length, 2);
    assert.deepEqual(await collect(await open([])), []);
  });

  test("is what the AWS SDK sends from a page, but for the name of the program", async (t) => {
    const inputs = [new Uint8Array(), utf8('{"event":{}}'), new Uint8Array(5000).fill(200)];
    const modelId = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
    const [ours, theirs] = [recorder(), recorder()];
    async function* body() {
      for (const bytes of inputs) yield chunk(bytes);
    }
    const options = { region: "us-east-1", credentials: CREDENTIALS };
    await collect(
      await new Bedrock({ ...options, WebSocket: ours.WebSocket }).invokeModelWithBidirectionalStream({ modelId, body: body() }),
    );

    const sdk = await sdkForPages(t);
    const { WebSocket: before } = globalThis;
    globalThis.WebSocket = theirs.WebSocket;
    t.after(() => (globalThis.WebSocket = before));
    const client = new sdk.BedrockRuntimeClient(options);
    const { body: output } = await client.send(new sdk.InvokeModelWithBidirectionalStreamCommand({ modelId, body: body() }));
    await collect(output);

    const [own, other] = [essence(ours), essence(theirs)];
    for (const name of ["user-agent", "x-amz-user-agent"]) delete other.query[name];
    assert.deepEqual(own, other);
    assert.equal(own.frames.length, inputs.length + 1);
    assert.equal(own.query["X-Amz-Security-Token"], CREDENTIALS.sessionToken);
  });

  test("fits the vectors, which AWS's code still makes", async () => {
    assert.deepEqual(JSON.parse(JSON.stringify(await vectors())), fixture("sigv4/event-streams.json"));
  });

  test("goes to a custom endpoint, with its path, and by wss: where it is https:", async (t) => {
    const { service, open } = await connect(t, echo, { service: { prefix: "/base/path" } });
    assert.equal((await collect(await open([chunk("1")]))).length, 1);
    assert.match(service.sessions[0].path, /^\/base\/path\/model\//);
    const secure = recorder();
    const bedrock = new Bedrock({ region: "eu-north-1", credentials: CREDENTIALS, WebSocket: secure.WebSocket });
    await collect(await bedrock.invokeModelWithBidirectionalStream({ modelId: "m", body: [] }));
    assert.match(
      secure.url,
      /^wss:\/\/bedrock-runtime\.eu-north-1\.amazonaws\.com\/model\/m\/invoke-with-bidirectional-stream-websocket\?/,
    );
  });

  test("is asked for only while the socket takes it", async (t) => {
    let asked = 0;
    let fullInARow = 0;
    let isFull;
    const full = new Promise((resolve) => (isFull = resolve));
    class Watched extends WebSocket {
      get bufferedAmount() {
        fullInARow = super.bufferedAmount > 65_536 ? fullInARow + 1 : 0;
        if (fullInARow === 20) isFull(asked);
        return super.bufferedAmount;
      }
    }
    const { service, open } = await connect(t, (session) => session.pause(), { WebSocket: Watched });
    const total = 100;
    async function* big() {
      for (; asked < total; asked++) yield chunk(new Uint8Array(900_000).fill(asked));
    }
    const stream = await open(big());
    // Looked at 20 times it was full each time, and no more was asked for than goes into the system's own buffers.
    assert.ok((await within(full, "a full buffer")) < 50, `${asked} events were asked for`);
    service.sessions[0].resume();
    const events = await within(service.sessions[0].rest());
    assert.deepEqual(
      events.map(({ bytes }) => [bytes.length, bytes[0]]),
      Array.from({ length: total }, (_, at) => [900_000, at]),
    );
    await stream.close();
  });
});

describe("before anything is sent", () => {
  const refused = async (t, input, options = {}) => {
    const { service, bedrock } = await connect(t, echo, options);
    const error = await failure(bedrock.invokeModelWithBidirectionalStream(input));
    assert.equal(service.attempts, 0);
    return error;
  };

  test("what is no input is refused, and says what is one", async (t) => {
    for (const body of [undefined, null, "text", 1, {}, chunk("x")]) {
      const error = await refused(t, { modelId: SONIC, body });
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, /body is not an iterable of events\. Pass an async generator/);
    }
    assert.match((await refused(t, { body: [] })).message, /^No modelId/);
    assert.match((await refused(t, undefined)).message, /is not an iterable/);
  });

  test("an API key is refused", async (t) => {
    const error = await refused(t, { modelId: SONIC, body: [] }, { credentials: undefined, apiKey: "bedrock-api-key-x" });
    assert.equal(error.name, "AuthenticationError");
    assert.match(error.message, /does not accept an API key for this. Pass `credentials`/);
  });

  test("a runtime without WebSocket is told of, and what to pass", async (t) => {
    const { WebSocket: before } = globalThis;
    delete globalThis.WebSocket;
    t.after(() => before && (globalThis.WebSocket = before));
    for (const given of [undefined, "ws"]) {
      const error = await refused(t, { modelId: SONIC, body: [] }, { WebSocket: given });
      assert.ok(error instanceof BedrockError);
      assert.match(error.message, /no WebSocket\. Pass one, .*npm's ws.*Node has its own from version 22/);
    }
  });

  test("headers are warned of: a WebSocket has none", async (t) => {
    const warnings = [];
    const { service, open } = await connect(t, echo, {
      defaultHeaders: { "x-a": "1" },
      onWarning: (warning) => warnings.push(warning),
    });
    await collect(await open([], { headers: { "x-b": "2" } }));
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["unsent_headers"],
    );
    assert.match(warnings[0].message, /headers and defaultHeaders have no effect/);
    assert.equal(service.sessions[0].headers["x-a"], undefined);
  });

  test("an input is not touched until the connection is open", async (t) => {
    const input = endless();
    const { open } = await connect(t, echo, { service: { refuse: () => ({ status: 403 }) } });
    await failure(open(input));
    assert.deepEqual([input.asked, input.returns], [0, 0]);
  });
});

test("it works with the runtime's own WebSocket, as a module and by require", async (t) => {
  const service = await serveStreams(t, echo);
  const options = JSON.stringify({ region: "us-east-1", endpoint: service.endpoint, credentials: CREDENTIALS });
  const program = `
    (async () => {
      const body = [{ chunk: { bytes: { a: 1 } } }];
      const stream = await new Bedrock(${options}).invokeModelWithBidirectionalStream({ modelId: "m", body });
      for await (const { chunk } of stream) console.log(Buffer.from(chunk.bytes).toString());
    })();`;
  const ways = {
    module: `import { Bedrock } from "bedrock-wasm"; ${program}`,
    commonjs: `const { Bedrock } = require("bedrock-wasm"); ${program}`,
  };
  for (const [type, source] of Object.entries(ways)) {
    const flags = ["--experimental-websocket", `--input-type=${type}`, "--eval", source];
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd: here });
    assert.equal(stdout, '{"echo":{"a":1}}\n');
  }
});

test("AWS's limit for a chunk is the one that is checked", async (t) => {
  const { shapes } = fixture("service-models/bedrock-runtime.json");
  assert.equal(shapes[shapes.BidirectionalInputPayloadPart.members.bytes.shape].max, 1_000_000);
  const { open } = await connect(t, echo);
  const error = await failure(collect(await open([chunk(new Uint8Array(1_000_001))])));
  assert.match(error.message, /bytes are 1000001, and Bedrock takes 1000000\. Send them in several/);
});

/** Notes what it is sent, and closes after the last event. */
async function echoed(session) {
  session.events = await session.rest();
  session.close(1000);
}

/** A WebSocket class that only notes what it is given, and closes when the client has said that nothing follows. */
function recorder() {
  const recorded = { frames: [] };
  recorded.WebSocket = class {
    static CLOSING = 2;
    static CLOSED = 3;
    readyState = 1;
    bufferedAmount = 0;

    constructor(url) {
      recorded.url = url;
      queueMicrotask(() => this.onopen({}));
    }

    send(frame) {
      recorded.frames.push(codec.decode(new Uint8Array(frame)));
      if (recorded.frames.at(-1).body.length === 0) queueMicrotask(() => this.close());
    }

    close() {
      this.readyState = 3;
      this.onclose({ code: 1000, reason: "" });
    }
  };
  return recorded;
}

/** What does not depend on the moment. */
function essence({ url, frames }) {
  const { protocol, host, pathname, searchParams } = new URL(url);
  const query = Object.fromEntries(searchParams);
  const isTimed = (name, value) => (["X-Amz-Date", "X-Amz-Signature"].includes(name) ? value.length : value);
  const timeless = Object.entries(query)
    .map(([name, value]) => [name, isTimed(name, value)])
    .sort();
  const inner = (body) => (body.length === 0 ? undefined : { ...codec.decode(new Uint8Array(body)) });
  const headers = (all) => Object.entries(all).map(([name, { type, value }]) => [name, type, value.length]);
  return {
    at: [protocol, host, pathname],
    query: Object.fromEntries(timeless),
    frames: frames.map(({ headers: outer, body }) => ({ headers: headers(outer), event: inner(body) })),
  };
}

/** The SDK as bundlers put it into pages. */
async function sdkForPages(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sdk-"));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, "sdk.mjs");
  const contents = `export { BedrockRuntimeClient, InvokeModelWithBidirectionalStreamCommand } from "@aws-sdk/client-bedrock-runtime";`;
  await build({
    stdin: { contents, resolveDir: here },
    outfile,
    bundle: true,
    format: "esm",
    platform: "browser",
    logLevel: "warning",
  });
  return import(pathToFileURL(outfile));
}
