// Rows become chunks in OpenAI's shape. What they mean is written at the other end: src/translate/stream.rs.

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const WITHHELD = 1;

/** Whether the chunk of this row is only for `usage` and `metrics` of the stream. */
export function isWithheld(rows, row) {
  return rows[row] > TOOL_INPUT && rows[row + 1] === WITHHELD;
}

/** The chunk of the row at this place. */
export function readChunk(rows, row, text, start, chat) {
  const chunk = chunkAt(rows[row], rows[row + 1], text.slice(start, rows[row + 2]), chat);
  if (chat.includesUsage) chunk.usage ??= null;
  return chunk;
}

function chunkAt(kind, index, piece, chat) {
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
