// How fast the reply came, measured where the caller's loop took it.

import type { RecordedTurn } from "./index.ts";

/** Tokens as far as they are known. Undefined: not told. */
export interface Tokens {
  input: number | undefined;
  output: number | undefined;
  /** Input tokens that the cache had, and those that it now has. */
  cacheRead: number | undefined;
  cacheWrite: number | undefined;
}

export interface Pace {
  /** From the beginning to the first piece of text. */
  firstMs: number | undefined;
  /** From sending the attempt that was answered to the first piece of text. */
  firstFromSendingMs: number | undefined;
  /** From the first piece to the last. */
  textMs: number | undefined;
  /** From the beginning to the end. */
  totalMs: number | undefined;
  /** Bedrock's own measure. */
  latencyMs: number | undefined;
  tokens: Tokens;
  tokensPerSecond: number | undefined;
  /** When how much had come: characters, or tokens where their number is known, shared among the characters. */
  curve: { at: number; amount: number }[];
  unit: "tokens" | "characters";
}

type Members = Record<string, unknown>;
const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null;
const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);
const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);
const length = (value: unknown): number => (typeof value === "string" ? value.length : 0);

export function paceOf(turn: RecordedTurn): Pace {
  const tokens = tokensOf(turn.usage);
  const pieces = turn.events.map(({ at, value }) => ({ at, amount: lengthOf(value) })).filter(({ amount }) => amount > 0);
  const characters = pieces.reduce((sum, { amount }) => sum + amount, 0);
  const first = pieces[0]?.at;
  const last = pieces.at(-1)?.at;
  const textMs = first === undefined || last === undefined ? undefined : last - first;
  const known = tokens.output !== undefined && characters > 0;
  const share = known ? (tokens.output ?? 0) / characters : 1;
  let amount = 0;
  const curve = pieces.map((piece) => {
    amount += piece.amount * share;
    return { at: piece.at, amount };
  });
  return {
    firstMs: first,
    firstFromSendingMs: first === undefined ? undefined : sinceSending(turn, first),
    textMs,
    totalMs: turn.endedAt,
    latencyMs: number(member(turn.metrics, "latencyMs")),
    tokens,
    // One piece has no pace.
    tokensPerSecond: known && pieces.length > 1 && textMs ? ((tokens.output ?? 0) / textMs) * 1000 : undefined,
    curve,
    unit: known ? "tokens" : "characters",
  };
}

function sinceSending({ attempts }: RecordedTurn, first: number): number | undefined {
  const answered = attempts.filter(({ response }) => response !== undefined && response.at <= first).at(-1);
  return answered && first - answered.at;
}

/** In OpenAI's shapes, Anthropic's or Bedrock's. OpenAI counts what the cache had as part of the prompt; here it is beside it. */
export function tokensOf(usage: unknown): Tokens {
  const prompt = number(member(usage, "prompt_tokens") ?? member(usage, "input_tokens"));
  if (prompt === undefined) {
    return {
      input: number(member(usage, "inputTokens")),
      output: number(member(usage, "outputTokens")),
      cacheRead: number(member(usage, "cacheReadInputTokens")),
      cacheWrite: number(member(usage, "cacheWriteInputTokens")),
    };
  }
  const details = member(usage, "prompt_tokens_details") ?? member(usage, "input_tokens_details");
  const within = [number(member(details, "cached_tokens")), number(member(details, "cache_write_tokens"))] as const;
  return {
    input: prompt - (within[0] ?? 0) - (within[1] ?? 0),
    output: number(member(usage, "completion_tokens") ?? member(usage, "output_tokens")),
    cacheRead: within[0] ?? number(member(usage, "cache_read_input_tokens")),
    cacheWrite: within[1] ?? number(member(usage, "cache_creation_input_tokens")),
  };
}

/** How many characters an event or a chunk adds: text, thoughts, the input of tools. */
function lengthOf(event: unknown): number {
  const delta = member(member(event, "contentBlockDelta"), "delta");
  if (delta) {
    const thought = member(member(delta, "reasoningContent"), "text");
    return length(member(delta, "text")) + length(thought) + length(member(member(delta, "toolUse"), "input"));
  }
  const type = member(event, "type");
  // Of Responses: its other events repeat what was said.
  if (typeof type === "string" && type.endsWith(".delta")) return length(member(event, "delta"));
  if (type === "content_block_delta") {
    const part = member(event, "delta");
    return length(member(part, "text")) + length(member(part, "thinking")) + length(member(part, "partial_json"));
  }
  const choices = member(event, "choices");
  if (!Array.isArray(choices)) return 0;
  let sum = 0;
  for (const choice of choices) {
    const part = member(choice, "delta");
    sum += length(member(part, "content")) + length(member(part, "reasoning_content"));
    const calls = member(part, "tool_calls");
    if (Array.isArray(calls)) for (const call of calls) sum += length(member(member(call, "function"), "arguments"));
  }
  return sum;
}
