// What the WebAssembly and the JavaScript around it hand each other: src/wasm is the other end. Not published.

import type { RequestEvent, ResponseEvent, RetryEvent, Warning } from "./index.js";

// ---- what it exports

/** The functions of one module, from wasm-bindgen. Clients, calls under way and decoders are numbers. */
export interface Bindings {
  /** Without a module, another instance of the last one. */
  initSync(source?: { module: WebAssembly.Module }): Exports;
  /** Lets go of the instance. */
  resetState(): void;
  openClient(options: string): number;
  closeClient(client: number): void;
  /** How many milliseconds the local clock is behind the service's, as far as the client has learnt. */
  clockOffset(client: number): number;
  send(client: number, world: World, call: string): number;
  /** Nothing while the call waits for the world; then the text of its reply, or its error. */
  poll(call: number): string | ErrorDetails | undefined;
  end(call: number): void;
  openDecoder(): number;
  closeDecoder(decoder: number): void;
  /** Makes it new for another stream. */
  reset(decoder: number, isModel: boolean, chat: string | undefined): void;
  /** The address where so many bytes may be written. */
  room(decoder: number, length: number): number;
  /** The address of the report on so many bytes. */
  filled(decoder: number, length: number): number;
  takeError(decoder: number): ErrorDetails | undefined;
  finish(decoder: number): ErrorDetails | undefined;
  /** The facts of an operation, as `Shape` has them; nothing for an unknown operation. */
  operation(name: string): string | undefined;
  /** Takes a body piece by piece, and gives lower-case hex for the last one. */
  sha256(piece: Uint8Array, isLast: boolean): string | undefined;
  /** The text without the secrets of requests. */
  strike(text: string): string;
  /** The error of a stream that broke on this side. */
  streamError(reason: StreamBreak): ErrorDetails;
}

/** Those of the module with chats. */
export interface ChatBindings extends Bindings {
  chat(client: number, world: World, call: string, request: Uint8Array, responds: boolean): number;
}

/** Those of the module with what few pages need. */
export interface MoreBindings extends Bindings {
  create(client: number, world: World, call: string, method: number, request: Uint8Array): number;
  createApiKey(client: number, world: World, call: string): number;
  encoder(call: number): EventEncoder | undefined;
}

/** Members of an instance beside its functions. */
export interface Exports {
  memory: WebAssembly.Memory;
}

/** Encodes and signs the events of a caller, in their order. */
export interface EventEncoder {
  /** The frame of an event; nothing, if it is longer than a frame may be. */
  frame(name: string, payload: Uint8Array): Bytes | undefined;
  free(): void;
}

/** Why a stream breaks on this side. */
export type StreamBreak = "idle" | "aborted" | "json" | "bodiless" | "connection";

/** Bytes whose memory no other thread has. */
export type Bytes = ReturnType<Uint8ArrayConstructor["from"]>;

// ---- what it is handed

/** The requests that one call of the core makes: each answer is text. `Line` of pkg-template/engine/io.js implements it. */
export interface World {
  keys(limitMs: number): Pending;
  hash(): Pending;
  exchange(request: string, limitMs: number): Pending;
  body(want: number, limitMs: number): Pending;
  sleep(ms: number): Pending;
  files(addresses: string[]): Pending;
  setPayload(text: string): void;
  line(): World;
  tell(event: HookEvent): void;
}

/** A promise for the core. It is only ever fulfilled. */
export interface Pending {
  then(fulfil: (text: string) => void): void;
}

/** An error before it is one: src/wasm/object.rs makes it, `createError` reads it. */
export interface ErrorDetails {
  name: ErrorName;
  message: string;
  retryable: boolean;
  /** The number under which the world keeps what was thrown; 0 is nothing. */
  cause: number;
  /** The parameter to blame, in OpenAI's vocabulary. */
  param?: string;
  status?: number;
  code?: string;
  requestID?: string;
  body?: string;
  headers?: Headers;
}

/** The classes of pkg-template/client/errors.js. */
export type ErrorName =
  | "BedrockError"
  | "APIError"
  | "BadRequestError"
  | "AuthenticationError"
  | "PermissionDeniedError"
  | "NotFoundError"
  | "ConflictError"
  | "RateLimitError"
  | "InternalServerError"
  | "APIConnectionError"
  | "APIConnectionTimeoutError"
  | "APIUserAbortError";

/** An event of a call under way, from the core: src/wasm/object.rs makes it. */
export type HookEvent =
  | ({ hook: "onRequest"; error?: undefined } & RequestEvent)
  | ({ hook: "onResponse"; error?: undefined } & ResponseEvent)
  | ({ hook: "onRetry"; error: ErrorDetails } & Omit<RetryEvent, "error">)
  | { hook: "onWarning"; code: Warning["code"]; message: string; error?: ErrorDetails; cause?: number };
