// A thousand streams at once, a frame of each in turn: each has its own text, and gets it whole.
import { frame } from "../lib/frames.mjs";
import { chunk, LAST_CHUNK, STREAM_HEAD } from "./replies.mjs";
import { OPENS, ours, textOf } from "./shapes.mjs";
import { endOf, Tally, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const WORDS = 20;

/** The frames of a reply that says which one it is. */
export function framesOf(number) {
  const delta = (word) => frame("contentBlockDelta", JSON.stringify({ contentBlockIndex: 0, delta: { text: word } }));
  return [
    frame("messageStart", '{"role":"assistant"}'),
    ...wordsOf(number).map(delta),
    frame("contentBlockStop", '{"contentBlockIndex":0}'),
    frame("messageStop", '{"stopReason":"end_turn"}'),
    frame("metadata", '{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":4}}'),
  ];
}

/** The number of the stream whose text this is, if it is whole. */
export function numberOf(text) {
  const number = /^stream (\d+) /.exec(text)?.[1];
  return text === wordsOf(number).join("") ? Number(number) : undefined;
}

function wordsOf(number) {
  return Array.from({ length: WORDS }, (_, at) => `stream ${number} word ${at}, `);
}

/** Plays servers that begin when so many streams wait, and send a frame of each in turn. */
export function crowd(count) {
  const waiting = [];
  return async (wire) => {
    for (;;) {
      await wire.request();
      waiting.push(wire);
      if (waiting.length === count) await sendAll(waiting.splice(0));
    }
  };
}

async function sendAll(wires) {
  const frames = wires.map((_, number) => framesOf(number));
  await Promise.all(wires.map((wire) => wire.send(STREAM_HEAD)));
  for (let at = 0; at < frames[0].length; at++) {
    await Promise.all(wires.map((wire, number) => wire.send(chunk(Buffer.from(frames[number][at])))));
  }
  await Promise.all(wires.map((wire) => wire.send(LAST_CHUNK)));
}

export async function run({ short }) {
  const unhandled = watchUnhandled();
  const tally = new Tally("crowd");
  const count = 1000;
  for (let round = 0; round < (short ? 1 : 5); round++) {
    for (const open of Object.values(OPENS)) {
      const server = await listen(crowd(count));
      const bedrock = ours(server.url);
      const started = performance.now();
      const ends = await Promise.all(Array.from({ length: count }, () => endOf(read(bedrock, open))));
      tally.figures.seconds = Number(((performance.now() - started) / 1000).toFixed(2));
      const numbers = new Set(ends.map(({ value }) => value));
      for (const { how, error, value } of ends) {
        tally.judge("a stream of a thousand", value === undefined ? `${how} ${error?.stack}` : undefined);
      }
      tally.judge("each has another text", numbers.size === count ? undefined : `${numbers.size} texts`);
      await server.stop();
    }
  }
  const rest = await unhandled.take();
  tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
  return [tally];
}

async function read(bedrock, open) {
  const events = [];
  for await (const event of await open(bedrock)) events.push(event);
  return numberOf(textOf(events));
}
