// The blocks of Anthropic's messages as parts of a chat's.

import { lose } from "./anthropic-members.js";
import { documentOf, mediumOf, searchResultText, textOf } from "./anthropic-media.js";
import { inputError } from "./failures.js";

/** @import { ClientSettings, MessagePlace } from "../types/claude.js" */
/** @import { Unchecked } from "../types/internal.js" */

/** Blocks about tools that Anthropic's servers ran: a model that has not got them can make nothing of these. */
const OF_SERVERS = /^(server_tool_use|mcp_tool_(use|listing)|(?!tool_result$)\w+_tool_result)$/;

/**
 * A message of the assistant.
 *
 * @param {Unchecked[]} content
 * @param {string} at
 * @param {ClientSettings} settings
 * @returns {{ message: Unchecked, place: MessagePlace }}
 */
export function assistantOf(content, at, settings) {
  /** @type {Unchecked} */
  const message = { role: "assistant", content: [] };
  /** @type {MessagePlace} */
  const place = { at, parts: [] };
  for (const [position, block] of content.entries()) {
    const here = `${at}.content[${position}]`;
    const type = textOf(block?.type);
    // A compaction is Claude's summary of what was said before.
    if (type === "text" || (type === "compaction" && block.content)) {
      message.content.push({ type: "text", text: block.text ?? block.content, ...cacheOf(block) });
      place.parts.push(here);
    } else if (/^(redacted_)?thinking$/.test(type)) {
      message.thinking_blocks ??= [];
      message.thinking_blocks.push(block);
    } else if (type === "tool_use") {
      message.tool_calls ??= [];
      message.tool_calls.push(callOf(block));
    } else if (OF_SERVERS.test(type)) {
      lose(settings, `${here}.type \`${type.slice(0, 50)}\``, "Only Claude reads what Anthropic's tools did.");
      // A fallback marks that another model goes on.
    } else if (type !== "fallback" && type !== "compaction") throw onlyClaudes(type, here);
  }
  return { message, place };
}

/** @param {Unchecked} block */
function callOf({ id, name, input, cache_control }) {
  return {
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input ?? {}) },
    ...cacheOf({ cache_control }),
  };
}

/**
 * A message with the result of a tool.
 *
 * @param {Unchecked} result
 * @param {string} at
 * @returns {{ message: Unchecked, place: MessagePlace }}
 */
export function resultOf({ tool_use_id, content, is_error, cache_control }, at) {
  /** @type {MessagePlace} */
  const place = { at, parts: [] };
  let parts = content ?? "";
  if (Array.isArray(content)) {
    parts = [];
    for (const [position, block] of content.entries())
      for (const part of partsOf(block, `${at}.content[${position}]`)) {
        parts.push(part);
        place.parts.push(`${at}.content[${position}]`);
      }
  }
  const message = {
    role: "tool",
    tool_call_id: tool_use_id,
    content: parts,
    ...(is_error && { is_error: true }),
    ...cacheOf({ cache_control }),
  };
  return { message, place };
}

/**
 * A block of the user or of a tool's result.
 *
 * @param {Unchecked} block
 * @param {string} at
 * @returns {Unchecked[]}
 */
export function partsOf(block, at) {
  if (typeof block === "string") return [{ type: "text", text: block }];
  const cached = cacheOf(block);
  switch (block?.type) {
    case "text":
      return [{ type: "text", text: block.text, ...cached }];
    case "image":
      return [{ type: "image_url", image_url: { url: mediumOf(block.source, at) }, ...cached }];
    case "document": {
      const parts = documentOf(block, at);
      return parts.map((part, index) => (index === parts.length - 1 ? { ...part, ...cached } : part));
    }
    case "search_result":
      return [{ type: "text", text: searchResultText(block), ...cached }];
    default:
      throw onlyClaudes(textOf(block?.type), at);
  }
}

/** @param {Unchecked} block */
function cacheOf(block) {
  return block?.cache_control ? { cache_control: block.cache_control } : {};
}

/**
 * @param {string} type
 * @param {string} at
 */
function onlyClaudes(type, at) {
  return inputError(`${at}.type \`${type.slice(0, 50)}\`: only Claude takes such a block. Leave it out.`);
}
