// `bedrock-wasm/openai`: a `fetch` for the official `openai` SDK, and for other clients of OpenAI's API that accept a
// custom fetch. The core translates.

import { errorBody } from "./openai-errors.js";
import { writerOf } from "./openai-events.js";
import { INSTEAD, ROUTES, THERE_IS } from "./openai-routes.js";
import { notAllowed, notFound } from "./paths.js";
import { serve } from "./serving.js";

/** @import { Api } from "../types/serving.js" */
/** @import { Bedrock } from "../types/index.js" */
/** @import { CreateFetchOptions } from "./openai.js" */

/** @type {Api} */
const OPENAI = {
  requestIdHeader: "x-request-id",
  routeOf(request) {
    const route = ROUTES.find(({ path }) => path.test(request.path));
    if (!route) return notFound(OPENAI, request, INSTEAD, THERE_IS);
    return route.method === request.method ? route : notAllowed(OPENAI, request, route.method);
  },
  errorBody,
  writerOf,
};

/**
 * @param {Bedrock} bedrock
 * @param {CreateFetchOptions} [options]
 */
export function createFetch(bedrock, options) {
  return serve(OPENAI, bedrock, options);
}
