// `bedrock-wasm/openai`: a `fetch` for the official `openai` SDK, and for other clients of OpenAI's API that accept a
// custom fetch. The core translates; this file turns its results into HTTP.
//
// This file does not import the client, and knows errors by their names: the client may come from any entry, by `import`
// or `require`.

import { textOf } from "./openai-body.js";
import { abortReason, errorBody, mayBeRepeated, statusOf } from "./openai-errors.js";
import { eventStream } from "./openai-events.js";
import { shownTo } from "./openai-identity.js";
import { INSTEAD, ROUTES, THERE_IS } from "./openai-routes.js";

/** @import { Failure, Received, Route } from "../types/internal.js" */
/** @import { Bedrock, CallOptions } from "../types/index.js" */
/** @import { CreateFetchOptions } from "./openai.js" */
/** @import { Show } from "./openai-identity.js" */

/** The most characters of a path that a message repeats. */
const PATH_LENGTH_MAX = 200;
/** More than Bedrock accepts, as base64 in JSON. */
const BODY_BYTES_MAX = 32 * 1024 * 1024;

/**
 * A `fetch` that answers requests to OpenAI's API through this client. Any base URL works, and the request's headers are
 * not sent on.
 *
 * @param {Bedrock} bedrock
 * @param {CreateFetchOptions} [options]
 * @returns {(input: string | URL | Request, init?: RequestInit) => Promise<Response>}
 */
export function createFetch(bedrock, { maxBodyBytes = BODY_BYTES_MAX, exposeIdentity = false } = {}) {
  if (!bedrock) throw new TypeError("createFetch has no client. Pass one: createFetch(new Bedrock({ region, … })).");
  // NaN would disable the limit.
  if (!(maxBodyBytes >= 0)) throw new TypeError("maxBodyBytes is not a number of bytes. Pass one, or leave it out.");
  const show = shownTo(exposeIdentity);
  return async (input, init) => {
    const request = requestOf(input, init);
    request.signal?.throwIfAborted();
    const route = ROUTES.find(({ path }) => path.test(request.path));
    if (!route) return notFound(request);
    if (route.method !== request.method) return notAllowed(request, route.method);
    // `fetch` rejects when a body cannot be read.
    const text = route.method === "POST" ? await request.text(maxBodyBytes) : undefined;
    if (text === null) return tooLarge(maxBodyBytes);
    try {
      return await answer(bedrock, route, request, show, text);
    } catch (error) {
      return refusal(error, request.signal, route, show);
    }
  };
}

/**
 * The relevant parts of fetch's arguments. Of the URL, only the path counts.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 * @returns {Received}
 */
function requestOf(input, init) {
  /** @type {Partial<Request> & { url: string }} */
  const given = typeof input === "object" && "url" in input ? input : { url: String(input) };
  const body = init?.body;
  const path = new URL(given.url, "http://localhost").pathname;
  let length = path.length;
  while (path[length - 1] === "/") length -= 1;
  return {
    path: path.slice(0, length),
    method: (init?.method ?? given.method ?? "GET").toUpperCase(),
    signal: init?.signal ?? given.signal,
    // Every Request has a signal, so that one does not count.
    isTimed: init?.signal != null,
    // Firefox's Request has no `body`.
    text: async (maxBytes) => textOf(body ?? given.body ?? (await given.text?.()) ?? "", maxBytes),
  };
}

/**
 * @param {Bedrock} bedrock
 * @param {Route} route
 * @param {Received} request
 * @param {Show} show
 * @param {string} [text]
 */
async function answer(bedrock, route, { path, signal, isTimed }, show, text) {
  let body;
  try {
    if (text !== undefined) body = JSON.parse(text);
  } catch (/** @type {any} */ error) {
    return errorResponse(400, { message: `The body of the request is not JSON: ${error.message}.` });
  }
  /** @type {CallOptions} */
  const options = { signal };
  // A caller that passes a signal has time-outs of its own, and may have raised them.
  if (isTimed) options.timeout = 0;
  // The SDK repeats failed requests, as its users configure. But embeddings and images may be many calls: it could only
  // repeat them all, and one of twenty calls is soon throttled.
  if (!route.isManyCalls) options.maxRetries = 0;
  const [, id] = /** @type {RegExpExecArray} */ (route.path.exec(path));
  const { data, response, request_id: requestId } = await route.call(bedrock, { body, options, id: id && decoded(id) });
  const headers = headersOf(response?.headers, requestId ?? data._request_id);
  if (!body?.stream || !(Symbol.asyncIterator in data)) return jsonResponse(200, show.object(data), headers);
  headers.set("content-type", "text/event-stream; charset=utf-8");
  return new Response(eventStream(data, signal, route, show), { headers });
}

/**
 * The response to a call that failed before its answer began.
 *
 * @param {any} error
 * @param {AbortSignal | undefined} signal
 * @param {Route} route
 * @param {Show} show
 * @returns {Response}
 */
function refusal(error, signal, { isManyCalls }, show) {
  if (error.name === "APIUserAbortError") throw abortReason(error, signal);
  const isOurs = error.name === "BedrockError" || "status" in error;
  if (!isOurs) throw error;
  // Rejects as `fetch` does; the SDK makes its own class of it, and knows a time-out by the name of the cause.
  if (error.name.startsWith("APIConnection") && error.status === undefined) throw new TypeError(error.message, { cause: error });
  const status = statusOf(error);
  const headers = headersOf(error.headers, error.requestID);
  headers.set("x-should-retry", String(!isManyCalls && mayBeRepeated(error)));
  const retryAfter = error.headers?.get("retry-after");
  const retryAfterMs = error.headers?.get("x-amz-retry-after");
  if (retryAfter) headers.set("retry-after", retryAfter);
  if (retryAfterMs) headers.set("retry-after-ms", retryAfterMs);
  return jsonResponse(status, errorBody(status, error, show), headers);
}

/**
 * @param {number} status
 * @param {Failure} error
 * @param {Headers} [headers]
 */
function errorResponse(status, error, headers) {
  return jsonResponse(status, errorBody(status, error), headers);
}

/**
 * @param {number} status
 * @param {unknown} value
 * @param {Headers} [headers]
 */
function jsonResponse(status, value, headers = new Headers()) {
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(value), { status, headers });
}

/** Bedrock's numbers, words and request id: tokens and signatures are longer, and ARNs have other characters. */
const HEADER = /^x-amzn-(requestid|errortype|bedrock-.*)$/;
const HEADER_VALUE = /^[\w.-]{1,36}$/;

/**
 * Bedrock's own headers. Others, such as a length, belong to another body, or tell strangers too much.
 *
 * @param {Iterable<[string, string]>} [headers]
 * @param {string} [requestId]
 */
function headersOf(headers = [], requestId) {
  const kept = new Headers([...headers].filter(([name, value]) => HEADER.test(name) && HEADER_VALUE.test(value)));
  if (requestId) kept.set("x-request-id", requestId);
  return kept;
}

/** @param {number} maxBytes */
function tooLarge(maxBytes) {
  const message = `The body of the request has more than ${maxBytes} bytes.`;
  return errorResponse(413, { message, code: "request_too_large" });
}

/** @param {Received} request */
function notFound({ method, path }) {
  const advice = path
    .split("/")
    .reverse()
    .map((segment) => INSTEAD.get(segment))
    .find(Boolean);
  const message = [
    "Unknown request URL: ",
    method,
    " ",
    path.slice(0, PATH_LENGTH_MAX),
    ". ",
    advice ?? "",
    advice ? " " : "",
    THERE_IS,
  ].join("");
  // OpenAI's own code.
  return errorResponse(404, { message, code: "unknown_url" });
}

/**
 * @param {Received} request
 * @param {string} allowed
 */
function notAllowed({ method, path }, allowed) {
  const message = `Not allowed to ${method} on ${path.slice(0, PATH_LENGTH_MAX)}: ${allowed} it.`;
  return errorResponse(405, { message, code: "method_not_supported" }, new Headers({ allow: allowed }));
}

/** @param {string} id */
function decoded(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
