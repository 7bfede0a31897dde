// SHA-256 where it is fastest: in Node its own crypto, in browsers `crypto.subtle` above a few KB, WebAssembly for the rest.

import { runtime } from "./runtime.js";

/** @import { Bindings, Bytes } from "../types/wasm.js" */

/** From this length on, a call to `crypto.subtle` costs less than WebAssembly. */
const SUBTLE_BYTES_MIN = 3 * 1024;

/** The most bytes in WebAssembly's memory at a time. */
const PIECE_BYTES = 64 * 1024;

/**
 * Lower-case hex of the hash, or a promise of it.
 *
 * @param {Bytes} bytes
 * @param {Bindings["sha256"]} sha256 WebAssembly's
 */
export function hash(bytes, sha256) {
  if (runtime.hash) return runtime.hash("sha256", bytes);
  return bytes.length < SUBTLE_BYTES_MIN ? inPieces(bytes, sha256) : subtle(bytes, sha256);
}

/**
 * Pages that are not served over HTTPS have no `crypto.subtle`.
 *
 * @param {Bytes} bytes
 * @param {Bindings["sha256"]} sha256
 */
async function subtle(bytes, sha256) {
  const digest = await globalThis.crypto?.subtle?.digest("SHA-256", bytes).catch(() => undefined);
  if (!digest) return inPieces(bytes, sha256);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {Uint8Array} bytes
 * @param {Bindings["sha256"]} sha256
 */
function inPieces(bytes, sha256) {
  for (let at = 0; ; at += PIECE_BYTES) {
    const hex = sha256(bytes.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= bytes.length);
    if (hex) return hex;
  }
}
