// Rows become chunks in OpenAI's shape. What they mean is written at the other end: src/translate/stream.rs.

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const WITHHELD = 1;

/** Adds the chunks of one piece of a stream. Returns the last of them, which may be one that is not for the reader. */
export function readChunks(rows, text, chat, chunks) {
  let chunk;
  for (let at = 0, start = 0; at < rows.length; at += 3) {
    const index = rows[at + 1];
    const end = rows[at + 2];
    chunk = readChunk(rows[at], index, text.slice(start, end), chat);
    if (chat.includesUsage) chunk.usage ??= null;
    if (rows[at] <= TOOL_INPUT || index !== WITHHELD) chunks.push(chunk);
    start = end;
  }
  return chunk;
}

function readChunk(kind, index, piece, chat) {
  switch (kind) {
    case TEXT:
      return chunkOf(chat, { content: piece });
    case REASONING:
      return chunkOf(chat, { reasoning_content: piece });
    case TOOL_INPUT:
      return chunkOf(chat, { tool_calls: [{ index, function: { arguments: piece } }] });
    default:
      return { ...chunkOf(chat), ...JSON.parse(piece) };
  }
}

function chunkOf({ id, created, model }, delta) {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: null }];
  return { id, object: "chat.completion.chunk", created, model, choices };
}
