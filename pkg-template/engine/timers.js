// The core's timers. They are kept here, so that an instance that is thrown away leaves none behind: a time-out of ten
// minutes would keep a Node process alive for as long.
//
// Imports nothing: where the core is tested by itself, this file comes alone.

const running = new Map();
let lastId = 0;

/** Calls back once, after so many milliseconds. Called by the core. */
export function startTimer(milliseconds, callback) {
  const id = ++lastId;
  const timer = setTimeout(() => {
    running.delete(id);
    callback();
  }, milliseconds);
  running.set(id, timer);
  return id;
}

/** Takes a timer back. Called by the core. */
export function stopTimer(id) {
  clearTimeout(running.get(id));
  running.delete(id);
}

/** Takes all timers back. */
export function stopTimers() {
  for (const timer of running.values()) clearTimeout(timer);
  running.clear();
}
