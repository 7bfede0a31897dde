// Rows become chunks in OpenAI's shape. What they mean is written at the other end: src/translate/stream.rs.

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const WITHHELD = 1;

/**
 * @import { ChatCompletionChunk, ChatCompletionDelta, Warning } from "../types/index.js"
 * @import { Chat, RowReader } from "../types/calls.js"
 */

/**
 * Reads the rows of this chat. What the end of a reply warns of is added to `warnings`, once: a row may be read twice.
 *
 * @param {Chat} chat
 * @param {Warning[]} warnings
 * @returns {RowReader}
 */
export const rowsOf = (chat, warnings) => ({
  isWithheld: (rows, row) => rows[row] > TOOL_INPUT && rows[row + 1] === WITHHELD,
  read(rows, row, text, start) {
    const chunk = chunkAt(rows[row], rows[row + 1], text.slice(start, rows[row + 2]), chat);
    if (chat.includesUsage) chunk.usage ??= null;
    const late = /** @type {Warning[] | undefined} */ (chunk._bedrock?.warnings);
    if (late && !warnings.some(({ code }) => code === late[0]?.code)) warnings.push(...late);
    return chunk;
  },
});

/**
 * @param {number} kind
 * @param {number} index
 * @param {string} piece
 * @param {Chat} chat
 * @returns {ChatCompletionChunk}
 */
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

/**
 * @param {Chat} chat
 * @param {ChatCompletionDelta} [delta]
 * @returns {ChatCompletionChunk}
 */
function chunkOf({ id, created, model }, delta) {
  const choices = [{ index: 0, delta: /** @type {ChatCompletionDelta} */ (delta), logprobs: null, finish_reason: null }];
  return { id, object: "chat.completion.chunk", created, model, choices };
}
