// A frame as AWS's own codec reads it: the same code as in AWS's SDK for JavaScript, none of it this package's.

import { EventStreamCodec } from "@smithy/core/event-streams";

/** A header, its value as text. */
export interface Header {
  name: string;
  /** `string`, `boolean`, `timestamp`. */
  type: string;
  value: string;
}

/** What the codec makes of a frame, or what it says against it. */
export type Decoded = { headers: Header[]; payload: Uint8Array } | { error: string };

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes)),
  (text) => new TextEncoder().encode(text),
);

export function decode(bytes: Uint8Array): Decoded {
  try {
    const { headers, body } = codec.decode(bytes);
    const list = Object.entries(headers).map(([name, { type, value }]) => ({ name, type, value: valueText(value) }));
    return { headers: list, payload: body };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  return String(value);
}
