// Turns rows into chunks in OpenAI's shape. The other end, src/translate/stream.rs, defines the meaning of the rows.

const TEXT = 0;
const REASONING = 1;
const TOOL_INPUT = 2;
const WITHHELD = 1;

/**
 * @import { ChatCompletion, ChatCompletionChunk, ChatCompletionDelta, Warning } from "../types/index.js"
 * @import { Chat, RowReader } from "../types/calls.js"
 */

/**
 * Reads the rows of this chat. Adds the warnings at the end of a reply to `warnings` once: a row may be read twice.
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
 * A whole reply as a stream, for models that do not support tools in streams.
 *
 * @param {ChatCompletion} completion
 * @param {Chat} chat
 */
export async function* chunksOf({ choices: [{ message, finish_reason }], usage, service_tier, _bedrock }, chat) {
  const nothingYet = chat.includesUsage ? { usage: null } : {};
  const tool_calls = message.tool_calls?.map((call, index) => ({ index, ...call }));
  const delta = { ...message, content: message.content ?? "", ...(tool_calls && { tool_calls }) };
  yield { ...chunkOf(chat, /** @type {ChatCompletionDelta} */ (delta)), ...nothingYet };
  const last = chunkOf(chat, {});
  last.choices[0].finish_reason = finish_reason;
  yield { ...last, ...nothingYet, _bedrock };
  if (chat.includesUsage) yield { ...last, choices: [], usage, ...(service_tier && { service_tier }), _bedrock };
}

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
