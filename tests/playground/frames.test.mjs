// Frames of recorded bodies, whole, cut and damaged, against AWS's own codec.
import assert from "node:assert/strict";
import { test } from "node:test";
import { codec, event } from "../js/lib/frames.mjs";
import { load } from "./lib/modules.mjs";

const MODULES = `
export { Splitter } from "./inside/frames/split.ts";
export { layoutOf, nameOf, isRight } from "./inside/frames/layout.ts";
export { decode } from "./inside/frames/decode.ts";
`;

const text = (value) => ({ type: "string", value });
const EVENTS = [
  event("messageStart", { role: "assistant" }),
  event("contentBlockDelta", { delta: { text: "Zürich" } }),
  event("messageStop", { stopReason: "end_turn" }),
];

/** Splits a body that arrives in pieces of this many bytes. */
function split({ Splitter }, body, pieceLength = body.length) {
  const splitter = new Splitter();
  for (let at = 0; at < body.length; at += pieceLength) splitter.take(body.subarray(at, at + pieceLength), at);
  return splitter.frames();
}

/** Every byte is in a frame, and in the order of the body. */
function isWhole(frames, body) {
  assert.deepEqual(Buffer.concat(frames.map(({ bytes }) => bytes)), Buffer.from(body));
  let offset = 0;
  for (const [index, frame] of frames.entries()) {
    assert.deepEqual([frame.index, frame.offset], [index, offset]);
    offset += frame.bytes.length;
  }
}

test("frames are found in whatever pieces they arrive", async (t) => {
  const modules = await load(t, MODULES);
  const body = Buffer.concat(EVENTS);
  for (const length of [1, 2, 7, 11, 12, 13, 64, body.length]) {
    const frames = split(modules, body, length);
    assert.deepEqual(
      frames.map(({ bytes, state }) => [Buffer.from(bytes), state]),
      EVENTS.map((bytes) => [Buffer.from(bytes), "whole"]),
    );
    isWhole(frames, body);
    for (const { at, offset, bytes } of frames) assert.equal(at, Math.floor((offset + bytes.length - 1) / length) * length);
    assert.deepEqual(frames.map(modules.nameOf), ["messageStart", "contentBlockDelta", "messageStop"]);
  }
});

test("a cut body ends with what there is of a frame", async (t) => {
  const modules = await load(t, MODULES);
  const whole = Buffer.concat(EVENTS);
  const before = EVENTS[0].length + EVENTS[1].length;
  for (let length = before + 1; length < whole.length; length++) {
    const body = whole.subarray(0, length);
    const frames = split(modules, body, 16);
    isWhole(frames, body);
    assert.equal(frames.length, 3);
    assert.equal(frames[2].state, "partial");
    assert.equal(modules.nameOf(frames[2]), "incomplete");
    const { parts, messageChecksum } = modules.layoutOf(frames[2]);
    assert.equal(messageChecksum, undefined);
    assert.equal(parts.at(-1).to, frames[2].bytes.length);
    assert.ok("error" in modules.decode(frames[2].bytes));
  }
});

test("any byte that is wrong spoils one frame, and its checksums say so", async (t) => {
  const modules = await load(t, MODULES);
  const first = EVENTS[0].length;
  for (let at = 0; at < EVENTS[1].length; at++) {
    const body = Buffer.concat(EVENTS);
    body[first + at] ^= 0x41;
    const frames = split(modules, body, 50);
    isWhole(frames, body);
    assert.equal(frames.length, 3, `byte ${at}`);
    assert.equal(modules.nameOf(frames[2]), "messageStop");
    const [, damaged] = frames;
    const { preludeChecksum, messageChecksum } = modules.layoutOf(damaged);
    assert.equal(damaged.state, at < 12 ? "damaged" : "whole");
    assert.equal(modules.isRight(preludeChecksum), at >= 12);
    assert.equal(modules.isRight(messageChecksum), false);
    assert.ok("error" in modules.decode(damaged.bytes), `AWS's codec takes byte ${at}`);
  }
});

test("bytes that are no frames at all are shown as they are", async (t) => {
  const modules = await load(t, MODULES);
  const noise = Buffer.from("<html>the proxy says no</html>".repeat(50));
  const [frame, ...others] = split(modules, noise, 9);
  assert.equal(others.length, 0);
  assert.equal(frame.state, "damaged");
  assert.deepEqual(modules.layoutOf(frame).parts, [{ kind: "unknown", label: "Unreadable bytes", from: 0, to: noise.length }]);
  const mixed = Buffer.concat([EVENTS[0], noise, EVENTS[1]]);
  const frames = split(modules, mixed, 100);
  isWhole(frames, mixed);
  assert.deepEqual(frames.map(modules.nameOf), ["messageStart", "damaged", "contentBlockDelta"]);
});

test("the parts of a frame cover each of its bytes once, and AWS's codec reads the same headers", async (t) => {
  const modules = await load(t, MODULES);
  const headers = {
    yes: { type: "boolean", value: true },
    no: { type: "boolean", value: false },
    byte: { type: "byte", value: -7 },
    short: { type: "short", value: -300 },
    integer: { type: "integer", value: 70_000 },
    long: { type: "long", value: { bytes: new Uint8Array([0, 0, 0, 0, 0, 0, 1, 0]) } },
    binary: { type: "binary", value: new Uint8Array([1, 2, 255]) },
    text: text("Zürich"),
    time: { type: "timestamp", value: new Date("2026-11-30T06:00:00.000Z") },
    uuid: { type: "uuid", value: "01234567-89ab-cdef-0123-456789abcdef" },
  };
  const bytes = codec.encode({ headers, body: Buffer.from("{}") });
  const [frame] = split(modules, bytes);
  const { parts, preludeChecksum, messageChecksum } = modules.layoutOf(frame);
  assert.ok(modules.isRight(preludeChecksum) && modules.isRight(messageChecksum));
  let at = 0;
  for (const { from, to } of parts) {
    assert.equal(from, at);
    at = to;
  }
  assert.equal(at, bytes.length);
  const named = parts.filter(({ kind }) => kind === "header").map(({ label }) => label);
  assert.deepEqual(named, Object.keys(headers));
  const decoded = modules.decode(bytes);
  assert.deepEqual(
    decoded.headers.map(({ name, type, value }) => [name, type, value]),
    [
      ["yes", "boolean", "true"],
      ["no", "boolean", "false"],
      ["byte", "byte", "-7"],
      ["short", "short", "-300"],
      ["integer", "integer", "70000"],
      ["long", "long", "256"],
      ["binary", "binary", "01 02 ff"],
      ["text", "string", "Zürich"],
      ["time", "timestamp", "2026-11-30T06:00:00.000Z"],
      ["uuid", "uuid", "01234567-89ab-cdef-0123-456789abcdef"],
    ],
  );
  assert.equal(Buffer.from(decoded.payload).toString(), "{}");
});

test("exceptions and errors are named by what they are", async (t) => {
  const modules = await load(t, MODULES);
  const named = (headers) => {
    const texts = Object.entries(headers).map(([name, value]) => [name, text(value)]);
    const [frame] = split(modules, codec.encode({ headers: Object.fromEntries(texts), body: Buffer.alloc(0) }));
    return modules.nameOf(frame);
  };
  assert.equal(named({ ":message-type": "exception", ":exception-type": "throttlingException" }), "throttlingException");
  assert.equal(named({ ":message-type": "error", ":error-code": "InternalError", ":error-message": "no" }), "InternalError");
  assert.equal(named({ ":message-type": "event" }), "event");
  assert.equal(named({}), "no type");
});
