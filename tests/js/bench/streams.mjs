// Bodies of ConverseStream: bytes that Bedrock has sent, repeated, and events of chosen sizes in the frames of AWS's
// codec. For Node and browsers.
import { EventStreamCodec } from "@smithy/core/event-streams";

const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** A recorded stream whose text deltas come again and again until it has this many bytes: one array a frame. */
export function repeated(recording, bytes) {
  const frames = framesOf(recording);
  const isDelta = (frame) => codec.decode(frame).headers[":event-type"].value === "contentBlockDelta";
  const first = frames.findIndex(isDelta);
  const last = frames.findLastIndex(isDelta);
  const deltas = frames.slice(first, last + 1);
  const round = deltas.reduce((sum, frame) => sum + frame.length, 0);
  const rounds = Math.max(1, Math.ceil(bytes / round));
  const middle = Array.from({ length: rounds }, () => deltas).flat();
  return [...frames.slice(0, first), ...middle, ...frames.slice(last + 1)];
}

const ALPHABETS = {
  // As models write: words, line ends, now and then a quotation mark.
  ascii: 'The sky is blue because air scatters short waves more than long ones.\nThat is called "Rayleigh scattering". ',
  mixed: "Der Himmel über Zürich ist blau – warum? 空が青いのは、光が散乱するためです。Ciel d’été 🌤️, «небо» голубое.\n",
};

/** A stream whose text deltas have `bytes` bytes each, about `total` in all, and four of them at least. */
export function ofSize(alphabet, bytes, total) {
  const text = upTo(ALPHABETS[alphabet], bytes);
  const delta = event("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdefghijk" });
  const count = Math.max(4, Math.round(total / delta.length));
  const usage = { inputTokens: 8, outputTokens: count, totalTokens: count + 8 };
  return [
    event("messageStart", { role: "assistant", p: "abcd" }),
    ...Array.from({ length: count }, () => delta),
    event("contentBlockStop", { contentBlockIndex: 0, p: "abc" }),
    event("messageStop", { stopReason: "end_turn", p: "abcdef" }),
    event("metadata", { metrics: { latencyMs: 605 }, usage, p: "ab" }),
  ];
}

/** The frames as a network gives them: in pieces of `size` bytes, wherever these begin and end. */
export function chunked(frames, size) {
  const bytes = joined(frames);
  const chunks = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

export function joined(frames) {
  const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of frames) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}

function event(name, payload) {
  const header = (value) => ({ type: "string", value });
  const headers = {
    ":event-type": header(name),
    ":content-type": header("application/json"),
    ":message-type": header("event"),
  };
  return codec.encode({ headers, body: new TextEncoder().encode(JSON.stringify(payload)) });
}

/** Each frame begins with its length. */
function framesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = [];
  for (let at = 0; at < bytes.length; at += view.getUint32(at)) frames.push(bytes.slice(at, at + view.getUint32(at)));
  return frames;
}

/** Text of that many bytes in UTF-8, to within one character. */
function upTo(alphabet, bytes) {
  const characters = [...alphabet];
  const sizes = characters.map((character) => new TextEncoder().encode(character).length);
  let text = "";
  for (let index = 0, room = bytes; room >= sizes[index % sizes.length]; index += 1) {
    text += characters[index % sizes.length];
    room -= sizes[index % sizes.length];
  }
  return text;
}
