// Files at addresses on the web, for the option `fetchImages`.
//
// Imports nothing: where the core is tested by itself, this file comes alone.

const BYTES_MAX = 5 * 1024 * 1024;

let saferFetchFile;

/**
 * Takes a safer way to get a file than `fetch`, where the runtime has one: an async function from address, settings and
 * signal to `{ type, bytes }`.
 */
export function setFetchFile(fetchFile) {
  saferFetchFile = fetchFile;
}

/** Resolves to `{ type, bytes }`. Called by the core. Errors say where, without the query: it may hold a secret. */
export async function download(address, { maxBytes = BYTES_MAX, allowPrivateAddresses = false, fetch }, signal) {
  const settings = { maxBytes, allowPrivateAddresses, fetch: fetch ?? ((url, init) => globalThis.fetch(url, init)) };
  const fetchFile = (!fetch && saferFetchFile) || fetchByFetch;
  try {
    return await fetchFile(address, settings, signal);
  } catch (cause) {
    throw new Error(`${address.split(/[?#]/)[0]} could not be fetched: ${cause?.message ?? cause}`, { cause });
  }
}

async function fetchByFetch(address, { maxBytes, fetch }, signal) {
  const response = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
  checkStatus(response.status);
  const pieces = collect(maxBytes);
  const reader = response.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) pieces.add(read.value);
  return { type: typeOf(response.headers.get("content-type")), bytes: pieces.all() };
}

/**
 * Refuses what is no file.
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
 * Puts pieces together, and throws as soon as they are too many.
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
