// Where the parts of a frame are. It reads as far as there is something to read, so that cut and damaged frames show, too.

import { crc32 } from "./crc.ts";
import { CHECKSUM, type Frame, PRELUDE, SHORTEST, uint32 } from "./split.ts";

/** A part of a frame: from this byte to that one, the last not included. */
export interface Part {
  kind: PartKind;
  /** For people: `:event-type`. */
  label: string;
  from: number;
  to: number;
}

export type PartKind = "length" | "headers-length" | "prelude-crc" | "header" | "payload" | "message-crc" | "unknown";

/** A checksum as the frame has it, and as it is computed. Equal, unless the frame is damaged. */
export interface Checksum {
  found: number;
  computed: number;
}

export interface Layout {
  parts: Part[];
  /** The length that the frame says it has; undefined if its beginning is missing. */
  length: number | undefined;
  preludeChecksum: Checksum | undefined;
  /** Undefined where the frame's end is missing. */
  messageChecksum: Checksum | undefined;
}

export const isRight = (checksum: Checksum | undefined) => checksum !== undefined && checksum.found === checksum.computed;

/** Takes a frame apart. */
export function layoutOf({ bytes, state }: Frame): Layout {
  const layout: Layout = { parts: [], length: undefined, preludeChecksum: undefined, messageChecksum: undefined };
  if (bytes.length < PRELUDE) {
    layout.parts.push({ kind: "unknown", label: "Incomplete prelude", from: 0, to: bytes.length });
    return layout;
  }
  layout.length = uint32(bytes, 0);
  layout.preludeChecksum = { found: uint32(bytes, 8), computed: crc32(bytes, 0, 8) };
  const whole = bytes.length === layout.length;
  if (state === "damaged" && !whole) {
    layout.parts.push({ kind: "unknown", label: "Unreadable bytes", from: 0, to: bytes.length });
    return layout;
  }
  layout.parts.push(
    { kind: "length", label: "Total length", from: 0, to: 4 },
    { kind: "headers-length", label: "Length of the headers", from: 4, to: 8 },
    { kind: "prelude-crc", label: "Prelude CRC", from: 8, to: PRELUDE },
  );
  const end = whole ? bytes.length - CHECKSUM : bytes.length;
  const headersLength = Math.min(uint32(bytes, 4), layout.length - SHORTEST);
  const headersEnd = Math.min(PRELUDE + Math.max(headersLength, 0), end);
  layout.parts.push(...headers(bytes, headersEnd));
  if (headersEnd < end) layout.parts.push({ kind: "payload", label: "Payload", from: headersEnd, to: end });
  if (whole) {
    layout.messageChecksum = { found: uint32(bytes, end), computed: crc32(bytes, 0, end) };
    layout.parts.push({ kind: "message-crc", label: "Message CRC", from: end, to: bytes.length });
  }
  return layout;
}

/** By the number of their type: how many bytes a value has; -1: two more say it. */
const VALUE_LENGTHS = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];

function headers(bytes: Uint8Array, end: number): Part[] {
  const parts: Part[] = [];
  for (let from = PRELUDE; from < end; ) {
    const nameEnd = from + 1 + (bytes[from] ?? 0);
    const length = valueLength(bytes, nameEnd);
    const to = nameEnd + 1 + length;
    if (!(to <= end)) {
      parts.push({ kind: "unknown", label: "Unreadable headers", from, to: end });
      break;
    }
    parts.push({ kind: "header", label: text(bytes.subarray(from + 1, nameEnd)), from, to });
    from = to;
  }
  return parts;
}

/** With the bytes that say it; not a number if there is no such type. */
function valueLength(bytes: Uint8Array, typeAt: number): number {
  const length = VALUE_LENGTHS[bytes[typeAt] ?? 255];
  if (length !== -1) return length ?? Number.NaN;
  return 2 + (((bytes[typeAt + 1] ?? 0) << 8) | (bytes[typeAt + 2] ?? 0));
}

const STRING = 7;

/**
 * What a frame is, for a list: `contentBlockDelta`, `throttlingException`. Reads two headers at most, and checks nothing; the
 * error frames have no type but a code.
 */
export function nameOf({ bytes, state }: Frame): string {
  if (state !== "whole") return state === "partial" ? "incomplete" : "damaged";
  const end = Math.min(PRELUDE + uint32(bytes, 4), bytes.length);
  let messageType = "";
  for (const { label, from, to } of headers(bytes, end)) {
    const valueAt = from + 1 + (bytes[from] ?? 0);
    if (bytes[valueAt] !== STRING) continue;
    const value = () => text(bytes.subarray(valueAt + 3, to));
    if (label === ":event-type" || label === ":exception-type" || label === ":error-code") return value();
    if (label === ":message-type") messageType = value();
  }
  return messageType || "no type";
}

const decoder = new TextDecoder();
const text = (bytes: Uint8Array): string => decoder.decode(bytes);
