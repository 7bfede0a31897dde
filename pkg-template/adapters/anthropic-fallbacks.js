// Requests for a message that are not plain ones to Claude: with fallback models, with members that Bedrock does not have, or to
// another model.

import { listOf } from "./anthropic-media.js";
import { prepare } from "./anthropic-members.js";
import { askOther } from "./anthropic-others.js";
import { inputError } from "./failures.js";

/** @import { ClientSettings, ForParts } from "../types/claude.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { Answered, Asked, Failure } from "../types/serving.js" */

/** A request may come from a stranger, and each model is a call. */
const FALLBACKS_MAX = 32;

/**
 * Answers a request with its model, and as long as a model is out of order with the next one of `fallback_models`.
 *
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 * @param {ClientSettings} settings
 * @param {ForParts} own
 * @returns {Promise<Answered>}
 */
export async function create(bedrock, asked, settings, { askClaude, modelOf }) {
  const { fallback_models, ...body } = asked.body;
  const fallbacks = listOf(fallback_models).filter((model) => typeof model === "string" && model);
  if (fallbacks.length > FALLBACKS_MAX) throw inputError("fallback_models: there are more than 32. Pass fewer.");
  const models = [body.model, ...fallbacks];
  for (let position = 0; ; position += 1) {
    const name = models[position];
    const next = models[position + 1];
    const model = modelOf(name, settings);
    try {
      if (!model.isClaude) return await askOther(bedrock, { ...asked, body }, settings, name);
      return await askClaude(bedrock, model, prepare(body, asked.header, settings), asked.options);
    } catch (/** @type {Unchecked} */ error) {
      if (!next || !anotherMayDo(error)) throw error;
      settings.warn("fallback_model", `${name} failed, ${next} is asked instead. ${error.message}`);
    }
  }
}

/**
 * Whether another model may answer the same request: this one is overloaded, out of order or unavailable. Errors in the
 * request or its signature are not retried on another model.
 *
 * @param {Failure} error
 */
function anotherMayDo({ message, code = "", retryable }) {
  if (/Bearer Token has expired|API Key is valid/.test(message)) return false;
  return retryable || OF_THE_MODEL.test(code) || /on-demand throughput isn|model identifier is invalid/.test(message);
}

const OF_THE_MODEL = /^(AccessDenied|ModelError|ModelStreamError|ModelTimeout|ResourceNotFound|ServiceQuotaExceeded)Exception$/;
