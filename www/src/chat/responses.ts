// A conversation in the vocabulary of OpenAI's Responses. Bedrock stores none: each request has all of its items.

import type { ResponseInputItem, ResponseInputPart, ResponseOutputItem, ResponseStreamEvent, ResponseUsage } from "bedrock-wasm";
import type { Attachment, NewTurn } from "./conversation.ts";
import type { Asked, Asking, Gathered } from "./vocabulary.ts";

export function asking({ model, system, turns, parameters, tools }: Asked): Asking<ResponseStreamEvent> {
  const { max_tokens, reasoning_effort: effort, ...common } = parameters;
  const input = {
    ...common,
    ...(max_tokens !== undefined && { max_output_tokens: max_tokens }),
    ...(effort && { reasoning: { effort } }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters }) => ({ type: "function" as const, name, description, parameters })),
    }),
    model,
    ...(system.trim() && { instructions: system }),
    input: turns.flatMap(toItems),
    stream: true as const,
  };
  return {
    method: "responses.create",
    input,
    send: (bedrock, signal) => bedrock.responses.create(input, { signal }),
    take,
  };
}

function toItems(turn: NewTurn): ResponseInputItem[] {
  switch (turn.role) {
    case "user": {
      const parts = [...turn.attachments.map(toPart), { type: "input_text", text: turn.text }];
      return [{ role: "user", content: parts.length > 1 ? parts : turn.text }];
    }
    case "tool": {
      const output = { call_id: turn.callId, output: turn.text };
      return [{ type: "function_call_output", ...output, ...(turn.failed && { is_error: true }) }];
    }
    case "assistant": {
      const calls = turn.toolCalls.map(({ id, name, arguments: json }) => ({
        type: "function_call" as const,
        call_id: id,
        name,
        arguments: json,
      }));
      // The model reads again what it thought, and with it the seal, as it came.
      return [...(turn.reasoning ?? []), ...(turn.text ? [{ role: "assistant" as const, content: turn.text }] : []), ...calls];
    }
  }
}

function toPart({ name, mediaType, url }: Attachment): ResponseInputPart {
  if (mediaType.startsWith("image/")) return { type: "input_image", image_url: url };
  if (mediaType.startsWith("video/")) return { type: "video_url", video_url: url };
  return { type: "input_file", filename: name, file_data: url };
}

function take(event: ResponseStreamEvent, answer: Gathered): void {
  switch (event.type) {
    case "response.output_text.delta":
      answer.text += event.delta;
      break;
    case "response.reasoning_summary_text.delta":
      answer.thinking += event.delta;
      break;
    case "response.output_item.done":
      takeItem(event.item, answer);
      break;
    case "response.completed":
    case "response.incomplete":
    case "response.failed": {
      const { usage, error, incomplete_details: details } = event.response;
      if (usage) answer.usage = usageOf(usage);
      if (error) throw Object.assign(new Error(error.message), { code: error.code });
      const whole = answer.toolCalls.length > 0 ? "tool_calls" : "stop";
      answer.finish = details ? (REASONS[details.reason] ?? details.reason) : whole;
    }
  }
}

/** Why a reply is not whole, in the words of chats. */
const REASONS: Record<string, string> = { max_output_tokens: "length", content_filter: "content_filter" };

function takeItem(item: ResponseOutputItem, answer: Gathered): void {
  if (item.type === "reasoning") answer.reasoning.push(item);
  if (item.type === "function_call") {
    answer.toolCalls.push({ id: item.call_id, name: item.name, arguments: item.arguments });
  }
}

function usageOf({ input_tokens, output_tokens, total_tokens }: ResponseUsage): Gathered["usage"] {
  return { prompt_tokens: input_tokens, completion_tokens: output_tokens, total_tokens };
}
