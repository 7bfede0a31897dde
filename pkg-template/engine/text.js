// Options, heads and replies cross as one text each. U+0001 begins a field, U+0002 ends its name, and no name or value
// contains either. src/wasm/text.rs is the other end.

// biome-ignore lint/suspicious/noControlCharactersInRegex: these two are what the text is made of
const MARKS = /[\x01\x02]/g;

/**
 * A field.
 *
 * @param {string} name
 * @param {unknown} value
 */
export function field(name, value) {
  return `\x01${clean(name)}\x02${clean(value)}`;
}

/** @param {unknown} value */
function clean(value) {
  const text = String(value);
  return text.includes("\x01") || text.includes("\x02") ? text.replace(MARKS, "\ufffd") : text;
}

/**
 * The fields of a text, as pairs.
 *
 * @param {string} text
 * @returns {Generator<[name: string, value: string]>}
 */
export function* fieldsOf(text) {
  for (const part of text.split("\x01")) {
    const at = part.indexOf("\x02");
    if (at >= 0) yield [part.slice(0, at), part.slice(at + 1)];
  }
}
