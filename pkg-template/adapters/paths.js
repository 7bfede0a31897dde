// The paths of an API: responses to those that it does not have, and ids at their end.

import { errorResponse } from "./serving.js";

/** @import { Api, Received } from "../types/serving.js" */

/** The most characters of a path that a message repeats. */
const PATH_LENGTH_MAX = 200;

/**
 * The response to a path that no route has.
 *
 * @param {Api} api
 * @param {Received} request
 * @param {Map<string, string>} instead replacements for the API's other resources, by a segment of the path
 * @param {string} thereIs
 */
export function notFound(api, { method, path }, instead, thereIs) {
  const advice = path
    .split("/")
    .reverse()
    .map((segment) => instead.get(segment))
    .find(Boolean);
  const message = [
    "Unknown request URL: ",
    method,
    " ",
    path.slice(0, PATH_LENGTH_MAX) || "/",
    ". ",
    advice ?? "",
    advice ? " " : "",
    thereIs,
  ].join("");
  // OpenAI's own code.
  return errorResponse(api, 404, { message, code: "unknown_url" });
}

/**
 * @param {Api} api
 * @param {Received} request
 * @param {string} allowed
 */
export function notAllowed(api, { method, path }, allowed) {
  const message = `Not allowed to ${method} on ${path.slice(0, PATH_LENGTH_MAX)}: ${allowed} it.`;
  return errorResponse(api, 405, { message, code: "method_not_supported" }, new Headers({ allow: allowed }));
}

/**
 * The model at the end of a path. An id may have slashes, escaped or not, and so may the base URL.
 *
 * @param {string} path
 */
export function modelIn(path) {
  const id = path.replace(/^.*\/models\//, "");
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
