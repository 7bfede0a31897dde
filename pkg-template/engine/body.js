// The body of a stream's response, which a `fetch` of the caller's may have made: not all have the bodies of the standard.

import { BedrockError } from "../client/errors.js";
import { bytesOf } from "./json.js";

/**
 * @import { BodyReader, Peeking } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bytes } from "../types/wasm.js"
 */

/** A piece lies in WebAssembly's memory as a whole, which never shrinks. */
const BYTES_MAX = 64 * 1024 * 1024;

/**
 * A reader of the body, if it can be read: node-fetch's bodies are Readables of Node.
 *
 * @param {Unchecked} body
 * @returns {BodyReader | undefined}
 */
export function readerOf(body) {
  if (body?.getReader) return body.getReader();
  const iterator = body?.[Symbol.asyncIterator]?.();
  // A Readable that waits for a piece does not listen to its iterator.
  return iterator && { read: () => iterator.next(), cancel: () => (body.destroy ? body.destroy() : iterator.return?.()) };
}

/**
 * The bytes of a piece. Made anew, so that their length is the length of what is there. As in the standard, only bytes will do.
 *
 * @param {Unchecked} piece
 * @returns {Bytes}
 */
export function bytesOfPiece(piece) {
  const bytes = piece?.BYTES_PER_ELEMENT === 1 && bytesOf(piece);
  if (/** @type {Bytes} */ (bytes)?.length <= BYTES_MAX) return /** @type {Bytes} */ (bytes);
  const what = bytes ? `has ${bytes.length} bytes` : `(${typeof piece}) is not a Uint8Array`;
  throw new BedrockError(`A piece of the response's body ${what}. Pass a \`fetch\` whose responses have bodies of bytes.`);
}

/** A first frame of more pieces is no exception of Bedrock's. */
const PEEKED_MAX = 1000;

/**
 * A reader of which the beginning can be read before it is read. Nothing, if the body cannot be read.
 *
 * @param {Unchecked} body
 * @returns {Peeking | undefined}
 */
export function peekingReaderOf(body) {
  const reader = readerOf(body);
  /** How that went. @type {Promise<Unchecked>[]} */
  const peeked = [];
  return (
    reader && {
      peek() {
        if (peeked.length > PEEKED_MAX) return { done: true };
        const read = Promise.resolve(reader.read());
        peeked.push(read);
        return read;
      },
      read: () => peeked.shift() ?? reader.read(),
      cancel: () => reader.cancel(),
    }
  );
}

/**
 * The response of a stream whose body has such a reader.
 *
 * @param {Unchecked} reply
 */
export function unread({ response, reader, lease, controller: { signal } }) {
  const pull = async (/** @type {ReadableStreamDefaultController} */ controller) => {
    try {
      const { value, done } = await reader.read();
      // A `fetch` of the caller's own may know of no abort.
      signal.throwIfAborted();
      if (!done) return controller.enqueue(value);
      lease?.end();
      controller.close();
    } catch (error) {
      lease?.end(true);
      throw error;
    }
  };
  // Nothing is read before it is asked for: a read under way would hold a body that nobody wants.
  const body = new ReadableStream({ pull, cancel: () => lease?.end(true) }, { highWaterMark: 0 });
  return new Response(body, response);
}

/**
 * Ends a body, which may be none. Nobody waits for it, and nobody asks how it went.
 *
 * @param {() => { cancel(): unknown } | null | undefined} getBody
 */
export async function cancel(getBody) {
  try {
    await getBody()?.cancel();
  } catch {
    // It is of no use any more.
  }
}
