// Why a reply ended: Bedrock and Anthropic have the same words for it, conversations have those of chats.

const FINISHES: Record<string, string> = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  refusal: "content_filter",
  content_filtered: "content_filter",
  guardrail_intervened: "content_filter",
};

export const finishOf = (stopReason: string): string => FINISHES[stopReason] ?? stopReason;
