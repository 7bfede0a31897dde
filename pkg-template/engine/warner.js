// Warnings from outside a client: see observer.js.

/** @import { Listeners, Told, Warn } from "../types/internal.js" */

import { Observer } from "./observer.js";

/**
 * A function that reports problems that would stay silent otherwise.
 *
 * @param {Listeners} listeners
 * @param {Told} told the warnings so far
 * @returns {Warn}
 */
export function warner({ onWarning, logger, logLevel }, told) {
  const listener = typeof onWarning === "function" ? onWarning : undefined;
  return new Observer({ onWarning: listener, logger: logger ?? undefined, logLevel: logLevel ?? undefined }, told).warn;
}
