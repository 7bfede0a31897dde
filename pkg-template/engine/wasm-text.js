// A WebAssembly as text, so that a script can hold it: no bundler loses a script, and every runtime loads one. Base64 hides
// repeated bytes from compression; here a byte always has the same characters, and brotli makes the text as small as the file.
//
// The format, which xtask/npm/wasm-text.mjs writes:
//
//     text      = frequent { byte }
//     frequent  = 88 bytes as two hexadecimal digits each: the most frequent ones, in the order of their characters
//     byte      = character             a frequent byte
//               | prefix character      another one, in ascending order: 56 with each prefix, by the first characters
//     character = of ASCII, from space to "{" without ` " $ \ `, the 88 that stand for themselves in every JavaScript string
//     prefix    = "|" | "}" | "~"

/**
 * The codes of the characters, in ascending order.
 *
 * @type {number[]}
 */
export const CHARACTERS = [];
for (let code = 0x20; code < 0x7c; code++) if (!'"$\\`'.includes(String.fromCharCode(code))) CHARACTERS.push(code);

/** The code before that of the first prefix. */
export const LAST = 0x7b;

/**
 * The code of the byte at this place, the frequent bytes first: the prefix's number, or 0, and seven bits of code.
 *
 * @param {number} place
 */
export function writtenAt(place) {
  const other = place - CHARACTERS.length;
  return other < 0 ? CHARACTERS[place] : (Math.floor(other / 56 + 1) << 7) | CHARACTERS[other % 56];
}

/**
 * All bytes in their places.
 *
 * @param {Iterable<number>} frequent
 */
export function inPlaces(frequent) {
  return [...new Set([...frequent, ...Array(256).keys()])];
}

/**
 * Decodes a text into bytes.
 *
 * @param {string} text
 */
export function bytesOfText(text) {
  const start = CHARACTERS.length * 2;
  const digits = /** @type {string[]} */ (text.slice(0, start).match(/../g));
  const frequent = digits.map((two) => parseInt(two, 16));
  // A byte for each code: plain arrays take a fifth longer.
  const values = new Uint8Array(512);
  inPlaces(frequent).forEach((byte, place) => {
    values[writtenAt(place)] = byte;
  });
  // Codes are turned into bytes in place: this runs once, before any compiler looks at it, and each step counts.
  const bytes = new TextEncoder().encode(text);
  const end = bytes.length;
  let length = 0;
  for (let at = start; at < end; at++) {
    const code = bytes[at];
    bytes[length++] = values[code > LAST ? ((code - LAST) << 7) | bytes[++at] : code];
  }
  return bytes.subarray(0, length);
}
