// Very many calls and streams that are broken off in every way: the heap, the memory of WebAssembly, listeners on the caller's
// signal, timers and sockets are at the end as they were after the first tenth.
import { getEventListeners, once, setMaxListeners } from "node:events";
import { Worker } from "node:worker_threads";
import { OPENS, ours, SHAPES } from "./shapes.mjs";
import { inParallel, Tally, watchUnhandled } from "./tally.mjs";

const COUNTS = { calls: [100_000, 4_000], streams: [20_000, 2_000], dropped: [2_000, 400] };
const AT_ONCE = 32;
/** A leak of 32 bytes a call would be more. */
const HEAP_GROWTH_MAX = 3_000_000;
/** How often WebAssembly's memory may grow. */
const ROUNDS_MAX = 4;

// The instances are nobody's business but the package's: their exports are taken when they are made.
const memories = [];
const { Instance } = WebAssembly;
// biome-ignore lint/complexity/useArrowFunction: it is called with `new`
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
  if (memory) memories.push(memory);
  return instance;
};

const CALLS = [
  (bedrock, options) => SHAPES.converse(bedrock, options),
  (bedrock, options) => SHAPES.chat(bedrock, options),
  (bedrock) => SHAPES.converse(bedrock),
  (bedrock) => {
    const controller = new AbortController();
    const call = SHAPES.converse(bedrock, { signal: controller.signal });
    setImmediate(() => controller.abort());
    return call;
  },
];

/** The ways to break off a stream; whatever the server does meanwhile. */
const STREAMS = [
  async (stream) => {
    for await (const _ of stream) break;
  },
  async (stream) => stream.close(),
  async (stream) => stream.controller.abort(),
  async (stream) => {
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    await iterator.return();
    await pending;
  },
  async (stream, controller) => {
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    controller.abort();
    while (!(await iterator.next()).done);
  },
  async (stream) => {
    const [a, b] = stream.tee().map((branch) => branch[Symbol.asyncIterator]());
    await Promise.all([a.next(), b.next()]);
    await Promise.all([a.return(), b.return()]);
  },
  async (stream) => {
    const reader = stream.toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
  },
  async (stream) => {
    for await (const _ of stream);
  },
];

/** What must be so when something of the caller's fails. */
const EXPECTED = /^(BadRequestError|APIUserAbortError|APIConnectionError)$/;
function expected(error) {
  if (!EXPECTED.test(error?.name)) throw error;
}

/** What a kind of work is, given the signal that lives as long as the client. */
const KINDS = {
  calls: (bedrock, options) => async (number) => {
    await Promise.resolve(CALLS[number % CALLS.length](bedrock, options)).catch(expected);
  },
  streams:
    (bedrock, { signal }) =>
    async (number) => {
      const controller = new AbortController();
      const open = Object.values(OPENS)[number % 2];
      const way = STREAMS[(number >> 1) % STREAMS.length];
      const own = way.length > 1 ? controller.signal : signal;
      const headers = way === STREAMS.at(-1) ? { "x-read": "all" } : {};
      await open(bedrock, { signal: own, headers })
        .then((stream) => way(stream, controller))
        .catch(expected);
    },
  // Nobody closes them, and nobody can: only the garbage collector knows.
  dropped: (bedrock, options) => async (number) => {
    const stream = await Object.values(OPENS)[number % 2](bedrock, options).catch(expected);
    // How many there are between two collections is up to the machine's pace.
    if (number % AT_ONCE === 0) globalThis.gc();
    if (number % 4 > 1) await stream?.[Symbol.asyncIterator]().next().catch(expected);
  },
};

export async function* run({ short }) {
  const unhandled = watchUnhandled();
  for (const [kind, work] of Object.entries(KINDS)) {
    const tally = new Tally(`leaks/${kind}`);
    const worker = new Worker(new URL("leaks-server.mjs", import.meta.url));
    const [url] = await once(worker, "message");
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const one = work(ours(url), { signal: controller.signal });
    const count = COUNTS[kind][short ? 1 : 0];
    const numbers = Array.from({ length: count }, (_, number) => number);
    await inParallel(numbers.slice(0, count / 10), AT_ONCE, one);
    const before = await measure(worker, controller.signal);
    const started = performance.now();
    let after;
    // A decoder keeps room for the largest piece that it has seen, and how much comes at once is up to the machine's pace. Such
    // room is made a few times; a leak goes on.
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (after) before.wasm = after.wasm;
      await inParallel(numbers.slice(count / 10), AT_ONCE, one);
      after = await measure(worker, controller.signal);
      if (after.wasm <= before.wasm || after.heap - before.heap > HEAP_GROWTH_MAX) break;
    }
    tally.figures.seconds = Math.round((performance.now() - started) / 1000);
    Object.assign(tally.figures, { count, before, after });
    compare(tally, before, after);
    const rest = await unhandled.take();
    tally.judge("nothing is unhandled", rest.length > 0 ? String(rest[0]?.stack) : undefined);
    worker.postMessage("stop");
    const [problems] = await once(worker, "message");
    tally.judge("the server is well", problems[0]);
    await worker.terminate();
    yield tally;
  }
}

function compare(tally, before, after) {
  const grown = after.heap - before.heap;
  tally.judge("the heap is flat", grown > HEAP_GROWTH_MAX ? `${grown} bytes more` : undefined);
  tally.judge("WebAssembly's memory is flat", after.wasm > before.wasm ? `${before.wasm} -> ${after.wasm}` : undefined);
  tally.judge("no listener stays", after.listeners > 0 ? `${after.listeners} on the signal` : undefined);
  tally.judge("no timer stays", after.timers > before.timers ? `${before.timers} -> ${after.timers}` : undefined);
  tally.judge("no request stays", after.held > 0 ? `${after.held} are under way` : undefined);
}

/** What there is when all garbage is collected. What follows a collection takes turns: as long as it gets less, it goes on. */
async function measure(worker, signal) {
  let last;
  for (let quiet = 0; quiet < 5; ) {
    globalThis.gc();
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
    worker.postMessage("held");
    const [held] = await once(worker, "message");
    const listeners = getEventListeners(signal, "abort").length;
    const now = { listeners, timers: timers(), held };
    quiet = JSON.stringify(now) === JSON.stringify(last) ? quiet + 1 : 0;
    last = now;
  }
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return { heap: process.memoryUsage().heapUsed, wasm, ...last };
}

function timers() {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
}
