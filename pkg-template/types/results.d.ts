// What calls take and give: options, promises, streams.

import type { TokenUsage } from "./answers.js";
import type { InvokeModelMetrics, InvokeModelUsage } from "./invoke-model.js";
import type { WithWarnings } from "./openai-reply.js";
import type { ListedModel, ListedModels } from "./openai-data.js";
import type { FetchImagesOptions, HeaderValues } from "./options.js";
import type { ConverseStreamMetrics } from "./stream-events.js";

/** Options of a call. Each replaces the client's option of that name for this call. */
export interface CallOptions {
  /** Aborts the call or its stream, which then throws {@link APIUserAbortError}. */
  signal?: AbortSignal | undefined;
  /** Sends the requests of this call, in place of the client's `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Milliseconds for one attempt: until the whole reply, of a stream until its head. 0 for no limit. */
  timeout?: number | undefined;
  /** How often a failed attempt is repeated, 0 to 100. */
  maxRetries?: number | undefined;
  /** Headers of this call. They replace default ones of the same name. */
  headers?: HeaderValues | undefined;
  /** Another region than the client's. */
  region?: string | undefined;
  /** Parameters that are added to the URL of this call, as a gateway may want them. They are signed too. */
  query?: HeaderValues | undefined;
  /** Milliseconds to wait for the next piece of a stream. 0 for no limit. Calls without a stream ignore it. */
  streamIdleTimeout?: number | undefined;
}

/** Options of a streaming call. */
export type StreamCallOptions = CallOptions;

/** Options of a call in OpenAI's shape. */
export interface ModelCallOptions extends CallOptions {
  /**
   * Models to be asked, one after the other, when the one before is throttled, out of order or unavailable. Not for
   * requests that are wrong in themselves. A stream that has begun stays with its model. Each change is warned of.
   */
  fallbackModels?: readonly string[] | undefined;
}

/** Options of {@link ChatCompletions.create}. */
export interface ChatCallOptions extends ModelCallOptions {
  fetchImages?: boolean | FetchImagesOptions | undefined;
}

/** The promise of a call. Awaited it is the result; it can also give the HTTP response that the result came from. */
export class APIPromise<T> extends Promise<T> {
  protected constructor();

  /** The HTTP response instead of the result. That of a stream has its body untouched, as Bedrock's binary frames. */
  asResponse(): Promise<Response>;

  /** The result together with the HTTP response and AWS's id of the request. */
  withResponse(): Promise<{ data: T; response: Response; request_id: string | undefined }>;
}

/** The promise of a list of models, which is also an async iterable of them. */
export interface ModelsPromise extends APIPromise<WithWarnings<ListedModels>> {
  [Symbol.asyncIterator](): AsyncIterator<ListedModel, undefined>;
}

/**
 * The promise of a list in pages. Awaited it is the first page; `for await` gives every page, the first one included.
 *
 * Pages are fetched as they are asked for; leaving the loop fetches no more. The call's options hold for each page's
 * request, its `signal` for all of them.
 */
export class PagePromise<Page> extends APIPromise<Page> implements AsyncIterable<Page> {
  private constructor();

  [Symbol.asyncIterator](): AsyncIterator<Page, undefined>;
}

/** A result with AWS's id of the request, to be quoted in support cases. The member is not enumerable. */
export type WithRequestID<T> = T & { readonly _request_id: string | undefined };

/**
 * The events of one reply, consumed once: a second loop throws and names {@link Stream.tee}.
 *
 * Leaving the loop early, `return()`, `close()`, the call's `signal` and dispose abort the request at once. A reply
 * that is cut off ends the loop with an error, never as if it were complete.
 */
export class Stream<T, Usage = TokenUsage | InvokeModelUsage> implements AsyncIterable<T> {
  private constructor();

  /** Aborting it ends the loop quietly; aborting the call's own `signal` makes it throw. */
  readonly controller: AbortController;

  /** AWS's id of the request, to be quoted in support cases. Browsers may hide it. */
  readonly requestId: string | undefined;

  /**
   * The tokens that are paid for. Undefined until the event that tells them has been read: `metadata` of a Converse
   * stream, the last chunk of a model's.
   */
  readonly usage: Usage | undefined;

  /** How long the answer took. Undefined until the event that tells `usage` has been read. */
  readonly metrics: ConverseStreamMetrics | InvokeModelMetrics | undefined;

  [Symbol.asyncIterator](): StreamIterator<T>;

  /** Ends the request, whether the stream was read or not. `[Symbol.asyncDispose]` is the same. */
  close(): Promise<void>;

  /** Two streams of the same events, each at its own speed. The request is aborted when both have been left. */
  tee(): [Stream<T, Usage>, Stream<T, Usage>];

  /** The events as lines of JSON in UTF-8, to be handed on in a response. Blobs are in base64. */
  toReadableStream(): ReadableStream<Uint8Array>;
}

export interface Stream<T, Usage = TokenUsage | InvokeModelUsage> extends AsyncDisposer {}

/** Iterator of a {@link Stream}. */
export interface StreamIterator<T> extends AsyncIterableIterator<T> {
  next(): Promise<IteratorResult<T, undefined>>;

  /** Aborts the request, even while a `next()` is pending. */
  return(): Promise<IteratorResult<T, undefined>>;
}

/** `[Symbol.asyncDispose]`, for `await using`, where the program's own `lib` has it; nothing where it does not. */
export type AsyncDisposer = {
  [Key in SymbolConstructor["asyncDispose" & keyof SymbolConstructor]]: () => Promise<void>;
};

/**
 * Loads the WebAssembly now rather than at the first call, so that the first call is faster.
 *
 * @throws {@link BedrockError} when it cannot be loaded, as on a page whose Content-Security-Policy forbids it.
 */
export function load(): Promise<void>;
