// A conversation in the vocabulary of Anthropic's Messages, for Claude and for every other model.

import type { ThinkingBlock } from "bedrock-wasm";
import type { Attachment, NewTurn } from "./conversation.ts";
import { finishOf } from "./finish.ts";
import { isClaude, limitOf } from "./limit.ts";
import {
  brokenOff,
  type ContentBlock,
  type ContentDelta,
  type AnthropicEvent,
  type MessageUsage,
  send,
} from "./message-events.ts";
import type { Parameters } from "./settings.ts";
import type { Asked, Asking, Gathered } from "./vocabulary.ts";

export async function asking({ model, system, turns, parameters, tools }: Asked): Promise<Asking<AnthropicEvent>> {
  const { max_tokens, reasoning_effort: _, stop, ...common } = parameters;
  const input = {
    model,
    max_tokens: max_tokens ?? limitOf(model),
    ...common,
    ...(stop && { stop_sequences: stop }),
    ...(await thinkingOf(model, parameters)),
    ...(system.trim() && { system }),
    messages: messagesOf(turns),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })),
    }),
    stream: true,
  };
  return { method: "messages.create", input, send: (bedrock, signal) => send(bedrock, input, signal), take: taker() };
}

/**
 * What makes a model think. Each Claude has its own way, which the package writes in a chat's request: in the very members that
 * Messages have.
 */
async function thinkingOf(model: string, { reasoning_effort, max_tokens }: Parameters): Promise<object> {
  if (!reasoning_effort) return {};
  if (!isClaude(model)) return { output_config: { effort: reasoning_effort } };
  const { sent } = await import("../models/dry-run.ts");
  const { inferenceConfig, additionalModelRequestFields } = await sent(model, {
    reasoning_effort,
    ...(max_tokens !== undefined && { max_tokens }),
  });
  // A budget for thoughts has to be within the limit.
  const limit = inferenceConfig?.maxTokens;
  return { ...additionalModelRequestFields, ...(limit !== undefined && { max_tokens: limit }) };
}

interface Message {
  role: "user" | "assistant";
  content: object[] | string;
}

/** Turns of one side are one message: the results of tools belong together. */
function messagesOf(turns: readonly NewTurn[]): Message[] {
  const messages: { role: Message["role"]; content: object[] }[] = [];
  for (const turn of turns) {
    const role = turn.role === "assistant" ? "assistant" : "user";
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocksOf(turn));
    else messages.push({ role, content: blocksOf(turn) });
  }
  return messages.map(({ role, content }) => ({ role, content: alone(content) ?? content }));
}

/** The text of a message that has nothing else. */
function alone([only, ...others]: object[]): string | undefined {
  return only && "text" in only && others.length === 0 ? String(only.text) : undefined;
}

function blocksOf(turn: NewTurn): object[] {
  const text = turn.text ? [{ type: "text", text: turn.text }] : [];
  switch (turn.role) {
    case "user":
      return [...turn.attachments.map(toBlock), ...text];
    case "tool":
      return [{ type: "tool_result", tool_use_id: turn.callId, content: turn.text, ...(turn.failed && { is_error: true }) }];
    case "assistant": {
      const calls = turn.toolCalls.map(({ id, name, arguments: json }) => ({
        type: "tool_use",
        id,
        name,
        input: JSON.parse(json || "{}"),
      }));
      return [...turn.thinkingBlocks, ...text, ...calls];
    }
  }
}

function toBlock({ name, mediaType, url }: Attachment): object {
  const data = url.slice(url.indexOf(",") + 1);
  const source = { type: "base64", media_type: mediaType, data };
  if (mediaType.startsWith("image/")) return { type: "image", source };
  if (mediaType.startsWith("video/")) {
    throw new Error(`${name}: Anthropic’s Messages take no videos. Choose another vocabulary in the settings.`);
  }
  if (!mediaType.startsWith("text/")) return { type: "document", source, title: name };
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const text = { type: "text", media_type: "text/plain", data: new TextDecoder().decode(bytes) };
  return { type: "document", source: text, title: name };
}

/** Reads the events of one message. */
function taker(): (event: AnthropicEvent, answer: Gathered) => void {
  let usage: MessageUsage = {};
  let block: ContentBlock | undefined;
  return (event, answer) => {
    switch (event.type) {
      case "message_start":
        usage = event.message.usage ?? {};
        break;
      case "content_block_start":
        block = { ...event.content_block };
        if (block.type === "tool_use") answer.toolCalls.push({ id: block.id, name: block.name, arguments: inputOf(block.input) });
        break;
      case "content_block_delta":
        add(event.delta, answer, block);
        break;
      case "content_block_stop":
        if (isSealed(block)) answer.thinkingBlocks.push(block);
        break;
      case "message_delta":
        usage = { ...usage, ...event.usage };
        answer.usage = usageOf(usage);
        answer.finish = event.delta.stop_reason && finishOf(event.delta.stop_reason);
        break;
      case "error":
        throw brokenOff(event.error);
    }
  };
}

function add(delta: ContentDelta, answer: Gathered, block: ContentBlock | undefined): void {
  switch (delta.type) {
    case "text_delta":
      answer.text += delta.text;
      break;
    case "thinking_delta":
      answer.thinking += delta.thinking;
      if (block?.type === "thinking") block.thinking += delta.thinking;
      break;
    case "signature_delta":
      if (block?.type === "thinking") block.signature += delta.signature;
      break;
    case "input_json_delta": {
      const call = answer.toolCalls.at(-1);
      if (call) call.arguments += delta.partial_json;
    }
  }
}

/** A call's input; mostly it comes behind, in pieces. */
const inputOf = (input: object): string => (Object.keys(input ?? {}).length > 0 ? JSON.stringify(input) : "");

/** Whether a model wants a block back. */
function isSealed(block: ContentBlock | undefined): block is ThinkingBlock {
  return block?.type === "redacted_thinking" || (block?.type === "thinking" && block.signature !== "");
}

function usageOf(usage: MessageUsage): Gathered["usage"] {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = usage;
  const prompt_tokens = (input_tokens ?? 0) + (cache_read_input_tokens ?? 0) + (cache_creation_input_tokens ?? 0);
  const completion_tokens = output_tokens ?? 0;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}
