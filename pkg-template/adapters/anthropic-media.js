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
 * The address of a source.
 *
 * @param {Unchecked} source
 * @param {string} place
 */
export function mediumOf(source, place) {
  const { type, media_type, data, url } = source ?? {};
  if (type === "base64") return `data:${media_type};base64,${data}`;
  if (type === "url") return url;
  throw inputError(`${place}.source.type \`${String(type).slice(0, 50)}\`: Bedrock stores no files. Send the bytes as base64.`);
}

/**
 * @param {Unchecked} block
 * @param {string} place
 * @returns {Unchecked[]}
 */
export function documentOf({ source, title, context, citations }, place) {
  const about = context ? [{ type: "text", text: context }] : [];
  const cited = citations?.enabled ? { citations: { enabled: true } } : {};
  const file = (/** @type {string} */ file_data) => ({
    type: "file",
    file: { file_data, filename: title ?? undefined, ...cited },
  });
  switch (source?.type) {
    case "text":
      return [...about, file(`data:text/plain;base64,${base64(String(source.data ?? ""))}`)];
    case "content":
      return [...about, ...(title ? [{ type: "text", text: title }] : []), ...contentOf(source.content, place)];
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

/** @param {string} text */
function base64(text) {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
