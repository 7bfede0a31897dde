// The limits of a WebSocket, how it is opened, and the errors when that fails. Only bidirectional.js imports this.

import { APIConnectionError, struck } from "./shared.js";

/**
 * @import { IncomingMessage } from "node:http"
 * @import { Socket } from "../types/calls.js"
 * @import { Bindings } from "../types/wasm.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/** While more than this waits in the socket, the next event is not requested: about a second of sound. */
export const BUFFERED_BYTES_MAX = 64 * 1024;
export const BUFFER_POLL_MS = 10;
/** A WebSocket cannot be paused, so a slow reader's backlog has a limit. The longest session, 8 minutes of sound, is 40 MB. */
export const UNREAD_BYTES_MAX = 64 * 1024 * 1024;
/** About the memory that an empty message takes. */
export const MESSAGE_BYTES = 512;
/** AWS's limit for `chunk.bytes`; tests/js/bidirectional.test.mjs compares it with the service model. */
export const CHUNK_BYTES_MAX = 1_000_000;

/**
 * The constructor's error may quote the URL, which is signed.
 *
 * @param {Unchecked} WebSocketClass
 * @param {string} url
 * @returns {Socket}
 */
export function construct(WebSocketClass, url) {
  try {
    return new WebSocketClass(url);
  } catch (error) {
    throw unopened(String(/** @type {Unchecked} */ (error)?.message).replace(/\?\S*/g, "?…"));
  }
}

/**
 * The error that fetch would throw. The core knows it by its name, and adds the address.
 *
 * @param {unknown} why
 * @param {unknown} [cause]
 */
export function unopened(why, cause) {
  const advice =
    "Browsers keep the reason to themselves: check that the credentials are good and allow bedrock:InvokeModelWithBidirectionalStream, that this region has the model, this machine's clock, the network and the page's Content-Security-Policy.";
  return Object.assign(new Error(`${String(why).replace(/\.$/, "")}. ${advice}`, { cause }), { name: "WebSocketError" });
}

/**
 * An answer of Node's http module as fetch would give it, for the core to judge.
 *
 * @param {IncomingMessage} message
 */
export async function responseOf(message) {
  let body = "";
  try {
    for await (const piece of message.setEncoding("utf8")) {
      body += piece;
      // Errors keep no more than this.
      if (body.length > 8192) break;
    }
  } catch {
    // The status is worth more than a body that breaks off.
  }
  return new Response(body || null, { status: message.statusCode, headers: /** @type {Unchecked} */ (message.headers) });
}

/**
 * @param {number} code
 * @param {string} reason
 * @param {unknown} cause
 * @param {Bindings["strike"]} [strike] without it, the error quotes nothing from others
 */
export function closed(code, reason, cause, strike) {
  const why = reason && strike ? `${code}, ${strike(reason)}` : code;
  return new APIConnectionError(`The WebSocket was closed (${why}) before the stream had ended. Open another.`, {
    cause: strike && struck(cause, strike),
  });
}
