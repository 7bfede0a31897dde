// Time-outs without the wait.

/** Time-outs are of minutes: such a timer waits until `elapse` is called, which moves the clock and tells how many there were. */
export const HELD_TIMERS = `const { setTimeout: set, clearTimeout: clear } = globalThis;
  const { now } = Date;
  const timers = new Map();
  let last = 0;
  globalThis.setTimeout = (run, ms, ...rest) => {
    if (!(ms >= 60_000)) return set(run, ms, ...rest);
    timers.set(--last, run);
    return last;
  };
  globalThis.clearTimeout = (id) => timers.delete(id) || clear(id);
  globalThis.elapse = () => {
    const due = [...timers.values()];
    timers.clear();
    Date.now = () => now() + 600_000;
    for (const run of due) run();
    Date.now = now;
    return due.length;
  };`;
