// Recorded streams, broken at every byte: cut by a reset, cut by an end in order, one byte flipped, or in pieces of one byte.
// Whatever was whole before the break arrives, then comes a typed error; a stream never hangs and is never quietly short.
import { APIError } from "bedrock-wasm";
import { plain, sorted } from "../bench/clients.mjs";
import { readTheirs, theirs } from "./clients.mjs";
import { chunk, LAST_CHUNK, RECORDINGS, STREAM_HEAD } from "./replies.mjs";
import { ours, readOurs } from "./shapes.mjs";
import { endOf, inParallel, sample, Tally, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const AT_ONCE = 32;
/** How many places of a break are played: in the long form, and in the short one. */
const PLACES = { ours: [Number.POSITIVE_INFINITY, 1000], theirs: [6000, 250] };

/** What the server does with recording `number`, broken at byte `at`. */
const BREAKS = {
  async reset(wire, bytes, at) {
    await wire.send(Buffer.concat([Buffer.from(STREAM_HEAD), at > 0 ? chunk(bytes.subarray(0, at)) : Buffer.alloc(0)]));
    wire.reset();
  },
  async end(wire, bytes, at) {
    const sent = at > 0 ? chunk(bytes.subarray(0, at)) : Buffer.alloc(0);
    await wire.send(Buffer.concat([Buffer.from(STREAM_HEAD), sent, Buffer.from(LAST_CHUNK)]));
  },
  async flip(wire, bytes, at) {
    const flipped = Buffer.from(bytes);
    flipped[at] ^= 1 << (at % 8);
    await BREAKS.end(wire, flipped, flipped.length);
  },
  async trickle(wire, bytes) {
    await wire.send(STREAM_HEAD);
    for (let at = 0; at < bytes.length; at++) await wire.send(chunk(bytes.subarray(at, at + 1)));
    await wire.send(LAST_CHUNK);
  },
};

/** Plays the break that the model's id names: `flip.2.1034`. */
export async function playBreaks(wire) {
  for (;;) {
    const { path } = await wire.request();
    const [, name, number, at] = /model\/(\w+)\.(\d+)\.(\d+)\//.exec(path);
    await BREAKS[name](wire, RECORDINGS[number].bytes, Number(at));
  }
}

/** All places of a break. */
export function placesOf(name) {
  return RECORDINGS.flatMap(({ bytes }, number) => {
    if (name === "trickle") return [{ number, at: 0 }];
    return Array.from({ length: bytes.length + (name === "flip" ? 0 : 1) }, (_, at) => ({ number, at }));
  });
}

/**
 * What is wrong with how a stream ended that was broken there, if something is: for both clients. `whole` are the events that an
 * unbroken one has, as text each.
 */
export function problemOf(name, { number, at }, end, seen, whole) {
  const { ends, isConverse } = RECORDINGS[number];
  const arrived = ends.filter((frameEnd) => frameEnd <= at).length;
  // The last frame of a conversation counts tokens; the one before it says that the reply is whole.
  const least = isConverse ? ends.length - 1 : ends.length;
  const isBetweenFrames = at === 0 || ends.includes(at);
  const isWhole = name === "trickle" || (name === "end" && arrived >= least && isBetweenFrames);
  if (end.how === "hung") return "hung";
  if (seen.some((event, index) => event !== whole[index])) return "other events than were sent";
  if (name === "trickle" && seen.length !== whole.length) return `${seen.length} of ${whole.length} events`;
  if ((name === "end" || name === "flip") && seen.length !== arrived) return `${seen.length} events of ${arrived} that arrived`;
  if (end.how === "ended") {
    if (isWhole) return undefined;
    // HTTP says that it is whole, every frame is, and only the model knows what its last event looks like.
    if (name === "end" && !isConverse && isBetweenFrames) return undefined;
    return `ended after ${seen.length} of ${whole.length} events as if it were whole`;
  }
  if (isWhole && name !== "reset") return `threw ${end.error}`;
  return undefined;
}

export async function* run({ short, random }) {
  const unhandled = watchUnhandled();
  const server = await listen(playBreaks);
  const [bedrock, sdk] = [ours(server.url), theirs(server.url)];
  const readers = {
    ours: (...given) => readOurs(bedrock, ...given),
    theirs: (...given) => readTheirs(sdk, ...given),
  };
  const whole = { ours: await wholes(readers.ours), theirs: await wholes(readers.theirs) };
  for (const name of Object.keys(BREAKS)) {
    for (const [who, read] of Object.entries(readers)) {
      const tally = new Tally(`cuts/${name}${who === "ours" ? "" : " (AWS SDK)"}`);
      // What the AWS SDK does is told, not judged.
      tally.isTheirs = who === "theirs";
      const places = sample(placesOf(name), PLACES[who][short ? 1 : 0], random);
      await inParallel(places, AT_ONCE, (place) => playOne(tally, read, name, place, whole[who][place.number]));
      const rest = await unhandled.take();
      if (tally.isTheirs) tally.figures.unhandled = rest.length;
      else tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
      yield tally;
    }
  }
  sdk.destroy();
  await server.stop();
}

/** Reads one broken stream, of which `whole` are the events. */
async function playOne(tally, read, name, place, whole) {
  const { number, at } = place;
  const seen = [];
  const see = (event) => seen.push(JSON.stringify(sorted(plain(event))));
  const aborts = new AbortController();
  const options = { isConverse: RECORDINGS[number].isConverse, see, signal: aborts.signal };
  const end = await endOf(read(`${name}.${number}.${at}`, options), { giveUp: () => aborts.abort() });
  const problem = problemOf(name, place, end, seen, whole);
  tally.count(end.how === "threw" ? `threw ${end.error.name}` : (problem ?? end.how).replace(/after \d+ of \d+ events /, ""));
  const untyped = end.how === "threw" && !(end.error instanceof APIError) ? `threw ${end.error?.stack}` : undefined;
  if (tally.isTheirs) tally.pass();
  else tally.judge(`${RECORDINGS[number].name} at ${at}`, problem ?? untyped);
}

/** The events of each recording, unbroken. */
async function wholes(read) {
  const wholes = [];
  for (const [number, { isConverse, bytes }] of RECORDINGS.entries()) {
    const events = await read(`end.${number}.${bytes.length}`, { isConverse });
    wholes.push(events.map((event) => JSON.stringify(sorted(plain(event)))));
  }
  return wholes;
}
