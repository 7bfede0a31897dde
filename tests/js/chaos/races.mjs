// What a caller can do to a stream, in every order and at every distance: read, leave, abort, close, on the stream or on the
// branches of `tee()`. Every promise settles, with events in their order, an end or a typed error, and the request ends.
import { getEventListeners } from "node:events";
import { BedrockError } from "bedrock-wasm";
import { chunk, LAST_CHUNK, STREAM_HEAD, TALK } from "./replies.mjs";
import { OPENS, ours } from "./shapes.mjs";
import { endOf, inParallel, sample, Tally, until, watchUnhandled } from "./tally.mjs";
import { listen } from "./wire.mjs";

const AT_ONCE = 16;
const SHORT = 1200;
const HALF = TALK.ends[TALK.ends.length >> 1];

/** What the service does behind the first half of the stream. */
const REMAINDERS = {
  "comes at once": (wire) => wire.send(Buffer.concat([chunk(TALK.bytes.subarray(HALF)), Buffer.from(LAST_CHUNK)])),
  stalls: (wire) => wire.closed,
  "is reset": (wire) => wire.reset(),
  "ends too early": (wire) => wire.send(LAST_CHUNK),
};

/** What lies between two deeds. */
const GAPS = {
  nothing: () => {},
  microtask: () => Promise.resolve(),
  turn: () => new Promise(setImmediate),
};

/** What can be done to a stream; each gives a promise or nothing. */
const DEEDS = {
  next: ({ iterator }) => iterator.next(),
  next2: ({ iterator }) => iterator.next(),
  return: ({ iterator }) => iterator.return(),
  close: ({ stream }) => stream.close(),
  controller: ({ stream }) => stream.controller.abort(),
  signal: ({ signal }) => signal.abort(),
};

/** To the branches of one. */
const TEE_DEEDS = {
  nextA: ({ a }) => a.next(),
  nextB: ({ b }) => b.next(),
  returnA: ({ a }) => a.return(),
  returnB: ({ b }) => b.return(),
  controller: ({ stream }) => stream.controller.abort(),
  signal: ({ signal }) => signal.abort(),
};

/** Through a ReadableStream of one. */
const READABLE_DEEDS = {
  read: ({ reader }) => reader.read(),
  read2: ({ reader }) => reader.read(),
  cancel: ({ reader }) => reader.cancel(),
  controller: ({ stream }) => stream.controller.abort(),
  signal: ({ signal }) => signal.abort(),
};

const TABLES = { stream: DEEDS, tee: TEE_DEEDS, readable: READABLE_DEEDS };

/** What the deeds are done to. */
const PREPARE = {
  stream: (stream) => ({ iterator: stream[Symbol.asyncIterator]() }),
  tee(stream) {
    const [a, b] = stream.tee().map((branch) => branch[Symbol.asyncIterator]());
    return { a, b };
  },
  readable: (stream) => ({ reader: stream.toReadableStream().getReader() }),
};

function permutations(items) {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

function casesOf(name) {
  const orders = permutations(Object.keys(TABLES[name]));
  return orders.flatMap((order) =>
    Object.keys(GAPS).flatMap((gap) =>
      Object.keys(REMAINDERS).flatMap((remainder) => Object.keys(OPENS).map((shape) => ({ name, order, gap, remainder, shape }))),
    ),
  );
}

export async function* run({ short, random }) {
  const unhandled = watchUnhandled();
  for (const name of Object.keys(TABLES)) {
    const tally = new Tally(`races/${name}`);
    const cases = casesOf(name);
    for (const remainder of Object.keys(REMAINDERS)) {
      const server = await halfServer(REMAINDERS[remainder]);
      const bedrock = ours(server.url);
      const own = cases.filter((one) => one.remainder === remainder);
      await inParallel(short ? sample(own, SHORT / 12, random) : own, AT_ONCE, async (one) => {
        tally.judge(
          `${one.shape}: ${one.order.join(", ")}; between: ${one.gap}; the rest ${remainder}`,
          await race(bedrock, one),
        );
      });
      // Whatever was left is over, or the watchdog of the scenario tells.
      if (remainder === "stalls") await until(() => server.open() === 0);
      await server.stop();
    }
    const rest = await unhandled.take();
    tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
    yield tally;
  }
}

function halfServer(remainder) {
  return listen(async (wire) => {
    for (;;) {
      await wire.request();
      await wire.send(Buffer.concat([Buffer.from(STREAM_HEAD), chunk(TALK.bytes.subarray(0, HALF))]));
      await remainder(wire);
    }
  });
}

/** Does the deeds in their order, then reads on. Gives what is wrong, if something is. */
async function race(bedrock, { name, order, gap, shape }) {
  const signal = new AbortController();
  const opened = await endOf(OPENS[shape](bedrock, { signal: signal.signal }));
  if (opened.how !== "ended") return `opening ${opened.how} ${opened.error?.stack}`;
  const stream = opened.value;
  const things = { stream, signal, ...PREPARE[name](stream) };
  const promises = [];
  for (const deed of order) {
    try {
      promises.push(endOf(TABLES[name][deed](things)));
    } catch (error) {
      return `${deed} threw at once: ${error?.stack}`;
    }
    await GAPS[gap]();
  }
  const ends = await Promise.all(promises);
  // After all of it, the stream is at its end and stays there.
  const last = await endOf(readOn(name, things));
  return [...ends, last].map(problemOf).find(Boolean) ?? leftOn(signal.signal) ?? (await endlessness(name, things));
}

const readOn = (name, { iterator, a, b, reader }) => (name === "readable" ? reader.read() : (iterator ?? b ?? a).next());

function problemOf({ how, error }) {
  if (how === "hung") return "a promise never settles";
  if (how === "threw" && !(error instanceof BedrockError)) return String(error?.stack);
  return undefined;
}

function leftOn(signal) {
  const count = getEventListeners(signal, "abort").length;
  return count > 0 ? `${count} listeners stay on the signal` : undefined;
}

async function endlessness(name, things) {
  const end = await endOf(readOn(name, things));
  const isOver = end.value?.done === true || (name === "readable" && end.how === "threw" && end.error instanceof BedrockError);
  return isOver ? undefined : `it goes on after its end: ${JSON.stringify(end.value)} ${end.error ?? ""}`;
}
