// Claude by InvokeModel: Anthropic's request and reply go through as they are.

/** @import { ClaudeModel, Prepared } from "../types/claude.js" */
/** @import { Bedrock, CallOptions } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { Answered } from "../types/serving.js" */

/** The version of Anthropic's API that Bedrock's models speak, whatever the header of an SDK says. */
const VERSION = "bedrock-2023-05-31";

/**
 * By client, the profiles that gave access to a model where the first id did not.
 *
 * @type {WeakMap<Bedrock, Map<string, string>>}
 */
const LEARNT = new WeakMap();

/**
 * Asks Claude, by the first of the model's ids that Bedrock takes.
 *
 * @param {Bedrock} bedrock
 * @param {ClaudeModel} model
 * @param {Prepared} prepared
 * @param {CallOptions} given
 * @returns {Promise<Answered>}
 */
export async function askClaude(bedrock, { ids, id: own, region, key }, prepared, given) {
  const { stream } = prepared.body;
  const options = region ? { ...given, region } : given;
  const input = { ...prepared.members, body: bodyOf(prepared) };
  const learnt = LEARNT.get(bedrock) ?? new Map();
  LEARNT.set(bedrock, learnt);
  const order = new Set([learnt.get(key) ?? ids[0], ...ids]);
  const [first] = order;
  let refusal;
  let missing;
  for (const modelId of order) {
    try {
      const { data, ...answered } = await send(bedrock, stream, { ...input, modelId }, options);
      if (modelId !== first) learnt.set(key, modelId);
      return { ...answered, data: stream ? data : data.body };
    } catch (/** @type {Unchecked} */ error) {
      const isUnknown = /model identifier is invalid/.test(error.message);
      if (/on-demand throughput isn/.test(error.message)) refusal ??= error;
      // Not every region has every profile. The error that a profile does not exist says less than the one that a profile is
      // needed.
      else if (isUnknown && modelId !== own) missing ??= error;
      else throw (isUnknown && refusal) || error;
    }
  }
  throw refusal ?? missing;
}

/**
 * The body of InvokeModel. Bedrock takes its own version only: programs that were written for another cloud name that one's.
 *
 * @param {Prepared} prepared
 * @param {object} [defaults]
 */
export function bodyOf({ body: { model, stream, fallback_models, anthropic_version, ...rest }, replacer }, defaults) {
  const { messages } = rest;
  if (Array.isArray(messages)) rest.messages = messages.flatMap(withoutOthersThoughts);
  return JSON.stringify({ anthropic_version: VERSION, ...defaults, ...rest }, replacer);
}

/**
 * A message without thoughts that another model had, in a conversation that comes to Claude from it: they have no signature. A
 * message that had nothing else says nothing without them.
 *
 * @param {Unchecked} message
 */
function withoutOthersThoughts(message) {
  const content = message?.content;
  if (!Array.isArray(content)) return [message];
  const said = content.filter((block) => block?.type !== "thinking" || block.signature !== "");
  if (said.length === content.length) return [message];
  return said.length ? [{ ...message, content: said }] : [];
}

/**
 * @param {Bedrock} bedrock
 * @param {boolean} streams
 * @param {Unchecked} input
 * @param {CallOptions} options
 * @returns {Promise<Answered>}
 */
function send(bedrock, streams, input, options) {
  const sent = streams ? bedrock.invokeModelWithResponseStream(input, options) : bedrock.invokeModel(input, options);
  return sent.withResponse();
}
