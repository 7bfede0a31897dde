// The body of a stream's response. The caller's own `fetch` may have made it, so it may differ from the standard.

import { BedrockError } from "../client/errors.js";
import { bytesOf } from "./json.js";

/**
 * @import { BodyReader, Peeking } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 * @import { Bytes } from "../types/wasm.js"
 */

/** A whole piece goes into WebAssembly's memory, which never shrinks. */
const BYTES_MAX = 64 * 1024 * 1024;

/**
 * A reader of the body, if the body can be read. The bodies of node-fetch are Node Readables.
 *
 * @param {Unchecked} body
 * @returns {BodyReader | undefined}
 */
export function readerOf(body) {
  if (body?.getReader) return body.getReader();
  const iterator = body?.[Symbol.asyncIterator]?.();
  // A Readable that waits for a piece ignores its iterator.
  return iterator && { read: () => iterator.next(), cancel: () => (body.destroy ? body.destroy() : iterator.return?.()) };
}

/**
 * The bytes of a piece. A new view, so that its length is the real length. As in the standard, a piece must be bytes.
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

/** A first frame in more pieces than this is too long for an exception of Bedrock's. */
const PEEKED_MAX = 1000;

/**
 * A reader that can peek at its first pieces. Undefined if the body cannot be read.
 *
 * @param {Unchecked} body
 * @returns {Peeking | undefined}
 */
export function peekingReaderOf(body) {
  const reader = readerOf(body);
  /** The reads that were peeked at. @type {Promise<Unchecked>[]} */
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
 * The response of a stream, with a body that reads from such a reader.
 *
 * @param {Unchecked} reply
 */
export function unread({ response, reader, lease, controller: { signal } }) {
  const pull = async (/** @type {ReadableStreamDefaultController} */ controller) => {
    try {
      const { value, done } = await reader.read();
      // The caller's own `fetch` may ignore an abort.
      signal.throwIfAborted();
      if (!done) return controller.enqueue(value);
      lease?.end();
      controller.close();
    } catch (error) {
      lease?.end(true);
      throw error;
    }
  };
  // Read only on demand: a read under way would hold a body that nobody uses.
  const body = new ReadableStream({ pull, cancel: () => lease?.end(true) }, { highWaterMark: 0 });
  return new Response(body, response);
}

/**
 * Cancels a body, if there is one. Callers do not wait for the result, and errors are ignored.
 *
 * @param {() => { cancel(): unknown } | null | undefined} getBody
 */
export async function cancel(getBody) {
  try {
    await getBody()?.cancel();
  } catch {
    // The body is not needed any more.
  }
}
