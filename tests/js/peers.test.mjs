// Beside AWS's own SDK: the same input makes the same request, and the same bytes become the same objects.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import * as sdk from "@aws-sdk/client-bedrock-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { BODIES, CHATS, modeled } from "./lib/calls.mjs";
import { CHAT, CREDENTIALS, collect, connect } from "./lib/client.mjs";

const RECORDINGS = new URL("../fixtures/recorded-streams/", import.meta.url);

/** Our client and the SDK's, with one method for each operation, and what the service has seen of each. */
async function pair(t, faults = []) {
  const [ours, theirs] = [await connect(t, { faults }), await connect(t, { faults })];
  const client = new sdk.BedrockRuntimeClient({
    region: "us-east-1",
    endpoint: theirs.session.endpoint,
    credentials: CREDENTIALS,
    requestHandler: new NodeHttpHandler(),
  });
  t.after(() => client.destroy());
  const call = (operation, input) => client.send(new sdk[`${operation[0].toUpperCase()}${operation.slice(1)}Command`](input));
  const logs = async () => [(await ours.session.log()).requests, (await theirs.session.log()).requests];
  return { ours: (operation, input) => ours.bedrock[operation](input), theirs: call, logs };
}

/** An output of the SDK without what it adds: metadata, methods on bodies, and members that are there but undefined. */
function plain(value) {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== "$metadata" && member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** What of a logged request is the caller's: not the signature, the date and what the HTTP client adds. */
function essence({ method, path, headers, bodyText, bodyBytes, status }) {
  const own = Object.entries(headers).filter(([name]) => name.startsWith("x-amzn-bedrock-") || name === "content-type");
  const accept = headers.accept === "*/*" ? undefined : headers.accept;
  return {
    method,
    path: path.replace(/^\/sessions\/\d+/, ""),
    own: Object.fromEntries(own),
    accept,
    body: JSON.parse(bodyText),
    bodyBytes,
    status,
  };
}

async function assertSameRequests(logs) {
  const [ours, theirs] = (await logs()).map((requests) => requests.map(essence));
  assert.ok(ours.every(({ status }) => status === 200));
  assert.deepEqual(ours, theirs);
}

describe("the same input is the same request and the same output", () => {
  for (const [what, input] of Object.entries(CHATS)) {
    test(`converse and converseStream: ${what}`, async (t) => {
      const { ours, theirs, logs } = await pair(t);
      const output = plain(await theirs("converse", input));
      // How long it took differs.
      delete output.metrics;
      const { metrics, ...own } = await ours("converse", input);
      assert.equal(typeof metrics.latencyMs, "number");
      assert.deepEqual({ ...own, usage: modeled(own.usage, "converse", input) }, output);

      const withoutLatency = (event) => (event.metadata ? { metadata: { ...event.metadata, metrics: undefined } } : event);
      const events = (await collect((await theirs("converseStream", input)).stream)).map(plain).map(withoutLatency);
      const ownEvents = (await collect(await ours("converseStream", input))).map(withoutLatency);
      const { metadata } = ownEvents.at(-1);
      metadata.usage = modeled(metadata.usage, "converseStream", input);
      assert.deepEqual(ownEvents, events);
      assert.ok(events.length >= 4);
      await assertSameRequests(logs);
    });
  }

  for (const [what, input] of Object.entries(BODIES)) {
    test(`invokeModel and invokeModelWithResponseStream: ${what}`, async (t) => {
      const { ours, theirs, logs } = await pair(t);
      assert.deepEqual(invoked({ ...(await ours("invokeModel", input)) }), invoked(plain(await theirs("invokeModel", input))));
      const [own, other] = [
        await ours("invokeModelWithResponseStream", input),
        await theirs("invokeModelWithResponseStream", input),
      ];
      assert.equal(own.contentType, other.contentType);
      const events = (await collect(other.body)).map(plain);
      assert.deepEqual((await collect(own)).map(chunk), events.map(chunk));
      assert.ok(events.length > 1);
      await assertSameRequests(logs);
    });
  }
});

/** An output with its body parsed, and without the figures that differ from call to call. */
function invoked(output) {
  assert.ok(output.body instanceof Uint8Array);
  return { ...output, body: withoutFigures(JSON.parse(new TextDecoder().decode(output.body))) };
}

function chunk(event) {
  assert.deepEqual(Object.keys(event), ["chunk"]);
  return withoutFigures(JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
}

function withoutFigures(body) {
  const { "amazon-bedrock-invocationMetrics": figures, ...rest } = body;
  return figures ? { ...rest, figures: Object.keys(figures) } : rest;
}

describe("recorded streams of the real service become the same events", () => {
  const recordings = fs.readdirSync(RECORDINGS).filter((name) => name.endsWith(".bin"));
  test("there are some", () => assert.ok(recordings.length >= 10));

  for (const name of recordings) {
    test(name, async (t) => {
      const bytes = fs.readFileSync(new URL(name, RECORDINGS));
      const operation = name.includes("invoke_model") ? "invokeModelWithResponseStream" : "converseStream";
      const input = operation === "converseStream" ? CHAT : BODIES.Nova;
      const headers = { "content-type": "application/vnd.amazon.eventstream" };
      const pieces = [1, 7, 100, 1024, bytes.length];
      const raw = { kind: "raw", status: 200, headers, bodyBase64: bytes.toString("base64") };
      const { ours, theirs } = await pair(
        t,
        pieces.map((chunkBytes) => ({ ...raw, chunkBytes })),
      );
      const output = await theirs(operation, input);
      const expected = (await collect(output.stream ?? output.body)).map(plain);
      assert.ok(expected.length > 0);
      // The recordings have no event of a kind that this SDK does not know: it would be under `$unknown`.
      assert.ok(expected.every((event) => !("$unknown" in event)));
      for (const _ of pieces) {
        const events = await collect(await ours(operation, input));
        // A member that AWS's model does not know either: the SDK drops what it does not know, we pass it on.
        const unknown = events.at(-1).metadata?.usage.serverToolUsage;
        if (unknown) delete events.at(-1).metadata.usage.serverToolUsage;
        assert.deepEqual(unknown ?? {}, {});
        assert.deepEqual(events, expected);
      }
    });
  }
});

test("an event that neither knows keeps its name with us", async (t) => {
  const frames = fs.readFileSync(new URL("pydantic-ai.test_bedrock_model_stream.0.bin", RECORDINGS));
  const events = await renamed(t, frames, "messageStart", "futureStarts");
  assert.deepEqual(events[0], { futureStarts: { role: "assistant" } });
  assert.ok(events.length > 3);
});

/** Our events of frames in which one event was renamed. */
async function renamed(t, frames, from, to) {
  const codec = new EventStreamCodec(
    (bytes) => new TextDecoder().decode(bytes),
    (text) => new TextEncoder().encode(text),
  );
  const changed = [];
  for (let at = 0; at < frames.length; at += frames.readUInt32BE(at)) {
    const message = codec.decode(frames.subarray(at, at + frames.readUInt32BE(at)));
    if (message.headers[":event-type"].value === from) message.headers[":event-type"].value = to;
    changed.push(codec.encode(message));
  }
  const bodyBase64 = Buffer.concat(changed).toString("base64");
  const raw = { kind: "raw", status: 200, headers: { "content-type": "application/vnd.amazon.eventstream" }, bodyBase64 };
  const { bedrock } = await connect(t, { faults: [raw] });
  return collect(await bedrock.converseStream(CHAT));
}
