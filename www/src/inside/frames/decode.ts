// A frame as AWS's own codec reads it: the same code as in AWS's SDK for JavaScript, none of it this package's.

import { EventStreamCodec, HeaderMarshaller } from "@smithy/core/event-streams";

/** A header, its value as text. */
export interface Header {
  name: string;
  /** `string`, `boolean`, `timestamp`. */
  type: string;
  value: string;
}

/** What the codec makes of a frame, or what it says against it. */
export type Decoded = { headers: Header[]; payload: Uint8Array } | { error: string };

const toText = (bytes: Uint8Array | string) => (typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes));
const toBytes = (text: string) => new TextEncoder().encode(text);
const codec = new EventStreamCodec(toText, toBytes);
const marshaller = new HeaderMarshaller(toText, toBytes);

export function decode(bytes: Uint8Array): Decoded {
  try {
    const { headers, body } = codec.decode(bytes);
    return { headers: listOf(headers), payload: body };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** The header in these bytes, also of a frame that is damaged elsewhere. */
export function decodeHeader(bytes: Uint8Array): Header | undefined {
  try {
    return listOf(marshaller.parse(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)))[0];
  } catch {
    return undefined;
  }
}

function listOf(headers: ReturnType<HeaderMarshaller["parse"]>): Header[] {
  return Object.entries(headers).map(([name, { type, value }]) => ({ name, type, value: valueText(value) }));
}

function valueText(value: unknown): string {
  if (value instanceof Uint8Array) return [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  return String(value);
}
