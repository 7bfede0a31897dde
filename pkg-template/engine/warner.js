// Warnings from outside a client: see observer.js.

import { Observer } from "./observer.js";

/** A function that tells of something that would be lost silently otherwise. */
export function warner({ onWarning, logger, logLevel }) {
  const listener = typeof onWarning === "function" ? onWarning : undefined;
  return new Observer({ onWarning: listener, logger: logger ?? undefined, logLevel: logLevel ?? undefined }).warn;
}
