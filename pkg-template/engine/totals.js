// The token counts and the latency of a reply, from the last event of a stream.

const METRICS = "amazon-bedrock-invocationMetrics";

/**
 * @import { Totals } from "../types/calls.js"
 * @import { Unchecked } from "../types/internal.js"
 */

/**
 * Undefined if this event has none.
 *
 * @param {Unchecked} event
 * @returns {Totals | undefined}
 */
export function readTotals(event) {
  if (event?.metadata) return event.metadata;
  // A chunk in OpenAI's shape, or an event with a response.
  const told = event?.response ?? event;
  if (told?.object) return { usage: told.usage ?? undefined, metrics: told._bedrock?.metrics };
  if (!event?.chunk) return undefined;
  // Decode for reading only: without a byte order mark, which JSON.parse refuses.
  const text = new TextDecoder().decode(event.chunk.bytes);
  // A model's own bytes may be anything.
  const counts = text.includes(`"${METRICS}"`) ? parse(text)?.[METRICS] : undefined;
  return (
    counts && {
      usage: {
        inputTokens: counts.inputTokenCount,
        outputTokens: counts.outputTokenCount,
        cacheReadInputTokens: counts.cacheReadInputTokenCount,
        cacheWriteInputTokens: counts.cacheWriteInputTokenCount,
      },
      metrics: { latencyMs: counts.invocationLatency },
    }
  );
}

/** @param {string} json */
function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
