// A request of Anthropic's as a chat, which the core translates for every model. Requests may come from strangers: any member
// may be anything.

import { known, lose } from "./anthropic-members.js";
import { documentOf, listOf, mediumOf, searchResultText } from "./anthropic-media.js";
import { inputError } from "./failures.js";

/** @import { ClientSettings } from "../types/claude.js" */
/** @import { Unchecked } from "../types/internal.js" */

/**
 * @param {Record<string, Unchecked>} request
 * @param {ClientSettings} settings
 * @returns {Unchecked} a request of `chat.completions.create`
 */
export function requestOf(request, settings) {
  const { model, stream, messages, system, stop_sequences, thinking, output_config, metadata, ...body } = known(
    request,
    settings,
  );
  const { tools, tool_choice, anthropic_version, anthropic_beta, fallback_models, ...rest } = body;
  if (!Array.isArray(messages)) throw inputError('messages is not a list. Pass one: [{ role: "user", content: "Hello" }].');
  const { format } = output_config ?? {};
  return {
    ...rest,
    model,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
    messages: [...systemOf(system), ...messages.flatMap((message, position) => messagesOf(message, `messages[${position}]`))],
    ...(stop_sequences && { stop: stop_sequences }),
    ...(tools && { tools: listOf(tools).map(toolOf) }),
    ...choiceOf(tool_choice),
    ...effortOf(thinking, output_config?.effort),
    ...(format && { response_format: { type: "json_schema", json_schema: { name: "output", schema: format.schema } } }),
    ...metadataOf(metadata, settings),
  };
}

/** @param {Unchecked} system */
function systemOf(system) {
  return system == null || system.length === 0 ? [] : [{ role: "system", content: system }];
}

/**
 * The messages of a chat for one of Anthropic's: each result of a tool is one.
 *
 * @param {Unchecked} message
 * @param {string} place
 * @returns {Unchecked[]}
 */
function messagesOf(message, place) {
  const role = message?.role;
  const content = message?.content;
  if (!Array.isArray(content)) return [{ role, content }];
  if (role === "assistant") return [assistantOf(content, place)];
  const messages = [];
  const parts = [];
  for (const [position, block] of content.entries()) {
    const at = `${place}.content[${position}]`;
    if (block?.type === "tool_result") messages.push(resultOf(block, at));
    else parts.push(...partsOf(block, at));
  }
  if (parts.length || !messages.length) messages.push({ role, content: parts });
  return messages;
}

/**
 * @param {Unchecked[]} content
 * @param {string} place
 */
function assistantOf(content, place) {
  /** @type {Unchecked} */
  const message = { role: "assistant", content: [] };
  for (const [position, block] of content.entries()) {
    if (block?.type === "text") {
      const { citations, ...text } = block;
      message.content.push(text);
    } else if (/^(redacted_)?thinking$/.test(block?.type)) {
      message.thinking_blocks ??= [];
      message.thinking_blocks.push(block);
    } else if (block?.type === "tool_use") {
      const { id, name, input = {}, cache_control } = block;
      message.tool_calls ??= [];
      message.tool_calls.push({
        id,
        type: "function",
        function: { name, arguments: JSON.stringify(input) },
        ...(cache_control && { cache_control }),
      });
    } else throw onlyClaudes(block, `${place}.content[${position}]`);
  }
  return message;
}

/**
 * @param {Unchecked} result
 * @param {string} place
 */
function resultOf({ tool_use_id, content, is_error, cache_control }, place) {
  const parts = Array.isArray(content)
    ? content.flatMap((block, position) => partsOf(block, `${place}.content[${position}]`))
    : content;
  return {
    role: "tool",
    tool_call_id: tool_use_id,
    content: parts ?? "",
    ...(is_error && { is_error: true }),
    ...(cache_control && { cache_control }),
  };
}

/**
 * @param {Unchecked} block
 * @param {string} place
 * @returns {Unchecked[]}
 */
function partsOf(block, place) {
  if (typeof block === "string") return [{ type: "text", text: block }];
  const cached = block?.cache_control ? { cache_control: block.cache_control } : {};
  switch (block?.type) {
    case "text":
      return [{ type: "text", text: block.text, ...cached }];
    case "image":
      return [{ type: "image_url", image_url: { url: mediumOf(block.source, place) }, ...cached }];
    case "document":
      return documentOf(block, place).map((part, position, { length }) =>
        position === length - 1 ? { ...part, ...cached } : part,
      );
    case "search_result":
      return [{ type: "text", text: searchResultText(block), ...cached }];
    default:
      throw onlyClaudes(block, place);
  }
}

/**
 * @param {Unchecked} block
 * @param {string} place
 */
function onlyClaudes(block, place) {
  return inputError(`${place}.type \`${String(block?.type).slice(0, 50)}\`: only Claude takes such a block. Leave it out.`);
}

/**
 * Functions, and tools that Nova has, too.
 *
 * @param {Unchecked} tool
 * @param {number} position
 */
function toolOf(tool, position) {
  const { type, name, description, input_schema, strict, cache_control } = tool ?? {};
  if (/^web_search/.test(type)) return { type: "web_search" };
  if (/^code_execution/.test(type)) return { type: "code_interpreter" };
  if (type != null && type !== "custom")
    throw inputError(`tools[${position}]: only Claude knows the tool ${type}. Describe one with an input_schema.`);
  return {
    type: "function",
    function: { name, description, parameters: input_schema, ...(strict != null && { strict }) },
    ...(cache_control && { cache_control }),
  };
}

/** @param {Unchecked} choice */
function choiceOf(choice) {
  if (choice == null) return {};
  const { type, name, disable_parallel_tool_use } = choice;
  const named = { type: "function", function: { name } };
  const choices = /** @type {Record<string, Unchecked>} */ ({ auto: "auto", any: "required", none: "none", tool: named });
  if (!Object.hasOwn(choices, type)) throw inputError("tool_choice.type is not one of auto, any, tool and none.");
  return { tool_choice: choices[type], ...(disable_parallel_tool_use && { parallel_tool_calls: false }) };
}

/**
 * How much to think, in words that every model has a meaning for. The steps are LiteLLM's.
 *
 * @param {Unchecked} thinking
 * @param {Unchecked} effort
 */
function effortOf(thinking, effort) {
  if (effort != null) return { reasoning_effort: effort };
  const budget = thinking?.budget_tokens;
  if (thinking?.type === "disabled") return { reasoning_effort: "none" };
  if (thinking?.type === "adaptive") return { reasoning_effort: "medium" };
  if (thinking?.type !== "enabled") return {};
  return { reasoning_effort: budget >= 10_000 ? "high" : budget >= 5000 ? "medium" : "low" };
}

/** The characters that Bedrock takes in metadata. */
const METADATA = /^[\w\s:@$#=/+,.-]{1,256}$/;

/**
 * @param {Unchecked} metadata
 * @param {ClientSettings} settings
 */
function metadataOf(metadata, settings) {
  const user_id = metadata?.user_id;
  if (user_id == null) return {};
  if (METADATA.test(user_id)) return { metadata: { user_id } };
  lose(settings, "metadata.user_id", "Bedrock takes up to 256 letters, digits, spaces and _.:/=+,@$#-.");
  return {};
}
