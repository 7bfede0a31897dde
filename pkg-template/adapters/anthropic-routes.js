// The endpoints of Anthropic's API beside POST /v1/messages, and advice for those that Bedrock has no counterpart of.

import { prepare } from "./anthropic-members.js";
import { inTheirWords, requestOf } from "./anthropic-request.js";
import { inputError } from "./failures.js";
import { recordedChat } from "./recorded-chat.js";
import { modelIn, notAllowed, notFound } from "./paths.js";

/** @import { ClaudeModel, ClientSettings, ForParts } from "../types/claude.js" */
/** @import { Bedrock, CallOptions, ListedModel } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { Api, Answered, Asked, Received, Route } from "../types/serving.js" */

const THERE_IS = "There is POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models and GET /v1/models/{model}.";

/** The replacements for Anthropic's other resources. */
const INSTEAD = new Map([
  ["batches", "Use Bedrock's batch inference: bedrock.createModelInvocationJob."],
  ["complete", "Use messages.create."],
  ["files", "Put a file into its message, as base64."],
  ["skills", "Bedrock has no skills."],
]);

/**
 * The routes, by the end of the path.
 *
 * @param {Api} api
 * @param {Received} request
 * @param {ClientSettings} settings
 * @param {ForParts} own
 */
export function routeOf(api, request, settings, own) {
  /** @type {Route[]} */
  const routes = [
    {
      method: "POST",
      path: /\/messages\/count_tokens$/,
      call: async (bedrock, asked) => countTokens(bedrock, asked, settings, own),
    },
    { method: "GET", path: /\/models$/, call: listModels },
    {
      method: "GET",
      path: /\/models\/./,
      call: async (bedrock, { path, options }) => ({ data: modelInfo(await bedrock.models.retrieve(modelIn(path), options)) }),
    },
  ];
  if (/\/messages$/.test(request.path)) return notAllowed(api, request, "POST");
  const route = routes.find(({ path }) => path.test(request.path));
  if (!route) return notFound(api, request, INSTEAD, THERE_IS);
  return route.method === request.method ? route : notAllowed(api, request, route.method);
}

/**
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 * @param {ClientSettings} settings
 * @param {ForParts} own
 * @returns {Promise<Answered>}
 */
async function countTokens(bedrock, { body: request, header, options }, settings, { bodyOf, modelOf }) {
  const model = modelOf(request?.model, settings);
  const input = model.isClaude
    ? claudesInput(model, bodyOf(prepare(request, header, settings, model), { max_tokens: lengthFor(request) }))
    : await converseInput(bedrock, requestOf({ ...request, stream: false }, settings), options);
  const region = model.region && { region: model.region };
  const { data, ...answered } = await bedrock.countTokens(input, { ...options, ...region }).withResponse();
  return { ...answered, data: { input_tokens: data.inputTokens } };
}

const PROFILE = /^(us|us-gov|eu|apac|jp|au|in|ca|global)\./;

/**
 * What InvokeModel would be asked, which is counted.
 *
 * @param {ClaudeModel} model
 * @param {string} body
 */
function claudesInput({ base }, body) {
  return { modelId: base, input: { invokeModel: { body: new TextEncoder().encode(body) } } };
}

/**
 * A length for a reply that is not made: requests to count have none, and the body of InvokeModel has one.
 *
 * @param {Record<string, Unchecked>} request
 */
function lengthFor({ thinking }) {
  const budget = thinking?.budget_tokens;
  return 1 + (Number.isSafeInteger(budget) ? budget : 0);
}

/**
 * What Converse would be asked, which is counted.
 *
 * @param {Bedrock} bedrock
 * @param {ReturnType<typeof requestOf>} request
 * @param {CallOptions} options
 */
async function converseInput(bedrock, { chat, places }, options) {
  const { model, body } = await recordedChat(bedrock, chat, options).catch((error) => {
    throw inTheirWords(error, places);
  });
  const { messages, system, toolConfig, additionalModelRequestFields } = JSON.parse(body);
  // It counts by a model's own id.
  return {
    modelId: model.replace(PROFILE, ""),
    input: { converse: { messages, system, toolConfig, additionalModelRequestFields } },
  };
}

/**
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 * @returns {Promise<Answered>}
 */
async function listModels(bedrock, { query, options, show }) {
  // Pages, and the ids at their ends, are those of the list that is shown.
  const { data: all } = show.object(await bedrock.models.list(options));
  const { from, to } = page(all, query);
  const data = all.slice(from, to).map(modelInfo);
  const [has_more, first_id, last_id] = [to < all.length, data[0]?.id ?? null, data.at(-1)?.id ?? null];
  return { data: { data, has_more, first_id, last_id } };
}

/**
 * The part of a list that the query asks for.
 *
 * @param {ListedModel[]} all
 * @param {URLSearchParams} query
 */
function page(all, query) {
  const limit = Number(query.get("limit") ?? 20);
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) throw inputError("limit is not a number from 1 to 1000.");
  const place = (/** @type {string} */ name) => {
    const found = all.findIndex(({ id }) => id === query.get(name));
    if (query.has(name) && found < 0) throw inputError(`${name}: there is no such model.`);
    return found;
  };
  const [after, before] = [place("after_id"), place("before_id")];
  if (before < 0) return { from: after + 1, to: Math.min(after + 1 + limit, all.length) };
  return { from: Math.max(before - limit, 0), to: before };
}

/**
 * As Anthropic tells of a model. Bedrock does not tell how much one reads and writes.
 *
 * @param {ListedModel} model
 */
function modelInfo({ id, created, owned_by, _bedrock }) {
  const { modelName, inferenceProfileName, modelLifecycle } = /** @type {Unchecked} */ (_bedrock ?? {});
  return {
    type: "model",
    id,
    display_name: inferenceProfileName ?? modelName ?? id,
    created_at: new Date(created * 1000).toISOString(),
    lifecycle: modelLifecycle?.status === "LEGACY" ? "deprecated" : "active",
    capabilities: null,
    deprecated_at: null,
    retires_at: null,
    line: null,
    max_input_tokens: null,
    max_tokens: null,
    owned_by,
    _bedrock,
  };
}
