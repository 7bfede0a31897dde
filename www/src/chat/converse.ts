// A conversation in Bedrock's own vocabulary. The package writes chats in it, so the page asks the package for the request, and
// sends that itself.

import type {
  ChatCompletionCreateParams,
  ConverseStreamOutput,
  ConverseStreamRequest,
  ReasoningContentBlockDelta,
} from "bedrock-wasm";
import { sent } from "../models/dry-run.ts";
import { asking as askingInChat } from "./completions.ts";
import type { ToolCall } from "./conversation.ts";
import { finishOf } from "./finish.ts";
import type { Asked, Asking, Gathered } from "./vocabulary.ts";

export async function asking(asked: Asked): Promise<Asking<ConverseStreamOutput>> {
  const { stream_options: _, ...chat } = askingInChat(asked).input as ChatCompletionCreateParams;
  const input = { modelId: asked.model, ...(await sent(asked.model, chat)) } as ConverseStreamRequest;
  return {
    method: "converseStream",
    input,
    send: (bedrock, signal) => bedrock.converseStream(input, { signal }),
    take: taker(),
  };
}

/** Reads the events of one reply. */
function taker(): (event: ConverseStreamOutput, answer: Gathered) => void {
  let open: ToolCall | undefined;
  let thought = { type: "thinking" as const, thinking: "", signature: "" };
  return ({ contentBlockStart, contentBlockDelta, contentBlockStop, messageStop, metadata }, answer) => {
    const call = contentBlockStart?.start.toolUse;
    if (call) {
      open = { id: call.toolUseId, name: call.name, arguments: "" };
      // Bedrock runs some tools itself.
      if (call.type !== "server_tool_use") answer.toolCalls.push(open);
    }
    const { text = "", toolUse, reasoningContent } = contentBlockDelta?.delta ?? {};
    answer.text += text;
    if (toolUse && open) open.arguments += toolUse.input;
    if (reasoningContent) think(reasoningContent, thought, answer);
    if (contentBlockStop) {
      if (thought.signature) answer.thinkingBlocks.push(thought);
      thought = { type: "thinking", thinking: "", signature: "" };
    }
    if (messageStop) answer.finish = finishOf(messageStop.stopReason);
    if (metadata) answer.usage = usageOf(metadata.usage);
  };
}

function think(
  { text = "", signature = "", redactedContent }: ReasoningContentBlockDelta,
  thought: { thinking: string; signature: string },
  answer: Gathered,
): void {
  answer.thinking += text;
  thought.thinking += text;
  thought.signature += signature;
  if (redactedContent) {
    answer.thinkingBlocks.push({ type: "redacted_thinking", data: new TextDecoder().decode(redactedContent) });
  }
}

/** OpenAI counts what the cache had as part of the prompt. */
function usageOf(usage: NonNullable<ConverseStreamOutput["metadata"]>["usage"]): Gathered["usage"] {
  const { inputTokens, outputTokens, cacheReadInputTokens = 0, cacheWriteInputTokens = 0 } = usage;
  const prompt_tokens = inputTokens + cacheReadInputTokens + cacheWriteInputTokens;
  return { prompt_tokens, completion_tokens: outputTokens, total_tokens: prompt_tokens + outputTokens };
}
