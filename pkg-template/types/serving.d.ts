// Types of an API of another maker over a client: pkg-template/adapters/serving.js. They are not published.

import type { Show } from "../adapters/identity.js";
import type { Bedrock, CallOptions } from "./index.js";
import type { Unchecked } from "./internal.js";

/** An API that a client answers. */
export interface Api {
  /** The header in which the maker's SDK looks for the id of a request. */
  requestIdHeader: string;
  /** The route of a request, or the response to one without. */
  routeOf(request: Received, bedrock: Bedrock): Route | Response | Promise<Route | Response>;
  /** An error as the API tells it. */
  errorBody(status: number, error: Failure, show: Partial<Show>, headers: Headers): object;
  /** Writes the server-sent events of one stream. */
  writerOf(route: Route, show: Show): Writer;
}

/** The relevant parts of `fetch`'s arguments. */
export interface Received {
  /** Without slashes at its end. */
  path: string;
  query: URLSearchParams;
  method: string;
  header(name: string): string | null;
  signal: AbortSignal | undefined;
  isTimed: boolean;
  /** The text of the body; null if it has more bytes. */
  text(maxBytes: number): Promise<string | null>;
}

/** A request whose body is read. */
export interface Asked extends Received {
  body: Unchecked;
  options: CallOptions;
  /** What strangers may see. */
  show: Show;
}

/** An endpoint. */
export interface Route {
  method: string;
  /** The end of the path. */
  path: RegExp;
  /** Whether one request may become many calls of Bedrock's. */
  isManyCalls?: boolean;
  /** Whether the events of its streams have names, and numbers, and no mark of their end. */
  namesEvents?: boolean;
  call(bedrock: Bedrock, request: Asked): Promise<Answered>;
}

/** The result of a call: an object, JSON as bytes, or a stream. */
export interface Answered {
  data: Unchecked;
  response?: { headers: Iterable<[string, string]> } | undefined;
  request_id?: string | null | undefined;
}

/** Writes server-sent events. */
export interface Writer {
  event(value: Unchecked): string;
  failure(status: number, error: Failure): string;
  /** The text after the last event. */
  end(): string;
}

/** An error as it is told; errors are known by their names here. */
export interface Failure {
  message: string;
  name?: string;
  code?: string | undefined;
  param?: string | undefined;
  status?: number | undefined;
  cause?: unknown;
  retryable?: boolean | undefined;
  /** The cause in the words of the API, for programs. */
  details?: { error_code: string; unsupported?: string[] } | undefined;
}
