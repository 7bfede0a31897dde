// Requests for a message that are not plain ones to Claude: with fallback models, with members that Bedrock does not have, or to
// another model.

import { listOf } from "./anthropic-media.js";
import { lose, prepare } from "./anthropic-members.js";
import { askOther } from "./anthropic-others.js";
import { inputError } from "./failures.js";

/** @import { ClaudeModel, ClientSettings, ForParts, Prepared } from "../types/claude.js" */
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
      const other = () => askOther(bedrock, { ...asked, body }, settings, name, model.isClaude);
      if (!model.isClaude || isWithoutFormat(bedrock, model, body)) return await other();
      const prepared = prepare(body, asked.header, settings, model);
      const ask = async (/** @type {Prepared} */ request) => {
        const answered = await askClaude(bedrock, model, request, asked.options);
        return request.members?.trace ? traced(answered) : answered;
      };
      return await ask(prepared).catch((error) => {
        if (/output_config\.format: Extra inputs/.test(error.message)) {
          WITHOUT_FORMAT.set(bedrock, new Set(WITHOUT_FORMAT.get(bedrock)).add(model.id));
          return other();
        }
        const { anthropic_beta: betas, ...rest } = prepared.body;
        if (!betas || !/invalid beta flag/.test(error.message)) throw error;
        // Bedrock does not say which one.
        lose(settings, "anthropic-beta", `${name} refuses one of ${betas.join(", ")}, and is asked without them.`);
        return ask({ ...prepared, body: rest });
      });
    } catch (/** @type {Unchecked} */ error) {
      if (!next || !anotherMayDo(error)) throw error;
      settings.warn("fallback_model", `${name} failed, ${next} is asked instead. ${error.message}`);
    }
  }
}

/**
 * A reply with the trace of a guardrail, which names the account, among the members that strangers see without that.
 *
 * @param {Answered} answered
 * @returns {Answered}
 */
function traced({ data, ...answered }) {
  if (data instanceof Uint8Array) return { ...answered, data: inBedrocksWords(data) };
  const iterator = data[Symbol.asyncIterator]();
  const events = {
    async next() {
      const { value, done } = await iterator.next();
      // An event that Bedrock adds some day has no chunk.
      return { value: value?.chunk ? inBedrocksWords(value.chunk.bytes) : value, done };
    },
    return: () => iterator.return(),
  };
  return { ...answered, data: { [Symbol.asyncIterator]: () => events } };
}

/** @param {Uint8Array} bytes of a reply, or of an event */
function inBedrocksWords(bytes) {
  const all = Object.entries(JSON.parse(new TextDecoder().decode(bytes)));
  const isOwn = (/** @type {[string, unknown]} */ [name]) => name.startsWith("amazon-bedrock-");
  const rest = Object.fromEntries(all.filter((member) => !isOwn(member)));
  return { ...rest, _bedrock: Object.fromEntries(all.filter(isOwn)) };
}

/**
 * By client, the models of Claude that take no schema of their reply on Bedrock. A chat gives it to them as a tool.
 *
 * @type {WeakMap<Bedrock, Set<string>>}
 */
const WITHOUT_FORMAT = new WeakMap();

/**
 * @param {Bedrock} bedrock
 * @param {ClaudeModel} model
 * @param {Unchecked} body
 */
function isWithoutFormat(bedrock, { id }, { output_config, output_format }) {
  return (output_format ?? output_config?.format) && WITHOUT_FORMAT.get(bedrock)?.has(id);
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
