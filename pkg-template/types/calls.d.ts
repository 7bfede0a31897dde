// What the modules of pkg-template/engine and pkg-template/client hand each other about calls. Not published.

import type { IncomingMessage } from "node:http";
import type { Bulk } from "../engine/bulk.js";
import type { Line } from "../engine/io.js";
import type { KeySource } from "../engine/keys.js";
import type { Instance } from "../engine/load.js";
import type { Observer } from "../engine/observer.js";
import type { BedrockResponse, CompletionUsage, InvokeModelUsage, ResponseUsage, Stream, TokenUsage, Warning } from "./index.js";
import type { GivenOptions, Told, Unchecked } from "./internal.js";
import type { Bindings, Bytes, EventEncoder, HookEvent, World } from "./wasm.js";

/** A client's options as it read them, for all its calls. */
export interface Prepared {
  options: Options;
  /** The options as the core reads them. */
  text: string;
  observer: Observer;
  keys: KeySource;
  fetch: Fetch | undefined;
  /** `causes` are what was thrown, by number. */
  tell(event: HookEvent, causes: readonly unknown[], strike: Bindings["strike"]): void;
}

/** Settings of one call. */
export interface CallSettings extends Prepared {
  hash(bytes: Bytes): string | undefined | Promise<string | undefined>;
  strike: Bindings["strike"];
  /** Of OpenAI's vocabulary: what goes round the core. */
  bulk?: Bulk;
  /** Of OpenAI's vocabulary: fetches files, if the caller wants that. */
  files?: FetchFiles | undefined;
}

/** Fetches files, and gives their data URLs as fields. */
export type FetchFiles = (addresses: string[], line: Line) => Promise<string>;

/** `fetch`, as far as it is used here. What a caller's own gives is looked at. */
export type Fetch = (url: string, init: RequestInit) => Unchecked;

/** Options of one call. */
export interface SendOptions<Of extends Bindings = Bindings> {
  /** In the place of the client's. */
  fetch?: Fetch;
  /** For operations that take forms. */
  encodeForm?: EncodeForm;
  /** Texts of the input that nothing may show. */
  secrets?: string[];
  /** For operations to which events are sent: takes what sends them. */
  takeEncoder?: (bindings: Of, call: number) => EventEncoder | undefined;
}

/** A method of OpenAI's vocabulary. */
export interface OpenAiMethod<Of extends Bindings, Extra> {
  /** Its name in messages. */
  of: string;
  /** Its options. */
  table: Table;
  start(bindings: Of, client: number, world: World, call: string, request: Uint8Array): number;
  /** Takes what belongs to the reply and is not text. */
  takeExtra?: (bindings: Of, call: number) => Extra;
  /** Whether long texts go round the core. Where texts are counted, it must see them. */
  shortens?: boolean;
  /** The function that fetches files, if the caller wants that. */
  filesOf?: (given: Unchecked, settings: CallSettings, bulk: Bulk) => FetchFiles | undefined;
  /** Makes the result of the reply. */
  parse(reply: Unchecked): Unchecked;
}

/** Makes the bytes of a form. */
export type EncodeForm = (operation: string, input: Record<string, unknown>) => Bytes;

/** The core's facts about an operation. */
export interface Shape {
  /** Of the client: `converseStream`. */
  method: string;
  /** How the body is made: `json`, `blob`, `form`, or none. */
  input: string;
  /** Kind of reply: `json`, `blob`, `fields`, or the events `converse` and `model`. */
  output: string;
  isStream: boolean;
  /** The member that makes repeating the request harmless, if there is one. */
  token: string;
  /** Those that are not in the body. */
  members: string[];
  /** Those of them that are in the query. */
  query: string[];
}

// ---- options

/** How an option is checked. */
export interface Rule<Value = Unchecked> {
  /** The expected value, in words of a message. */
  expected: string;
  /** The option as it is used; nothing, if it is not as expected. */
  read(value: Unchecked, name: string): Value | undefined;
}

/** JavaScript's types, by their names in `typeof`. */
export interface Types {
  string: string;
  number: number;
  boolean: boolean;
  function: (...of: Unchecked[]) => Unchecked;
}

/** The options that somebody knows. */
export type Table = Record<string, Rule>;

/** Options that were checked by their table. */
export type OptionsOf<Known extends Table> = {
  [Name in keyof Known]?: Known[Name] extends Rule<infer Value> ? Value : never;
};

/** The client's options, checked. */
export type Options = OptionsOf<typeof import("../engine/options.js").CLIENT>;

// ---- replies

/** A good reply. `client/` makes the caller's result of it. */
export interface Reply {
  response: Response;
  /** The body, if it has been read. */
  raw: string | ArrayBuffer | undefined;
  /** Of a stream: what reads its body, and what was read of it. */
  reader?: BodyReader | undefined;
  /** The caller's result, as far as the core knows it. */
  output: Unchecked;
  requestId?: string | undefined;
  /** The caller's. */
  signal?: AbortSignal | undefined;
  instance: Instance;
  /** Only a stream has one, and what it holds of the world while its body is not read. */
  controller?: AbortController | undefined;
  lease?: import("../engine/lease.js").Lease | undefined;
  encoder?: EventEncoder | undefined;
  /** Of a WebSocket: ends it, and makes the error for the caller who wants its response. */
  noResponse?: () => Error;
}

/** A reply that was JSON. */
export interface JsonReply extends Reply {
  raw: string;
}

/** A reply with a body in a model's own format, and what its headers count. */
export interface BlobReply extends Reply {
  output: { body: Uint8Array };
  usage?: Counts | undefined;
  metrics?: Counts | undefined;
}

/** Numbers by name. */
export type Counts = Record<string, number>;

/** A reply whose events are still to be read. */
export interface StreamReply extends Reply {
  controller: AbortController;
  streamIdleTimeout: number;
  isModelStream: boolean;
  /** The members of each of OpenAI's chunks: a `Chat` as JSON. */
  chat?: string;
  /** Reads the events, where they are OpenAI's chunks. */
  rows?: RowReader;
}

/** A reply that a stream both ways begins with. */
export type DuplexReply = Reply & { encoder: EventEncoder };

/** A reply in OpenAI's shape. */
export interface OpenAiReply extends Reply {
  warnings: Warning[];
  /** Whether embeddings are wanted in base64. */
  isBase64?: boolean;
  chat?: string;
  parse(reply: Unchecked): Unchecked;
}

/** The core's answer about a reply in OpenAI's shape: src/wasm/openai.rs makes it, as JSON. One of the last three is there. */
export interface OpenAiSaid {
  requestId?: string;
  warnings: Warning[];
  /** Of a stream. */
  idleTimeout: number;
  output?: unknown;
  /** An output whose embeddings are wanted in base64. */
  inBase64?: unknown;
  chat?: string;
}

/** Members of all chunks of a reply in OpenAI's shape. */
export interface Chat {
  id: string;
  created: number;
  model: string;
  includesUsage?: boolean;
}

/** Members of all events of a response, and of what they tell of it. */
export interface ResponseChat {
  id: string;
  response: BedrockResponse;
}

// ---- streams

/** An event in AWS's shape: one member, named after it. */
export type ModelEvent = Record<string, Unchecked>;

/** Three numbers an event: what it is, a number of its own, and where its text ends. See eventstream/src/rows.rs. */
export type Rows = number[];

/** A decoder in the WebAssembly, for one stream at a time. */
export interface Decoder {
  number: number;
}

/** Makes events of rows. */
export interface RowReader {
  /** The event of the row at this place. */
  read(rows: Rows, row: number, text: string, start: number): Unchecked;
  /** Whether that event is only for `usage` and `metrics` of the stream. */
  isWithheld(rows: Rows, row: number): boolean;
  /** Whether the decoder has still to be asked for the last event, once the body has ended. True once at most. */
  wantsEnd?(): boolean;
}

/** The events of one piece of a stream. */
export interface Batch {
  rows: Rows;
  /** How many of the rows' numbers count. */
  length: number;
  text: string;
  /** Whether an error follows these events. */
  failed: boolean;
}

/** Reader of a body. A caller's own may give anything. */
export interface BodyReader {
  read(): Unchecked;
  cancel(): unknown;
}

/** A reader of which the next piece can be looked at: `read` gives it again. */
export interface Peeking extends BodyReader {
  peek(): Unchecked;
}

/** Cost and duration of a reply. */
export type Totals = Partial<
  Pick<Stream<unknown, TokenUsage | InvokeModelUsage | CompletionUsage | ResponseUsage>, "usage" | "metrics">
>;

/** Facts about a stream beside its events. */
export interface StreamSource {
  controller: AbortController;
  requestId: string | undefined;
  totals: Totals | undefined;
}

/** A browser's WebSocket, or that of npm's ws, which tells more. */
export interface Socket extends Omit<WebSocket, "onerror"> {
  onerror: ((event: { error?: Unchecked }) => void) | null;
  on?: {
    (event: "upgrade", listener: (message: { headers: { "x-amzn-requestid"?: string } }) => void): void;
    (event: "unexpected-response", listener: (request: unknown, message: IncomingMessage) => void): void;
  };
}

/** Source of a caller's events: an iterator, or the reader of a stream. */
export interface CallerEvents {
  next(): Unchecked;
  return?(): Unchecked;
}

/** Completes options. */
export type Configure = (options: GivenOptions, told: Told) => Promise<GivenOptions>;
