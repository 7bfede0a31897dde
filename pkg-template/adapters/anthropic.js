// `bedrock-wasm/anthropic`: a `fetch` for the official `@anthropic-ai/sdk`, and for other clients of Anthropic's API that accept
// a custom fetch. Claude is asked by InvokeModel, whose bodies are Anthropic's own; all that few programs need loads with the
// first request that needs it.

import { askClaude, VERSION } from "./anthropic-claude.js";
import { errorBody, writerOf } from "./anthropic-writing.js";
import { modelOf } from "./claude-models.js";
import { inputError } from "./failures.js";
import { serve } from "./serving.js";

/** @import { Api, Asked, Route } from "../types/serving.js" */
/** @import { ForParts } from "../types/claude.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { Unchecked } from "../types/internal.js" */
/** @import { CreateFetchOptions } from "./anthropic.js" */

/** Members of a request that Bedrock's Claude takes as they are. */
const PLAIN =
  /^(model|stream|max_tokens|messages|system|stop_sequences|temperature|top_[pk]|tools|tool_choice|thinking|metadata|output_config)$/;

/**
 * @param {Bedrock} bedrock
 * @param {CreateFetchOptions} [options]
 */
export function createFetch(bedrock, options) {
  return serve(ANTHROPIC, bedrock, options);
}

/** @type {Route} */
const MESSAGES = { method: "POST", path: /\/messages$/, call: create };

/** @type {Api} */
const ANTHROPIC = {
  requestIdHeader: "request-id",
  async routeOf(request) {
    if (request.method === "POST" && MESSAGES.path.test(request.path)) return MESSAGES;
    return (await parts()).routeOf(ANTHROPIC, request, FOR_PARTS);
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
  const model = await modelIn(bedrock, body);
  const isPlain = Object.keys(body).every((member) => PLAIN.test(member)) && !header("anthropic-beta");
  /** @param {Unchecked} list @param {(item: Unchecked) => Unchecked} is */
  const some = (list, is) => [list].flat().some(is);
  // Anthropic's own tools have a type, and the thoughts of other models an empty signature.
  const hasMore =
    some(body.tools, (tool) => tool?.type) ||
    some(body.messages, (message) => some(message?.content, (block) => block?.signature === ""));
  if (model.isClaude && isPlain && !hasMore) return askClaude(bedrock, model, { body }, options);
  return (await parts()).create(bedrock, asked, FOR_PARTS);
}

/**
 * The model of a request. The client's own method gives the options that name models: the client may come from another copy
 * of the package.
 *
 * @param {Bedrock} bedrock
 * @param {Unchecked} body
 * @param {Unchecked} [name]
 */
async function modelIn(bedrock, body, name = body?.model) {
  if (typeof name !== "string" || !name) throw inputError('model: there is none. Pass one, such as "claude-sonnet-5".');
  const settings = await /** @type {Unchecked} */ (bedrock)[Symbol.for("bedrock-wasm.models")]();
  return modelOf(name, settings);
}

/** @type {ForParts} */
const FOR_PARTS = { askClaude, modelIn, version: VERSION };

/** What loads with the first request that needs it. */
async function parts() {
  try {
    return await import("./anthropic-parts.js");
  } catch (cause) {
    const message = `bedrock-wasm could not load its part "anthropic-parts": ${cause}. Serve all files of the bundle.`;
    throw Object.assign(inputError(message), { cause });
  }
}
