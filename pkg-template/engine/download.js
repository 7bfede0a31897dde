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

/** @typedef {DownloadSettings & { fetch: Fetch }} Settings */

/** @type {FetchFile | undefined} */
let saferFetchFile;

/**
 * Takes a safer way to get a file than `fetch`, where the runtime has one.
 *
 * @param {FetchFile} fetchFile
 */
export function setFetchFile(fetchFile) {
  saferFetchFile = fetchFile;
}

/**
 * A function that fetches files as `fetchImages` wishes, which is true or an object of settings.
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
    maxBytes: is("number", "a number of bytes"),
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
    try {
      const files = await Promise.all(addresses.map((address) => download(fetchFile, address, settings, signal)));
      return files.map(({ type, bytes }) => field("", dataUrl(type, toBase64(bytes)))).join("");
    } finally {
      line.limit(0);
    }
  };
}

/**
 * Errors say where, without the query: it may hold a secret.
 *
 * @param {(address: string, settings: Settings, signal: AbortSignal) => Promise<Download>} fetchFile
 * @param {string} address
 * @param {Settings} settings
 * @param {AbortSignal} signal
 */
async function download(fetchFile, address, settings, signal) {
  try {
    return await fetchFile(address, settings, signal);
  } catch (cause) {
    throw new Error(`${address.split(/[?#]/)[0]} could not be fetched: ${messageOf(cause)}`, { cause });
  }
}

/**
 * @param {string} address
 * @param {Settings} settings
 * @param {AbortSignal} signal
 * @returns {Promise<Download>}
 */
async function fetchByFetch(address, { maxBytes, fetch }, signal) {
  const response = await fetch(address, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
  checkStatus(response.status);
  const pieces = collect(maxBytes);
  const reader = /** @type {BodyReader} */ (readerOf(response.body));
  for (let read = await reader.read(); !read.done; read = await reader.read()) pieces.add(bytesOfPiece(read.value));
  return { type: typeOf(response.headers.get("content-type")), bytes: pieces.all() };
}
