// Files at addresses on the web, for the option `fetchImages`.

import { checkStatus, collect, typeOf } from "./pieces.js";
import { BedrockError, bytesOfPiece, field, is, messageOf, readerOf, readOptions, toBase64 } from "./shared.js";

/**
 * @import { BodyReader, Fetch, FetchFiles } from "../types/calls.js"
 * @import { Download, DownloadSettings, FetchFile, Unchecked, Warn } from "../types/internal.js"
 */

const BYTES_MAX = 5 * 1024 * 1024;
/** For all files of a request together. */
const LIMIT_MS = 60_000;
/** Per request: browsers fetch six files at once from a host, and Node warns about eleven listeners. */
const AT_ONCE = 6;

/** @typedef {DownloadSettings & { fetch: Fetch }} Settings */

/** @type {FetchFile | undefined} */
let saferFetchFile;

/**
 * Sets a safer way to get a file than `fetch`, if the runtime has one.
 *
 * @param {FetchFile} fetchFile
 */
export function setFetchFile(fetchFile) {
  saferFetchFile = fetchFile;
}

/**
 * A function that fetches files according to `fetchImages`, which is true or an object of settings.
 *
 * @param {Unchecked} wish
 * @param {Warn} warn
 * @param {(type: string, base64: string) => string} dataUrl
 * @returns {FetchFiles}
 */
export function fetchFiles(wish, warn, dataUrl) {
  if (wish !== true && (typeof wish !== "object" || Array.isArray(wish))) {
    throw new BedrockError("fetchImages is neither true, false nor an object. Pass one of them.");
  }
  const table = {
    allowPrivateAddresses: is("boolean", "true or false"),
    fetch: is("function", "a function"),
    // NaN would disable the limit.
    maxBytes: {
      expected: "a number of bytes",
      read: (/** @type {Unchecked} */ value) => (Number.isFinite(value) ? value : undefined),
    },
  };
  const given = readOptions(table, wish === true ? {} : wish, "fetchImages", warn);
  const { maxBytes = BYTES_MAX, allowPrivateAddresses = false } = given;
  /** @type {Settings} */
  const settings = { maxBytes, allowPrivateAddresses, fetch: given.fetch ?? ((url, init) => globalThis.fetch(url, init)) };
  const fetchFile = (!given.fetch && saferFetchFile) || fetchByFetch;
  return async (addresses, line) => {
    line.controller = new AbortController();
    const { signal } = line.controller;
    line.limit(LIMIT_MS);
    /** @type {string[]} */
    const files = [];
    const left = addresses.entries();
    const fetchLeft = async () => {
      for (const [place, address] of left) {
        const { type, bytes } = await download(fetchFile, address, settings, signal);
        files[place] = field("", dataUrl(type, toBase64(bytes)));
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fetchLeft));
      return files.join("");
    } catch (error) {
      line.controller.abort();
      throw error;
    } finally {
      line.limit(0);
    }
  };
}

/**
 * Errors name the address without user, password and query: each may be a secret.
 *
 * @param {(address: string, settings: Settings, signal: AbortSignal) => Promise<Download>} fetchFile
 * @param {string} address
 * @param {Settings} settings
 * @param {AbortSignal} signal
 */
async function download(fetchFile, address, settings, signal) {
  const where = shown(address);
  // Without URL's own error, which quotes the address.
  if (!where) throw new Error("an address is not a URL.");
  try {
    return await fetchFile(address, settings, signal);
  } catch (cause) {
    // Some errors quote the address.
    const why = messageOf(cause)
      .replaceAll(address, where)
      .replace(/https?:\S+/gi, shown);
    throw new Error(`${where} could not be fetched: ${why}`, { cause });
  }
}

/** @param {string} address */
function shown(address) {
  try {
    const { origin, pathname } = new URL(address);
    return origin + pathname;
  } catch {
    return "";
  }
}

/**
 * Every fetch rejects a user and a password in the address: they go into a header, as in Node.
 *
 * @param {string} address
 * @param {Settings} settings
 * @param {AbortSignal} signal
 * @returns {Promise<Download>}
 */
async function fetchByFetch(address, { maxBytes, fetch }, signal) {
  /** @type {RequestInit} */
  const init = { signal, credentials: "omit", referrerPolicy: "no-referrer" };
  const url = new URL(address);
  const { username, password } = url;
  if (username || password) {
    init.headers = { authorization: `Basic ${btoa(decodeURIComponent(`${username}:${password}`))}` };
    url.username = url.password = "";
  }
  const response = await fetch(url.href, init);
  checkStatus(response.status);
  const pieces = collect(maxBytes);
  const reader = /** @type {BodyReader} */ (readerOf(response.body));
  for (let read = await reader.read(); !read.done; read = await reader.read()) pieces.add(bytesOfPiece(read.value));
  return { type: typeOf(response.headers.get("content-type")), bytes: pieces.all() };
}
