// Decoders are reused: ten thousand streams need only the memory of those that run at the same time.

import { stopWatching, whenDropped } from "./held.js";

/**
 * @import { Instance } from "./load.js"
 * @import { Batch, Decoder, StreamReply } from "../types/calls.js"
 */

const IDLE_MAX = 8;
// Rust counts the text's UTF-16 units, including a byte order mark, which a decoder drops by default.
const OPTIONS = { ignoreBOM: true };
/** @type {TextDecoder} */
let utf8;
/** @type {TextDecoder} */
let utf16;

/**
 * A decoder for this reply, in its first state.
 *
 * @param {Instance} instance
 * @param {StreamReply} reply
 */
export function takeDecoder(instance, { isModelStream, chat }) {
  const decoder = instance.idleDecoders.pop() ?? newDecoder(instance);
  instance.bindings.reset(decoder.number, isModelStream, chat);
  return decoder;
}

/**
 * @param {Instance} instance
 * @returns {Decoder}
 */
function newDecoder(instance) {
  const number = instance.bindings.openDecoder();
  const decoder = { number };
  whenDropped(decoder, () => close(instance, number));
  return decoder;
}

/**
 * @param {Instance} instance
 * @param {number} number
 */
function close({ bindings, isDiscarded }, number) {
  if (!isDiscarded) bindings.closeDecoder(number);
}

/**
 * Gives a decoder back.
 *
 * @param {Instance} instance
 * @param {Decoder} decoder
 */
export function returnDecoder(instance, decoder) {
  if (instance.idleDecoders.length < IDLE_MAX) return instance.idleDecoders.push(decoder);
  stopWatching(decoder);
  close(instance, decoder.number);
}

/**
 * Writes a chunk into wasm's memory and puts its events into `batch`.
 *
 * @param {Instance} instance
 * @param {Decoder} decoder
 * @param {Uint8Array} chunk
 * @param {Batch} batch
 */
export function decode(instance, decoder, chunk, batch) {
  const { bindings } = instance;
  const room = bindings.room(decoder.number, chunk.length);
  instance.look();
  instance.bytes.set(chunk, room);
  const report = bindings.filled(decoder.number, chunk.length) >>> 2;
  instance.look();
  const { bytes, numbers } = instance;
  const rowsAt = numbers[report] >>> 2;
  const textAt = numbers[report + 2];
  const textLength = numbers[report + 3];
  batch.length = numbers[report + 1];
  const isUtf16 = numbers[report + 4] === 1;
  batch.failed = numbers[report + 5] === 1;
  // Copied, since the memory may move while events are left: a few numbers per event, and no view to create.
  for (let at = 0; at < batch.length; at++) batch.rows[at] = numbers[rowsAt + at];
  batch.text = textLength === 0 ? "" : decoderOf(isUtf16).decode(bytes.subarray(textAt, textAt + textLength));
}

/** @param {boolean} isUtf16 */
function decoderOf(isUtf16) {
  utf8 ??= new TextDecoder("utf-8", OPTIONS);
  utf16 ??= new TextDecoder("utf-16le", OPTIONS);
  return isUtf16 ? utf16 : utf8;
}
