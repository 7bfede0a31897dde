// A WebAssembly as text, so that a script can hold it: no bundler loses a script, and every runtime loads one. Base64 hides
// from compression that bytes repeat; here a byte is always the same characters, and brotli finds the text as small as the file.
//
// The format, which xtask/npm/wasm-text.mjs writes:
//
//     text      = frequent { byte }
//     frequent  = 88 bytes as two hexadecimal digits each: the most frequent ones, in the order of their characters
//     byte      = character             a frequent byte
//               | prefix character      another one, in ascending order: with the first prefix, then the next
//     character = of ASCII, from space to "{" without ` " $ \ `, the 88 that stand for themselves in every JavaScript string
//     prefix    = "|" | "}" | "~"

/** The codes of the characters, in ascending order. */
export const CHARACTERS = [];
for (let code = 0x20; code < 0x7c; code++) if (!'"$\\`'.includes(String.fromCharCode(code))) CHARACTERS.push(code);

const COUNT = CHARACTERS.length;
/** The code before that of the first prefix. */
export const LAST = 0x7b;

/** The bytes of their text. */
export function bytesOfText(text) {
  const frequent = text.slice(0, COUNT * 2).match(/../g).map((digits) => parseInt(digits, 16));
  // By prefix and character: the code of a character has seven bits.
  const values = new Uint8Array(4 << 7);
  [...new Set([...frequent, ...Array(256).keys()])].forEach((byte, index) => {
    values[(Math.floor(index / COUNT) << 7) | CHARACTERS[index % COUNT]] = byte;
  });
  // Codes are turned into bytes in place: this runs once, before any compiler looks at it, and each step counts.
  const bytes = new TextEncoder().encode(text);
  let length = 0;
  for (let at = COUNT * 2; at < bytes.length; at++) {
    let code = bytes[at];
    if (code > LAST) code = ((code - LAST) << 7) | bytes[++at];
    bytes[length++] = values[code];
  }
  return bytes.subarray(0, length);
}
