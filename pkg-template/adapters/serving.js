// An API of another maker, answered by a client: a `fetch` for that maker's SDK, and a server for its programs. The API says
// which endpoints it has and how it tells results and errors; this file knows HTTP.
//
// The adapters do not import the client, and know errors by their names: the client may come from any entry, by `import` or
// `require`.

import { textOf } from "./body.js";
import { abortReason, mayBeRepeated, statusOf } from "./failures.js";
import { shownTo } from "./identity.js";

/** @import { Api, Answered, Failure, Received, Route } from "../types/serving.js" */
/** @import { Bedrock, CallOptions } from "../types/index.js" */
/** @import { CreateFetchOptions } from "./openai.js" */
/** @import { Show } from "./identity.js" */

/** More than Bedrock accepts, as base64 in JSON. */
const BODY_BYTES_MAX = 32 * 1024 * 1024;

/**
 * A `fetch` that answers requests to an API through this client. Any base URL works.
 *
 * @param {Api} api
 * @param {Bedrock} bedrock
 * @param {CreateFetchOptions} [options]
 * @returns {(input: string | URL | Request, init?: RequestInit) => Promise<Response>}
 */
export function serve(api, bedrock, { maxBodyBytes = BODY_BYTES_MAX, exposeIdentity = false } = {}) {
  if (!bedrock) throw new TypeError("createFetch has no client. Pass one: createFetch(new Bedrock({ region, … })).");
  // NaN would disable the limit.
  if (!(maxBodyBytes >= 0)) throw new TypeError("maxBodyBytes is not a number of bytes. Pass one, or leave it out.");
  const show = shownTo(exposeIdentity);
  return async (input, init) => {
    const request = requestOf(input, init);
    request.signal?.throwIfAborted();
    let route;
    try {
      route = await api.routeOf(request, bedrock);
    } catch (error) {
      return refusal(api, error, request.signal, show);
    }
    if (route instanceof Response) return route;
    // `fetch` rejects when a body cannot be read.
    const text = route.method === "POST" ? await request.text(maxBodyBytes) : undefined;
    if (text === null) {
      const message = `The body of the request has more than ${maxBodyBytes} bytes.`;
      return errorResponse(api, 413, { message, code: "request_too_large" });
    }
    try {
      return await answer(api, bedrock, route, request, show, text);
    } catch (error) {
      return refusal(api, error, request.signal, show, route.isManyCalls);
    }
  };
}

/**
 * The relevant parts of fetch's arguments. Of the URL, only the path and the query count.
 *
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 * @returns {Received}
 */
function requestOf(input, init) {
  /** @type {Partial<Request> & { url: string }} */
  const given = typeof input === "object" && "url" in input ? input : { url: String(input) };
  const body = init?.body;
  const { pathname, searchParams } = new URL(given.url, "http://localhost");
  let length = pathname.length;
  while (pathname[length - 1] === "/") length -= 1;
  return {
    path: pathname.slice(0, length),
    query: searchParams,
    method: (init?.method ?? given.method ?? "GET").toUpperCase(),
    header: (name) => new Headers(init?.headers ?? given.headers).get(name),
    signal: init?.signal ?? given.signal,
    // Every Request has a signal, so that one does not count.
    isTimed: init?.signal != null,
    // Firefox's Request has no `body`.
    text: async (maxBytes) => textOf(body ?? given.body ?? (await given.text?.()) ?? "", maxBytes),
  };
}

/**
 * @param {Api} api
 * @param {Bedrock} bedrock
 * @param {Route} route
 * @param {Received} request
 * @param {Show} show
 * @param {string} [text]
 */
async function answer(api, bedrock, route, request, show, text) {
  const { signal, isTimed } = request;
  let body;
  try {
    if (text !== undefined) body = JSON.parse(text);
  } catch (/** @type {any} */ error) {
    return errorResponse(api, 400, { message: `The body of the request is not JSON: ${error.message}.` });
  }
  /** @type {CallOptions} */
  const options = { signal };
  // A caller that passes a signal has time-outs of its own, and may have raised them.
  if (isTimed) options.timeout = 0;
  // The SDK repeats failed requests, as its users configure. But embeddings and images may be many calls: it could only
  // repeat them all, and one of twenty calls is soon throttled.
  if (!route.isManyCalls) options.maxRetries = 0;
  const answered = await route.call(bedrock, { ...request, body, options, show });
  const headers = headersOf(api, answered);
  const { data } = answered;
  if (data instanceof Uint8Array) return jsonResponse(200, data, headers);
  if (!body?.stream || !(Symbol.asyncIterator in data)) return jsonResponse(200, JSON.stringify(show.object(data)), headers);
  headers.set("content-type", "text/event-stream; charset=utf-8");
  return new Response(eventStream(data, signal, api.writerOf(route, show)), { headers });
}

/**
 * The results of a stream as server-sent events, each made when it is asked for.
 *
 * @param {AsyncIterable<any>} stream
 * @param {AbortSignal | undefined} signal
 * @param {ReturnType<Api["writerOf"]>} writer
 */
function eventStream(stream, signal, { event, failure, end }) {
  const encoder = new TextEncoder();
  const iterator = stream[Symbol.asyncIterator]();
  const leave = async () => void (await iterator.return?.());
  const pull = async (/** @type {ReadableStreamDefaultController} */ controller) => {
    const send = (/** @type {string} */ text) => controller.enqueue(encoder.encode(text));
    try {
      const { value, done } = await iterator.next();
      if (!done) return send(event(value));
      const text = end();
      if (text) send(text);
    } catch (/** @type {any} */ error) {
      if (error.name === "APIUserAbortError") throw abortReason(error, signal);
      // One event may be at fault, while Bedrock sends more.
      leave().catch(() => {});
      // A stream that just ended would look like a short answer.
      send(failure(statusOf(error), error));
    }
    controller.close();
  };
  return new ReadableStream({ pull, cancel: leave }, { highWaterMark: 0 });
}

/**
 * The response to a call that failed before its answer began.
 *
 * @param {Api} api
 * @param {any} error
 * @param {AbortSignal | undefined} signal
 * @param {Show} show
 * @param {boolean} [isManyCalls]
 * @returns {Response}
 */
function refusal(api, error, signal, show, isManyCalls) {
  if (error.name === "APIUserAbortError") throw abortReason(error, signal);
  // Of JSON.stringify, in Chromium and in Firefox.
  if (/^(RangeError|InternalError)$/.test(error.name))
    return errorResponse(api, 400, { message: "The request is nested too deep. Pass a flatter one." });
  const isOurs = error.name === "BedrockError" || "status" in error;
  if (!isOurs) throw error;
  // Rejects as `fetch` does; the SDK makes its own class of it, and knows a time-out by the name of the cause.
  if (error.name.startsWith("APIConnection") && error.status === undefined) throw new TypeError(error.message, { cause: error });
  const headers = headersOf(api, { response: error, request_id: error.requestID });
  headers.set("x-should-retry", String(!isManyCalls && mayBeRepeated(error)));
  const retryAfter = error.headers?.get("retry-after");
  const retryAfterMs = error.headers?.get("x-amz-retry-after");
  if (retryAfter) headers.set("retry-after", retryAfter);
  if (retryAfterMs) headers.set("retry-after-ms", retryAfterMs);
  return errorResponse(api, statusOf(error), error, headers, show);
}

/**
 * @param {Api} api
 * @param {number} status
 * @param {Failure} error
 * @param {Headers} [headers]
 * @param {Partial<Show>} [show]
 */
export function errorResponse(api, status, error, headers = new Headers(), show = {}) {
  return jsonResponse(status, JSON.stringify(api.errorBody(status, error, show, headers)), headers);
}

/**
 * @param {number} status
 * @param {string | Uint8Array} json
 * @param {Headers} headers
 */
function jsonResponse(status, json, headers) {
  headers.set("content-type", "application/json");
  return new Response(/** @type {BodyInit} */ (json), { status, headers });
}

/** Bedrock's numbers, words and request id: tokens and signatures are longer, and ARNs have other characters. */
const HEADER = /^x-amzn-(requestid|errortype|bedrock-.*)$/;
const HEADER_VALUE = /^[\w.-]{1,36}$/;

/**
 * Bedrock's own headers. Others, such as a length, belong to another body, or tell strangers too much.
 *
 * @param {Api} api
 * @param {Partial<Answered>} answered
 */
function headersOf({ requestIdHeader }, { response, request_id, data }) {
  const given = [...(response?.headers ?? [])];
  const kept = new Headers(given.filter(([name, value]) => HEADER.test(name) && HEADER_VALUE.test(value)));
  const requestId = request_id ?? data?._request_id;
  if (requestId) kept.set(requestIdHeader, requestId);
  return kept;
}
