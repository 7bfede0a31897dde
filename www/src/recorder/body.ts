// A response whose body is copied while it is read: nothing is read ahead of the caller, nor on after it has left.

import { type Attempt, BYTES_MAX, type SentRequest } from "./types.ts";

/** How many bytes a turn still keeps. */
export interface Budget {
  left: number;
}

export const fullBudget = (): Budget => ({ left: BYTES_MAX });

/** The same response, its bytes noted in `attempt` as they pass; `now` tells the time. */
export function noted(response: Response, attempt: Attempt, budget: Budget, now: () => number): Response {
  if (!response.body) return response;
  const note = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      keep(chunk, attempt, budget, now());
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(note), { status, statusText, headers });
}

function keep(chunk: Uint8Array, attempt: Attempt, budget: Budget, at: number): void {
  attempt.byteCount += chunk.byteLength;
  // After a gap, what follows could not be told apart.
  const length = attempt.cut ? 0 : Math.min(chunk.byteLength, budget.left);
  budget.left -= length;
  if (length < chunk.byteLength) attempt.cut = true;
  // A copy: the reader may hand the chunk's memory on.
  if (length > 0) attempt.bytes.push({ at, value: chunk.slice(0, length) });
}

/** A request's body: what it says, unless it is too large to keep. */
export type SentBody = Pick<SentRequest, "body" | "bodyBytes">;

/** A request's body as text. The package sends strings and bytes; nothing else is read, so that nothing is used up. */
export function sentBody(body: BodyInit | null | undefined, earlier: Iterable<string | undefined>, budget: Budget): SentBody {
  const text = bodyText(body);
  if (text === undefined) return { body: undefined, bodyBytes: 0 };
  const bodyBytes = typeof body === "string" ? new Blob([body]).size : (body as ArrayBuffer).byteLength;
  // Each attempt of a call sends the same: it is kept once.
  for (const kept of earlier) if (kept === text) return { body: kept, bodyBytes };
  if (bodyBytes > budget.left) return { body: undefined, bodyBytes };
  budget.left -= bodyBytes;
  return { body: text, bodyBytes };
}

/** A body as text, if it is one. */
export function bodyText(body: BodyInit | null | undefined): string | undefined {
  if (typeof body === "string") return body;
  if (body instanceof Uint8Array || body instanceof ArrayBuffer) return new TextDecoder().decode(body);
  return undefined;
}
