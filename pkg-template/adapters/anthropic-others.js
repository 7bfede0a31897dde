// Models that are not Claude: a request of Anthropic's goes through a chat, and its reply comes back as a message.

import { eventsOf } from "./anthropic-events.js";
import { messageOf } from "./anthropic-message.js";
import { inTheirWords, requestOf } from "./anthropic-request.js";

/** @import { ClientSettings } from "../types/claude.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { Answered, Asked } from "../types/serving.js" */

/**
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 * @param {ClientSettings} settings
 * @param {string} model
 * @param {boolean} isClaude
 * @returns {Promise<Answered>}
 */
export async function askOther(bedrock, { body, options }, settings, model, isClaude) {
  const { chat, places } = requestOf({ ...body, model }, settings);
  try {
    const { data, ...answered } = await bedrock.chat.completions.create(chat, options).withResponse();
    const read = chat.stream ? eventsOf : messageOf;
    return { ...answered, data: read(/** @type {Unchecked} */ (data), body.stop_sequences, isClaude) };
  } catch (error) {
    throw inTheirWords(error, places);
  }
}
