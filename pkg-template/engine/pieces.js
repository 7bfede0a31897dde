// A file from the web while it arrives: the code that both ways to fetch a file share.

/**
 * Throws unless the server sent a file.
 *
 * @param {number | undefined} status
 */
export function checkStatus(status) {
  if (status !== 200) throw new Error(`the server answered ${status}.`);
}

/**
 * The media type, without its parameters.
 *
 * @param {string | null | undefined} contentType
 */
export function typeOf(contentType) {
  return contentType?.split(";")[0].trim() ?? "";
}

/**
 * Joins pieces, and throws as soon as they are too long together.
 *
 * @param {number} maxBytes
 */
export function collect(maxBytes) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  return {
    /** @param {Uint8Array} piece */
    add(piece) {
      length += piece.length;
      if (length > maxBytes) throw new Error(`it has more than ${maxBytes} bytes. Pass a larger maxBytes.`);
      pieces.push(piece);
    },
    all() {
      const bytes = new Uint8Array(length);
      let at = 0;
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
  };
}
