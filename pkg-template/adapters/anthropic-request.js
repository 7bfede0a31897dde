// A request of Anthropic's as a chat, which the core translates for every model. Requests may come from strangers: any member
// may be anything.

import { assistantOf, partsOf, resultOf } from "./anthropic-blocks.js";
import { known, lose } from "./anthropic-members.js";
import { listOf, textOf } from "./anthropic-media.js";
import { inputError } from "./failures.js";

/** @import { ClientSettings, MessagePlace } from "../types/claude.js" */
/** @import { Unchecked } from "../types/internal.js" */

/**
 * A request of `chat.completions.create`, and for each of its messages the place in Anthropic's request that it is from.
 *
 * @param {Record<string, Unchecked>} request
 * @param {ClientSettings} settings
 * @returns {{ chat: Unchecked, places: MessagePlace[] }}
 */
export function requestOf(request, settings) {
  const { model, stream, messages, system, stop_sequences, thinking, output_config, metadata, ...body } = known(
    withoutClaudes(request, settings),
    settings,
  );
  const { tools, tool_choice, anthropic_version, anthropic_beta, fallback_models, ...rest } = body;
  if (!Array.isArray(messages)) throw inputError('messages is not a list. Pass one: [{ role: "user", content: "Hello" }].');
  if (tools != null && !Array.isArray(tools)) throw inputError("tools is not a list. Pass one, or leave it out.");
  const { format } = output_config ?? {};
  const all = [...systemOf(system), ...messages.flatMap((message, index) => messagesOf(message, `messages[${index}]`, settings))];
  const chat = {
    ...rest,
    model,
    ...(stream && { stream: true, stream_options: { include_usage: true } }),
    messages: all.map(({ message }) => message),
    ...(stop_sequences && { stop: stop_sequences }),
    ...(tools && { tools: tools.map(toolOf) }),
    ...choiceOf(tool_choice),
    ...effortOf(thinking, output_config?.effort),
    ...(format && { response_format: { type: "json_schema", json_schema: { name: "output", schema: format.schema } } }),
    ...metadataOf(metadata, settings),
  };
  return { chat, places: all.map(({ place }) => place) };
}

/** Members that change the thoughts or the history of Claude only. */
const CLAUDES = ["compaction", "context_management", "safeguards", "user_profile_id"];

/**
 * @param {Record<string, Unchecked>} request
 * @param {ClientSettings} settings
 */
function withoutClaudes(request, settings) {
  const rest = { ...request };
  for (const name of CLAUDES) {
    if (rest[name] != null) lose(settings, name, "Only Claude takes it.");
    delete rest[name];
  }
  return rest;
}

/** @param {Unchecked} system */
function systemOf(system) {
  if (system == null || system.length === 0) return [];
  const parts = listOf(system).map((_, index) => `system[${index}]`);
  return [{ message: { role: "system", content: system }, place: { at: "system", parts } }];
}

/**
 * The messages of a chat for one of Anthropic's: each result of a tool is one.
 *
 * @param {Unchecked} message
 * @param {string} at
 * @param {ClientSettings} settings
 * @returns {{ message: Unchecked, place: MessagePlace }[]}
 */
function messagesOf(message, at, settings) {
  const { role, content } = message ?? {};
  // OpenAI's other roles are none of Anthropic's.
  if (!["user", "assistant", "system"].includes(role)) throw inputError(`${at}.role is not one of user, assistant and system.`);
  if (!Array.isArray(content)) return [{ message: { role, content }, place: { at, parts: [] } }];
  if (role === "assistant") return [assistantOf(content, at, settings)];
  const messages = [];
  /** @type {Unchecked[]} */
  const parts = [];
  const place = { at, parts: /** @type {string[]} */ ([]) };
  for (const [position, block] of content.entries()) {
    const here = `${at}.content[${position}]`;
    if (block?.type === "tool_result") messages.push(resultOf(block, here));
    else
      for (const part of partsOf(block, here)) {
        parts.push(part);
        place.parts.push(here);
      }
  }
  if (parts.length || !messages.length) messages.push({ message: { role, content: parts }, place });
  return messages;
}

/**
 * Functions, and tools that Nova has, too.
 *
 * @param {Unchecked} tool
 * @param {number} position
 */
function toolOf(tool, position) {
  const { type, name, description, input_schema, strict, cache_control } = tool ?? {};
  const kind = textOf(type);
  if (kind.startsWith("web_search")) return { type: "web_search" };
  if (kind.startsWith("code_execution")) return { type: "code_interpreter" };
  if (type != null && kind !== "custom")
    throw inputError(`tools[${position}]: only Claude knows the tool ${kind.slice(0, 50)}. Describe one with an input_schema.`);
  if (!textOf(name)) throw inputError(`tools[${position}].name is missing. Pass one.`);
  return {
    type: "function",
    function: { name, description, parameters: input_schema, ...(strict != null && { strict }) },
    ...(cache_control && { cache_control }),
  };
}

/** @param {Unchecked} choice */
function choiceOf(choice) {
  if (choice == null) return {};
  const { name, disable_parallel_tool_use } = choice;
  const type = textOf(choice.type);
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
  switch (thinking?.type) {
    case "disabled":
      return { reasoning_effort: "none" };
    case "adaptive":
    case "between_tools":
      return { reasoning_effort: "medium" };
    case "enabled":
      return { reasoning_effort: budget >= 10_000 ? "high" : budget >= 5000 ? "medium" : "low" };
    default:
      return {};
  }
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
  if (METADATA.test(textOf(user_id))) return { metadata: { user_id } };
  lose(settings, "metadata.user_id", "Bedrock takes up to 256 letters, digits, spaces and _.:/=+,@$#-.");
  return {};
}

/** A chat's words, and Anthropic's. */
const WORDS = /** @type {[string, string][]} */ ([
  ["add a message of the role `tool` with this id", "add a `tool_result` with this id"],
  [".tool_call_id ", ".tool_use_id "],
  ["answer each of its `tool_calls` once", "answer each of its `tool_use` blocks once"],
  [".tool_calls:", ":"],
  ["`arguments`", "`input`"],
  ["`reasoning_effort", "`output_config.effort"],
  ["`response_format.json_schema.schema`", "`output_config.format.schema`"],
  ["`response_format`", "`output_config.format`"],
  ["`stop`", "`stop_sequences`"],
  ["`parallel_tool_calls`", "`tool_choice.disable_parallel_tool_use`"],
  [".image_url: ", ".source: "],
  [".file: ", ".source: "],
  ["pass a data URL", "pass it as `base64`"],
  ["pass the bytes as a data URL in base64: `data:image/png;base64,…`", "pass the bytes as `base64`"],
]);

/**
 * An error about a chat, about the request that the chat was made of.
 *
 * @param {Unchecked} error
 * @param {MessagePlace[]} places
 */
export function inTheirWords(error, places) {
  if (error?.name !== "BedrockError" || error.cause) return error;
  const said = error.message.replace(
    /messages\[(\d+)\](?:\.content\[(\d+)\])?/,
    (/** @type {string} */ whole, /** @type {number} */ message, /** @type {number | undefined} */ part) => {
      const place = places[message];
      return (part === undefined ? place?.at : place?.parts[part]) ?? whole;
    },
  );
  return inputError(WORDS.reduce((text, [ours, theirs]) => text.replace(ours, theirs), said));
}
