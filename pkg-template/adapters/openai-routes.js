// The endpoints of OpenAI's API that a client of Bedrock answers, and advice for the others.

import { modelIn } from "./paths.js";

/** @import { Route } from "../types/serving.js" */

/**
 * The endpoints, by the end of the path.
 *
 * @type {Route[]}
 */
export const ROUTES = [
  {
    method: "POST",
    path: /\/chat\/completions$/,
    call: (bedrock, { body, options }) => bedrock.chat.completions.create(body, options).withResponse(),
  },
  {
    method: "POST",
    path: /\/responses$/,
    namesEvents: true,
    call: (bedrock, { body, options }) => bedrock.responses.create(body, options).withResponse(),
  },
  {
    method: "POST",
    path: /\/embeddings$/,
    isManyCalls: true,
    call: (bedrock, { body, options }) => bedrock.embeddings.create(body, options).withResponse(),
  },
  {
    method: "POST",
    path: /\/images\/generations$/,
    isManyCalls: true,
    call: (bedrock, { body, options }) => bedrock.images.generate(body, options).withResponse(),
  },
  {
    method: "GET",
    path: /\/models$/,
    call: async (bedrock, { options }) => ({ data: await bedrock.models.list(options) }),
  },
  {
    method: "GET",
    path: /\/models\/./,
    call: async (bedrock, { path, options }) => ({ data: await bedrock.models.retrieve(modelIn(path), options) }),
  },
];
export const THERE_IS =
  "There is POST /chat/completions, POST /responses, POST /embeddings, POST /images/generations, GET /models and GET /models/{model}.";

/** The replacements for OpenAI's other resources. */
export const INSTEAD = new Map([
  ["responses", "Bedrock stores no responses: send the items of a conversation to POST /responses."],
  ["conversations", "Bedrock stores no conversations: send their items to POST /responses."],
  ["completions", "Use chat.completions.create."],
  ["audio", "For speech both ways, use bedrock.invokeModelWithBidirectionalStream."],
  ["files", "Put a file into its message, as a data URL in `file_data`."],
  ["batches", "Use Bedrock's batch inference, CreateModelInvocationJob, by AWS's own SDK."],
  ["moderations", "Use bedrock.applyGuardrail."],
]);
