// Finds the frames in a recorded body, whole or not: https://smithy.io/2.0/aws/amazon-eventstream.html
//
// Only lengths and the prelude's checksum are looked at here, so that thousands of frames cost little. A recording may be cut
// or damaged: what makes no sense is a frame of its own, up to the next one that does.

import { crc32 } from "./crc.ts";

export const PRELUDE = 12;
export const CHECKSUM = 4;
/** A frame without headers and payload. */
export const SHORTEST = PRELUDE + CHECKSUM;
/** What AWS allows: headers of 128 KB, a payload of 24 MB. */
const LONGEST = (24 * 1024 + 128) * 1024 + SHORTEST;

/** Some of a body's bytes that belong together. */
export interface Frame {
  /** From 0. */
  index: number;
  /** Where it begins in the body. */
  offset: number;
  bytes: Uint8Array;
  /** When its last byte arrived. */
  at: number;
  /**
   * - `whole`: as long as it says, with a prelude that is right
   * - `partial`: the body ends, or the recording was cut, before the length that it says
   * - `damaged`: its prelude is wrong; it ends where the next right one begins
   */
  state: "whole" | "partial" | "damaged";
}

/** Splits a body that is still growing: each call of `take` goes on where the last one ended. */
export class Splitter {
  readonly #frames: Frame[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #at = 0;
  /** Up to here there is no right prelude in the rest. */
  #searched = 0;

  /** Takes the next bytes. */
  take(bytes: Uint8Array, at: number): void {
    this.#at = at;
    const joined = new Uint8Array(this.#rest.length + bytes.length);
    joined.set(this.#rest);
    joined.set(bytes, this.#rest.length);
    this.#rest = joined;
    while (this.#next());
  }

  /** All frames so far; with the last one that is not whole. */
  frames(): readonly Frame[] {
    if (this.#rest.length === 0) return this.#frames;
    const damaged = this.#rest.length >= PRELUDE && !hasRightPrelude(this.#rest, 0);
    return [...this.#frames, this.#frame(this.#rest, damaged ? "damaged" : "partial")];
  }

  #next(): boolean {
    const rest = this.#rest;
    if (rest.length < PRELUDE) return false;
    if (hasRightPrelude(rest, 0)) {
      const length = uint32(rest, 0);
      if (rest.length < length) return false;
      this.#cut(length, "whole");
      return true;
    }
    for (let at = Math.max(1, this.#searched); at + PRELUDE <= rest.length; at++) {
      this.#searched = at + 1;
      if (!hasRightPrelude(rest, at)) continue;
      this.#cut(at, "damaged");
      return true;
    }
    return false;
  }

  #cut(length: number, state: Frame["state"]): void {
    this.#frames.push(this.#frame(this.#rest.subarray(0, length), state));
    this.#rest = this.#rest.subarray(length);
    this.#offset += length;
    this.#searched = 0;
  }

  #frame(bytes: Uint8Array, state: Frame["state"]): Frame {
    return { index: this.#frames.length, offset: this.#offset, bytes, at: this.#at, state };
  }
}

function hasRightPrelude(bytes: Uint8Array, at: number): boolean {
  const length = uint32(bytes, at);
  if (length < SHORTEST || length > LONGEST || uint32(bytes, at + 4) > length - SHORTEST) return false;
  return uint32(bytes, at + 8) === crc32(bytes, at, at + 8);
}

/** A number of four bytes, the highest first. */
export function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}
