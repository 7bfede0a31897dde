// `bedrock-wasm/anthropic`: a `fetch` for the official `@anthropic-ai/sdk`, and for other clients of Anthropic's API that accept
// a custom fetch. Claude is asked by InvokeModel, whose bodies are Anthropic's own; all that few programs need loads with the
// first request that needs it.

import { askClaude, bodyOf } from "./anthropic-claude.js";
import { errorBody, writerOf } from "./anthropic-writing.js";
import { modelOf } from "./claude-models.js";
import { serve } from "./serving.js";

/** @import { Api, Asked, Route } from "../types/serving.js" */
/** @import { ClientSettings, ForParts } from "../types/claude.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { CreateFetchOptions } from "./anthropic.js" */

/** The client's method that gives {@link ClientSettings}. */
const CLIENT = Symbol.for("bedrock-wasm.messages");
/** Members of a request that Bedrock's Claude takes as they are. */
const PLAIN =
  /^(model|stream|max_tokens|messages|system|stop_sequences|temperature|top_[pk]|tools|tool_choice|thinking|metadata|output_config)$/;
/** Models before 4.5, which keep their cache for five minutes: a request may ask for another time. */
const BRIEF = /claude-(v|i|3|\w+-4-[12])/;

/**
 * @param {Bedrock} bedrock
 * @param {CreateFetchOptions} [options]
 */
export function createFetch(bedrock, options) {
  if (bedrock && !(CLIENT in bedrock)) throw new TypeError("createFetch has no client of this version. Pass a `Bedrock`.");
  return serve(ANTHROPIC, bedrock, options);
}

/** @type {Route} */
const MESSAGES = { method: "POST", path: /\/messages$/, call: create };

/** @type {Api} */
const ANTHROPIC = {
  requestIdHeader: "request-id",
  async routeOf(request, bedrock) {
    if (request.method === "POST" && MESSAGES.path.test(request.path)) return MESSAGES;
    const settings = await settingsOf(bedrock);
    return (await settings.part()).routeOf(ANTHROPIC, request, settings, OWN);
  },
  errorBody,
  writerOf,
};

/**
 * Answers a request for a message.
 *
 * @param {Bedrock} bedrock
 * @param {Asked} asked
 */
async function create(bedrock, asked) {
  const { body, header, options } = asked;
  const settings = await settingsOf(bedrock);
  const model = modelOf(body?.model, settings);
  const isKnown = Object.keys(body).every((member) => PLAIN.test(member)) && !header("anthropic-beta");
  // Not every model takes the schema of its reply.
  const isPlain = isKnown && !body.output_config?.format && !BRIEF.test(model.base);
  // Anthropic's own tools have a type, and older models do not know the other.
  if (model.isClaude && isPlain && ![body.tools].flat().some((tool) => tool?.type || tool?.eager_input_streaming))
    return askClaude(bedrock, model, { body }, options);
  return (await settings.part()).create(bedrock, asked, settings, OWN);
}

/**
 * What this uses of a client. The client's own method gives it.
 *
 * @param {Bedrock} bedrock
 * @returns {Promise<ClientSettings>}
 */
function settingsOf(bedrock) {
  return /** @type {Unchecked} */ (bedrock)[CLIENT]();
}

/** @type {ForParts} */
const OWN = { askClaude, bodyOf, modelOf };
