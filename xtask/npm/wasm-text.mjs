// Writes bytes as the text that pkg-template/engine/wasm-text.js reads. The format is described there.
import { CHARACTERS, LAST } from "../../pkg-template/engine/wasm-text.js";

/** The text of bytes. */
export function textOfBytes(bytes) {
  const frequent = arranged(mostFrequent(bytes));
  const codes = new Array(256);
  [...new Set([...frequent, ...codes.keys()])].forEach((byte, index) => {
    const prefix = Math.floor(index / CHARACTERS.length);
    const character = String.fromCharCode(CHARACTERS[index % CHARACTERS.length]);
    codes[byte] = (prefix ? String.fromCharCode(LAST + prefix) : "") + character;
  });
  const digits = frequent.map((byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("") + Array.from(bytes, (byte) => codes[byte]).join("");
}

/** As many of the bytes that occur most often as there are characters. */
function mostFrequent(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  return [...counts.keys()].sort((a, b) => counts[b] - counts[a]).slice(0, CHARACTERS.length);
}

/** Gives each byte the character that it is in ASCII, where there is one, so that words stay words: compression knows them. */
function arranged(bytes) {
  const rest = bytes.filter((byte) => !CHARACTERS.includes(byte));
  return CHARACTERS.map((code) => (bytes.includes(code) ? code : rest.shift()));
}
