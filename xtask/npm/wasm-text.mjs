// Writes bytes as the text that pkg-template/engine/wasm-text.js reads. The format is described there.
import { CHARACTERS, LAST, inPlaces, writtenAt } from "../../pkg-template/engine/wasm-text.js";

/** The text of bytes. */
export function textOfBytes(bytes) {
  const frequent = arranged(mostFrequent(bytes));
  const spellings = [];
  inPlaces(frequent).forEach((byte, place) => {
    const [prefix, code] = [writtenAt(place) >> 7, writtenAt(place) & 0x7f];
    spellings[byte] = prefix ? String.fromCharCode(LAST + prefix, code) : String.fromCharCode(code);
  });
  const digits = frequent.map((byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("") + Array.from(bytes, (byte) => spellings[byte]).join("");
}

/** As many of the bytes that occur most often as there are characters. */
function mostFrequent(bytes) {
  const counts = new Array(256).fill(0);
  for (const byte of bytes) counts[byte]++;
  return [...counts.keys()].sort((a, b) => counts[b] - counts[a]).slice(0, CHARACTERS.length);
}

/**
 * The byte that each character stands for, where that is a frequent one, as two hexadecimal digits: in the order of the
 * characters. Brotli predicts a character by the class of the two before it: by space, digits, vowels, consonants, and so on.
 * So bytes are in one class that are followed by the same. Letters of words stay what they are in ASCII, since brotli knows words.
 * The rest was found by simulated annealing over the three WebAssemblies (-0.9 % beside each byte's own character).
 */
const PREFERRED =
  "2047454684302fc4ffb029382811a0d00e90c0f02122880d37363a4923bc8110030200e8012405410a080614" +
  "094240070c040b801b7f0f1c182d4b2c546162636465666768696a6b6c6d6e6f707172737475767778797a2e";

/** Gives the frequent bytes their characters. A character whose byte is rare takes another one, in ascending order. */
function arranged(bytes) {
  const preferred = Array.from(PREFERRED.match(/../g), (digits) => parseInt(digits, 16));
  const rest = bytes.filter((byte) => !preferred.includes(byte)).sort((a, b) => a - b);
  return preferred.map((byte) => (bytes.includes(byte) ? byte : rest.shift()));
}
