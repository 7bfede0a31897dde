// The events of Anthropic's Messages, read as Anthropic's own client reads them: server-sent events of a `fetch`, errors that go
// by the status, and two more tries. That client would be 35 KB to load, at the least.

import type { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import type { Events } from "./vocabulary.ts";

/** Tokens; those of the cache are beside those of the input. */
export interface MessageUsage {
  input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  output_tokens?: number | null;
}

export type AnthropicEvent =
  | { type: "message_start"; message: { usage?: MessageUsage } }
  | { type: "content_block_start"; index: number; content_block: ContentBlock }
  | { type: "content_block_delta"; index: number; delta: ContentDelta }
  | { type: "content_block_stop"; index: number }
  | { type: "message_delta"; delta: { stop_reason: string | null }; usage?: MessageUsage; _bedrock?: { metrics?: unknown } }
  | { type: "message_stop"; "amazon-bedrock-invocationMetrics"?: { invocationLatency?: number } }
  | { type: "ping" }
  | { type: "error"; error: { type: string; message: string } };

export type ContentBlock =
  | { type: "text"; text: string }
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string }
  | { type: "tool_use"; id: string; name: string; input: object };

export type ContentDelta =
  | { type: "text_delta"; text: string }
  | { type: "thinking_delta"; thinking: string }
  | { type: "signature_delta"; signature: string }
  | { type: "input_json_delta"; partial_json: string };

/** As often as Anthropic's client repeats a message. */
const RETRIES = 2;
const FIRST_DELAY_MS = 500;
/** A service that wants a longer pause is asked sooner all the same. */
const DELAY_MS_MAX = 60_000;

/** Sends a message; resolves once its events begin. */
export async function send(bedrock: Bedrock, input: object, signal: AbortSignal): Promise<Events<AnthropicEvent>> {
  const fetch = createFetch(bedrock);
  const body = JSON.stringify(input);
  for (let retry = 0; ; retry++) {
    let failure: MessageError;
    try {
      // With a signal of its own beside the request, the client would know no time-out.
      const response = await fetch(new Request("https://api.anthropic.com/v1/messages", { method: "POST", body, signal }));
      if (response.ok && response.body) return new MessageStream(response.body);
      failure = await refused(response);
    } catch (error) {
      failure = disconnected(error);
    }
    if (retry === RETRIES || !failure.retryable) throw failure;
    const { retryAfterMs: wanted = 0 } = failure;
    await pause(wanted > 0 && wanted < DELAY_MS_MAX ? wanted : FIRST_DELAY_MS * 2 ** retry, signal);
  }
}

class MessageStream implements AsyncIterable<AnthropicEvent> {
  usage: MessageUsage | undefined;
  metrics: unknown;
  readonly #body: ReadableStream<Uint8Array>;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#body = body;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<AnthropicEvent, void> {
    for await (const event of jsonOf(this.#body)) {
      this.#note(event);
      yield event;
    }
  }

  #note(event: AnthropicEvent): void {
    if (event.type === "message_start") this.usage = event.message.usage;
    if (event.type === "message_delta") {
      const told = Object.entries(event.usage ?? {}).filter(([, value]) => value !== null);
      this.usage = { ...this.usage, ...Object.fromEntries(told) };
      this.metrics = event._bedrock?.metrics;
    }
    if (event.type === "message_stop") {
      const latencyMs = event["amazon-bedrock-invocationMetrics"]?.invocationLatency;
      if (latencyMs !== undefined) this.metrics = { latencyMs };
    }
  }
}

/** The data of server-sent events. They end with an empty line, and the data of each is one line. */
async function* jsonOf(body: ReadableStream<Uint8Array>): AsyncGenerator<AnthropicEvent, void> {
  // Safari cannot loop over a ReadableStream.
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("data:")) yield JSON.parse(line.slice(5));
    }
  } finally {
    await reader.cancel();
  }
}

interface MessageError extends Error {
  retryable?: boolean;
  retryAfterMs?: number;
}

/** The classes of Anthropic's client, by status. */
const NAMES: Record<number, string> = {
  400: "BadRequestError",
  401: "AuthenticationError",
  403: "PermissionDeniedError",
  404: "NotFoundError",
  409: "ConflictError",
  422: "UnprocessableEntityError",
  429: "RateLimitError",
};

/** What a response says that is no success. Its headers have AWS's name of the error. */
async function refused(response: Response): Promise<MessageError> {
  const { status, headers } = response;
  const { error } = await response.json();
  return Object.assign(new Error(error.message), {
    name: NAMES[status] ?? (status >= 500 ? "InternalServerError" : "APIError"),
    status,
    code: headers.get("x-amzn-errortype") ?? error.type,
    requestID: headers.get("request-id") ?? undefined,
    retryable: headers.get("x-should-retry") === "true",
    retryAfterMs: Number(headers.get("retry-after-ms")) || Number(headers.get("retry-after")) * 1000,
  });
}

/** Without a response, `fetch` rejects with a TypeError, whose cause says more. */
function disconnected(error: unknown): MessageError {
  const known = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  return known instanceof Error ? known : new Error(String(known));
}

/** An error that came in the place of further events. */
export function brokenOff({ type, message }: { type: string; message: string }): Error {
  return Object.assign(new Error(message), { name: "APIError", code: type });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
  });
}
