// Decoders are reused: ten thousand streams need the memory of those that run at the same time.

const IDLE_MAX = 8;
// Rust has counted the text's UTF-16 units: of a byte order mark, too, which a decoder drops by itself.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

let bytes = new Uint8Array();
let numbers = new Uint32Array();

/** A decoder for this reply, in its first state. */
export function takeDecoder({ idleDecoders, bindings }, { isModelStream, chat }) {
  const decoder = idleDecoders.pop() ?? new bindings.EventDecoder();
  decoder.reset(isModelStream, chat);
  return decoder;
}

/** Gives a decoder back. */
export function returnDecoder({ idleDecoders, isDiscarded }, decoder) {
  if (isDiscarded) return;
  if (idleDecoders.length < IDLE_MAX) idleDecoders.push(decoder);
  else decoder.free();
}

/** Writes a chunk into wasm's memory and returns `{ rows, text, failed }` of its events. */
export function decode({ memory }, decoder, chunk) {
  const room = decoder.room(chunk.length);
  look(memory);
  bytes.set(chunk, room);
  const report = decoder.filled(chunk.length) >>> 2;
  look(memory);
  const [rowsAt, rowsLength, textAt, textLength, failed] = numbers.subarray(report, report + 5);
  return {
    rows: numbers.subarray(rowsAt >>> 2, (rowsAt >>> 2) + rowsLength),
    text: utf8.decode(bytes.subarray(textAt, textAt + textLength)),
    failed: failed === 1,
  };
}

/** Memory that has grown is another buffer. */
function look(memory) {
  if (bytes.buffer === memory.buffer) return;
  bytes = new Uint8Array(memory.buffer);
  numbers = new Uint32Array(memory.buffer);
}
