// How fast an answer came.

import type { ChatCompletionChunk } from "bedrock-wasm";

export interface Pace {
  /** Milliseconds from the call to the first piece of the answer or of its thoughts. */
  firstToken: number | undefined;
  /** From the first piece to the last one. Undefined for an answer in one piece, which has no pace. */
  tokensPerSecond: number | undefined;
  /** Milliseconds from the call to the end. */
  whole: number | undefined;
}

interface Timed {
  at: number;
  value: ChatCompletionChunk;
}

const says = ({ value: { choices } }: Timed) => {
  const delta = choices[0]?.delta;
  return Boolean(delta?.content || delta?.reasoning_content || delta?.tool_calls?.length);
};

/** `tokens` is what the answer's usage counts. */
export function paceOf(events: readonly Timed[], tokens: number | undefined): Pace {
  const pieces = events.filter(says);
  const first = pieces[0]?.at;
  const last = pieces.at(-1)?.at;
  const span = first !== undefined && last !== undefined ? last - first : 0;
  // The first piece had come when the clock began.
  const counted = tokens !== undefined && pieces.length > 1 ? tokens * (1 - 1 / pieces.length) : 0;
  return {
    firstToken: first,
    tokensPerSecond: span > 0 && counted > 0 ? counted / (span / 1000) : undefined,
    whole: events.at(-1)?.at,
  };
}
