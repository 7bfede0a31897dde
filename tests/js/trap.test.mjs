// After a trap the instance is thrown away, the calls under way are rejected, and the next call finds a new one.
// Nothing in the core traps on purpose, so the traps are put in from outside, into the exports of the instance.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createSession } from "./lib/emulator.mjs";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
const input = { modelId: "us.amazon.nova-lite-v1:0", messages: [{ role: "user", content: [{ text: "Hello" }] }] };

/** Names of exports that trap, once each. */
const traps = new Set();
let instances = 0;
/** What promises and timers call. */
const closures = new Set();

const RealInstance = WebAssembly.Instance;
WebAssembly.Instance = function Instance(module, imports) {
  instances++;
  const { exports } = new RealInstance(module, imports);
  for (const name of Object.keys(exports)) if (name.startsWith("closure_")) closures.add(name);
  const trapping = ([name, value]) => [name, typeof value === "function" ? (...args) => call(name, value, args) : value];
  return { exports: Object.fromEntries(Object.entries(exports).map(trapping)) };
};

function call(name, value, args) {
  if (traps.delete(name)) throw new WebAssembly.RuntimeError("unreachable");
  return value(...args);
}

const { Bedrock, BedrockError } = await import("bedrock-wasm");
const { connect, chunk, endless } = await import("./lib/talk.mjs");
const { watchRejections } = await import("./lib/client.mjs");
const session = await createSession({});
after(() => session.delete());
const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials });

async function streamedText() {
  let text = "";
  for await (const event of await bedrock.converseStream(input)) text += event.contentBlockDelta?.delta.text ?? "";
  return text;
}

test("a trap at the beginning of a call rejects it, and nothing else", async (t) => {
  const unhandled = watchRejections(t);
  traps.add("send");
  await assert.rejects(bedrock.converse(input).asResponse(), /instance failed/);
  assert.equal((await bedrock.converse(input)).stopReason, "end_turn");
  assert.deepEqual(await unhandled(), []);
});

test("a trap while decoding ends that stream, and the next one works", async () => {
  const whole = await streamedText();
  const before = instances;
  traps.add("filled");
  await assert.rejects(streamedText(), (error) => {
    assert.ok(error instanceof BedrockError);
    assert.match(error.message, /instance failed and was replaced/);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError);
    return true;
  });
  assert.equal(instances, before + 1);
  assert.equal(await streamedText(), whole);
});

test("a trap rejects the calls that are under way, and ends the streams that are open", async () => {
  const slow = await createSession({ faults: [{ kind: "hang" }] });
  // Its time-out of ten minutes must go with the instance: this file would not end before.
  const waiting = new Bedrock({ region: "us-east-1", endpoint: slow.endpoint, credentials });
  const pending = waiting.converse(input);
  const open = await bedrock.converseStream(input);
  const other = bedrock.converseStream(input);
  const events = (await other)[Symbol.asyncIterator]();
  traps.add("filled");
  await assert.rejects(events.next(), /instance failed/);
  await assert.rejects(pending, /instance failed/);
  await assert.rejects(open[Symbol.asyncIterator]().next(), /instance failed/);
  assert.equal((await bedrock.converse(input)).stopReason, "end_turn");
  await slow.delete();
});

test("a trap while a call is waited for rejects it, and ends no process", async (t) => {
  const unhandled = watchRejections(t);
  const uncaught = [];
  const listener = (error) => uncaught.push(error);
  process.on("uncaughtException", listener);
  t.after(() => process.off("uncaughtException", listener));
  assert.ok(closures.size > 0);
  const gated = await createSession({ faults: [{ kind: "gate", after: 0 }] });
  const waiting = new Bedrock({ region: "us-east-1", endpoint: gated.endpoint, credentials });
  const pending = waiting.converseStream(input).withResponse();
  for (const name of closures) traps.add(name);
  await assert.rejects(pending, /instance failed/);
  traps.clear();
  assert.equal((await bedrock.converse(input)).stopReason, "end_turn");
  assert.deepEqual([...(await unhandled()), ...uncaught], []);
  await gated.delete();
});

test("a trap while an event is encoded ends that stream, and those whose encoders are gone with the instance", async (t) => {
  const unhandled = watchRejections(t);
  let go;
  const gone = new Promise((resolve) => (go = resolve));
  async function* later() {
    yield chunk("1");
    await gone;
    yield chunk("2");
  }
  const { service, open } = await connect(t, async (session) => session.say((await session.next())?.name ?? ""));
  const other = (await open(later()))[Symbol.asyncIterator]();
  await other.next();
  traps.add("eventencoder_frame");
  const body = endless(chunk("1"));
  await assert.rejects((await open(body))[Symbol.asyncIterator]().next(), /instance failed and was replaced/);
  await body.left;
  const pending = other.next();
  go();
  await assert.rejects(pending, /instance failed and was replaced/);
  for (const session of service.sessions) await session.closed;
  assert.equal((await bedrock.converse(input)).stopReason, "end_turn");
  assert.deepEqual(await unhandled(), []);
});
