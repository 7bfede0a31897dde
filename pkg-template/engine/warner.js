// Warnings from outside a client: see observer.js.

/** @import { Listeners, Warn } from "../types/internal.js" */

import { Observer } from "./observer.js";

/**
 * A function that tells of something that would be lost silently otherwise.
 *
 * @param {Listeners} listeners
 * @returns {Warn}
 */
export function warner({ onWarning, logger, logLevel }) {
  const listener = typeof onWarning === "function" ? onWarning : undefined;
  return new Observer({ onWarning: listener, logger: logger ?? undefined, logLevel: logLevel ?? undefined }).warn;
}
