// The frames of an attempt, which may still be growing.

import type { Attempt } from "../../recorder/index.ts";
import { type Frame, Splitter } from "./split.ts";

interface Log {
  splitter: Splitter;
  /** How many pieces of the body it has. */
  taken: number;
}

/** Kept as long as the attempt is: each piece is looked at once. */
const logs = new WeakMap<Attempt, Log>();

/** Whether the attempt's body is an event stream. Browsers always show the content type. */
export function isEventStream({ response }: Attempt): boolean {
  return response?.value.headers["content-type"]?.includes("vnd.amazon.eventstream") ?? false;
}

/** The frames that have arrived so far; none of a body that is no event stream. */
export function framesOf(attempt: Attempt): readonly Frame[] {
  if (!isEventStream(attempt)) return [];
  const log = logs.get(attempt) ?? { splitter: new Splitter(), taken: 0 };
  logs.set(attempt, log);
  for (; log.taken < attempt.bytes.length; log.taken++) {
    const piece = attempt.bytes[log.taken];
    if (piece) log.splitter.take(piece.value, piece.at);
  }
  return log.splitter.frames();
}

/** All bytes of a body that were kept, in one piece. */
export function bodyOf({ bytes }: Attempt): Uint8Array {
  const body = new Uint8Array(bytes.reduce((sum, { value }) => sum + value.length, 0));
  let at = 0;
  for (const { value } of bytes) {
    body.set(value, at);
    at += value.length;
  }
  return body;
}
