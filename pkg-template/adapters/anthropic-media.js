// Images, documents and search results of Anthropic's API as parts of a chat.

import { inputError } from "./failures.js";

/** @import { Unchecked } from "../types/internal.js" */

/**
 * The items of a value that may be anything.
 *
 * @param {Unchecked} value
 * @returns {Unchecked[]}
 */
export const listOf = (value) => (Array.isArray(value) ? value : []);

/**
 * The text of a value that may be anything. An object of a stranger's has no text: its `toString` may be a number.
 *
 * @param {Unchecked} value
 * @returns {string}
 */
export const textOf = (value) => (typeof value === "string" ? value : "");

/**
 * The address of a source.
 *
 * @param {Unchecked} source
 * @param {string} place
 */
export function mediumOf(source, place) {
  const { type, media_type, data, url } = source ?? {};
  if (type === "base64") return `data:${textOf(media_type)};base64,${textOf(data)}`;
  if (type === "url") return textOf(url);
  const what = type === "file" ? "Bedrock stores no files. Send the bytes as base64." : "It is not one of base64 and url.";
  throw inputError(`${place}.source.type: ${what}`);
}

/**
 * @param {Unchecked} block
 * @param {string} place
 * @returns {Unchecked[]}
 */
export function documentOf({ source, title, context, citations }, place) {
  const about = textOf(context) ? [{ type: "text", text: context }] : [];
  const cited = citations?.enabled ? { citations: { enabled: true } } : {};
  const file = (/** @type {string} */ file_data) => ({
    type: "file",
    file: { file_data, ...(textOf(title) && { filename: title }), ...cited },
  });
  switch (source?.type) {
    case "text":
      return [...about, file(`data:text/plain;base64,${base64(textOf(source.data))}`)];
    case "content":
      return [...about, ...(textOf(title) ? [{ type: "text", text: title }] : []), ...contentOf(source.content, place)];
    default:
      return [...about, file(mediumOf(source, place))];
  }
}

/**
 * A document that consists of blocks.
 *
 * @param {Unchecked} content
 * @param {string} place
 */
function contentOf(content, place) {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return listOf(content).map((block) => {
    if (block?.type === "image") return { type: "image_url", image_url: { url: mediumOf(block.source, place) } };
    return { type: "text", text: block?.text };
  });
}

/** @param {Unchecked} block */
export function searchResultText({ title, source, content }) {
  return [title, source, ...listOf(content).map((part) => part?.text)].filter((text) => typeof text === "string").join("\n");
}

/** As many bytes as a call may have arguments, and whole groups of base64's three. */
const BYTES_AT_ONCE = 3 * 8192;

/** @param {string} text */
function base64(text) {
  const bytes = new TextEncoder().encode(text);
  let written = "";
  for (let start = 0; start < bytes.length; start += BYTES_AT_ONCE)
    written += btoa(String.fromCharCode(...bytes.subarray(start, start + BYTES_AT_ONCE)));
  return written;
}
