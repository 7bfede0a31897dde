// What the recorder keeps of a call. Whoever shows it only reads.

import type { Warning } from "bedrock-wasm";
import type { Failure } from "../components/failure.ts";

/** Something with the time at which it came: milliseconds since the recording began. */
export interface Timed<T> {
  at: number;
  value: T;
}

/** A signed request, as it went out. */
export interface SentRequest {
  method: string;
  /** Without its query, which may hold secrets. */
  url: string;
  /** By names in small letters. Secrets are `***`. */
  headers: Record<string, string>;
  /** The body as text; the package sends JSON. Undefined for requests without one, and for one that was too large to keep. */
  body: string | undefined;
  /** How many bytes the body has, kept or not. */
  bodyBytes: number;
}

/** The head of a response. */
export interface ResponseHead {
  status: number;
  /** As far as the browser shows it. */
  requestId: string | undefined;
  /** By names in small letters, as far as the browser shows them. What could be a secret is `***`. */
  headers: Record<string, string>;
  /** Milliseconds from sending the attempt to this head. */
  latencyMs: number;
}

/** One attempt: a request and what came of it. */
export interface Attempt {
  /** From 1. */
  number: number;
  /** Which call of Bedrock's it belongs to, from 0: one call of the package's may make several at once, such as embeddings. */
  call: number;
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  modelId: string | undefined;
  /** When it was sent. */
  at: number;
  request: SentRequest;
  /** Undefined until its head has arrived, and if none does. */
  response: Timed<ResponseHead> | undefined;
  /** Why no response came, as the browser says it. */
  failure: Timed<string> | undefined;
  /** The body's bytes as the network gave them, a copy. Together with those of all attempts at most {@link BYTES_MAX}. */
  bytes: Timed<Uint8Array>[];
  /** How many bytes arrived, the ones that were not kept included. */
  byteCount: number;
  /** Whether bytes beyond the limit were left out of `bytes`. Nothing after the first of them is kept. */
  cut: boolean;
  /** Why it is repeated, and after how many milliseconds. */
  retry: Timed<{ delayMs: number; error: Failure }> | undefined;
}

/** How a call ended. */
export type Outcome = "running" | "done" | "stopped" | "failed";

/** A call from its beginning to its end. It grows while the call runs: see {@link Recording.changed}. */
export interface RecordedTurn {
  id: string;
  /** For people: the model, the pane. */
  label: string;
  /** Milliseconds since 1970. All `at` count from here. */
  startedAt: number;
  /** What the caller asked for, for code to copy: the method and its input. */
  call: RecordedCall | undefined;
  /** Where the calls went, without the way in. Undefined until a client was made. */
  place: Place | undefined;
  attempts: Attempt[];
  /** Each event or chunk that the caller's loop got, in order. */
  events: Timed<unknown>[];
  /** In the shape of the call: of chats, Responses, Messages, or Converse. */
  usage: unknown;
  /** Bedrock's own, such as `latencyMs`. */
  metrics: unknown;
  warnings: Timed<Warning>[];
  error: Failure | undefined;
  outcome: Outcome;
  /** When it ended. Undefined while it runs. */
  endedAt: number | undefined;
}

/** A call as one would write it: `chat.completions.create` and its input. */
export interface RecordedCall {
  method: string;
  input: unknown;
}

/** Where calls go. */
export interface Place {
  region: string;
  /** Another base URL than AWS's own. */
  endpoint: string | undefined;
  /** Whether it is the local Bedrock. */
  local: boolean;
}

/** The most bytes of responses' bodies that a turn keeps, and the most of its requests'. */
export const BYTES_MAX = 8 * 1024 * 1024;
