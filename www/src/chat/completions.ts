// A conversation in the vocabulary of OpenAI's chats, the one that it begins with.

import type { ChatCompletionChunk, ChatCompletionContentPart, ChatCompletionMessageParam } from "bedrock-wasm";
import type { Attachment, NewTurn } from "./conversation.ts";
import type { Asked, Asking } from "./vocabulary.ts";

export function asking({ model, system, turns, parameters, tools }: Asked): Asking<ChatCompletionChunk> {
  const messages = turns.map(toMessage);
  const input = {
    ...parameters,
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: "function" as const,
        function: { name, description, parameters },
      })),
    }),
    model,
    messages: system.trim() ? [{ role: "system" as const, content: system }, ...messages] : messages,
    stream: true as const,
    stream_options: { include_usage: true },
  };
  return {
    method: "chat.completions.create",
    input,
    send: (bedrock, signal) => bedrock.chat.completions.create(input, { signal }),
    take(chunk, answer) {
      if (chunk.usage) answer.usage = chunk.usage;
      const choice = chunk.choices[0];
      if (!choice) return;
      const { delta, finish_reason } = choice;
      answer.text += delta.content ?? "";
      answer.thinking += delta.reasoning_content ?? "";
      answer.thinkingBlocks.push(...(delta.thinking_blocks ?? []));
      for (const { index, id, function: told } of delta.tool_calls ?? []) {
        answer.toolCalls[index] ??= { id: "", name: "", arguments: "" };
        const call = answer.toolCalls[index];
        call.id ||= id ?? "";
        call.name ||= told?.name ?? "";
        call.arguments += told?.arguments ?? "";
      }
      if (finish_reason) answer.finish = finish_reason;
    },
  };
}

function toMessage(turn: NewTurn): ChatCompletionMessageParam {
  switch (turn.role) {
    case "user":
      return {
        role: "user",
        content: turn.attachments.length > 0 ? [...turn.attachments.map(toPart), text(turn.text)] : turn.text,
      };
    case "tool":
      return { role: "tool", tool_call_id: turn.callId, content: turn.text, ...(turn.failed && { is_error: true }) };
    case "assistant": {
      const calls = turn.toolCalls.map(({ id, name, arguments: json }) => ({
        id,
        type: "function" as const,
        function: { name, arguments: json },
      }));
      return {
        role: "assistant",
        content: turn.text || null,
        ...(calls.length > 0 && { tool_calls: calls }),
        ...(turn.thinkingBlocks.length > 0 && { thinking_blocks: turn.thinkingBlocks }),
      };
    }
  }
}

const text = (value: string): ChatCompletionContentPart => ({ type: "text", text: value });

function toPart({ name, mediaType, url }: Attachment): ChatCompletionContentPart {
  if (mediaType.startsWith("image/")) return { type: "image_url", image_url: { url } };
  if (mediaType.startsWith("video/")) return { type: "video_url", video_url: { url } };
  return { type: "file", file: { filename: name, file_data: url } };
}
