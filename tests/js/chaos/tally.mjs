// What a scenario counts, how it waits without hanging, and chance that can be repeated.

/** How many failures of a scenario are told in full. */
const TOLD = 10;

/** One line of the report. `figures` go into the JSON. */
export class Tally {
  passed = 0;
  failed = 0;
  failures = [];
  figures = {};

  constructor(name) {
    this.name = name;
  }

  pass() {
    this.passed += 1;
  }

  fail(what) {
    this.failed += 1;
    if (this.failures.length < TOLD) this.failures.push(what);
  }

  /** One case: `problem` says what is wrong, if something is. */
  judge(what, problem) {
    if (problem) this.fail(`${what}: ${problem}`);
    else this.pass();
  }

  /** Counts in the figures: `count("threw", "APIError")`. */
  count(...path) {
    const last = path.pop();
    let at = this.figures;
    for (const name of path) at = at[name] ??= {};
    at[last] = (at[last] ?? 0) + 1;
  }
}

/** Longer takes nothing that does not hang. */
const HANGS_MS = 30_000;

/**
 * How a promise ends: `{ how: "ended", value }`, `{ how: "threw", error }` or, if it does not, `{ how: "hung" }`. What hangs is
 * told by `giveUp` to let go.
 */
export async function endOf(promise, { limitMs = HANGS_MS, giveUp } = {}) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, { how: "hung" });
  });
  const settled = Promise.resolve(promise).then(
    (value) => ({ how: "ended", value }),
    (error) => ({ how: "threw", error }),
  );
  const end = await Promise.race([settled, late]);
  clearTimeout(timer);
  if (end.how === "hung") giveUp?.();
  return end;
}

/** Does the work of each item, so many at once. */
export async function inParallel(items, atOnce, work) {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of these, in their order. */
export function sample(items, count, random) {
  if (items.length <= count) return items;
  const picked = new Set();
  while (picked.size < count) picked.add(Math.floor(random() * items.length));
  return [...picked].sort((a, b) => a - b).map((index) => items[index]);
}

/** What nobody has handled, from now on. */
export function watchUnhandled() {
  const unhandled = [];
  const add = (error) => unhandled.push(error);
  process.on("unhandledRejection", add);
  process.on("uncaughtException", add);
  return {
    /** Those since the last time. Node reports them after the microtasks of a turn. */
    async take() {
      await new Promise(setImmediate);
      return unhandled.splice(0);
    },
  };
}

/** Waits until something is so; the watchdog of the scenario ends what never is. */
export async function until(isSo) {
  while (!isSo()) await new Promise(setImmediate);
}
