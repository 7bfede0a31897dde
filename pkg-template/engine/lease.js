// The caller's signals, and the resources that an open stream holds until it ends.

import { cancel } from "./body.js";
import { stopWatching, weakly, whenDropped } from "./held.js";

/**
 * @import { Instance } from "./load.js"
 * @import { Held, Unchecked } from "../types/internal.js"
 */

/** The listeners of each signal. @type {WeakMap<AbortSignal, { told: Set<() => void>, tell(): void }>} */
const heard = new WeakMap();

/**
 * Calls `told` when the signal aborts. However many calls share a signal, it has one listener, and none when they have ended.
 *
 * @param {AbortSignal} signal
 * @param {() => void} told
 * @returns {() => void} stops listening
 */
export function listen(signal, told) {
  const { told: all, tell } = heard.get(signal) ?? begin(signal);
  all.add(told);
  return () => {
    if (!all.delete(told) || all.size > 0) return;
    heard.delete(signal);
    try {
      signal.removeEventListener("abort", tell);
    } catch {
      // Nothing is left that could be aborted.
    }
  };
}

/** @param {AbortSignal} signal */
function begin(signal) {
  /** @type {Set<() => void>} */
  const told = new Set();
  const one = { told, tell: () => told.forEach((tell) => tell()) };
  signal.addEventListener("abort", one.tell);
  heard.set(signal, one);
  return one;
}

/**
 * The resources of an open stream: its request, its timer, and its places in the caller's signal and in the instance. All of
 * them are released when the stream ends, when it is aborted, or when nothing holds it any more.
 */
export class Lease {
  /** Handles an abort by the caller's signal or by the stream's controller. EventIterator sets its own handler. */
  onAbort = () => this.end(true);

  /**
   * @param {Held} held
   * @param {Instance} instance
   * @param {AbortSignal | undefined} signal the caller's
   */
  constructor(held, instance, signal) {
    this.held = held;
    hold(this, held, instance, signal);
  }

  /**
   * Sets the stream's timer, which does not keep the process alive.
   *
   * @param {number} ms
   * @param {() => void} told must not hold the stream
   */
  after(ms, told) {
    const timer = /** @type {Unchecked} */ (setTimeout(told, ms));
    timer.unref?.();
    this.held.timer = timer;
  }

  /** @param {boolean} [aborts] whether the request ends too */
  end(aborts) {
    stopWatching(this);
    release(this.held, aborts);
  }
}

/**
 * Outside the class, since nothing here may hold the lease.
 *
 * @param {Lease} lease
 * @param {Held} held
 * @param {Instance} instance
 * @param {AbortSignal | undefined} signal
 */
function hold(lease, held, instance, signal) {
  const told = weakly(lease, ({ onAbort }) => onAbort());
  const stop = signal && listen(signal, told);
  held.controller.signal.addEventListener("abort", told);
  instance.calls.add(held);
  held.leave = () => {
    stop?.();
    instance.leave(held);
  };
  whenDropped(lease, () => release(held, true));
}

/**
 * @param {Held} held
 * @param {boolean} [aborts]
 */
function release(held, aborts) {
  clearTimeout(held.timer);
  held.leave?.();
  held.end?.();
  held.end = undefined;
  if (!aborts) return;
  held.controller.abort();
  // The caller's own `fetch` may ignore the controller.
  cancel(() => held.reader);
}
