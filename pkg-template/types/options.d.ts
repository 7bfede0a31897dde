// What the client takes.

import type { OpenEnum } from "./basics.js";
import type { LogLevel, Logger, RequestEvent, ResponseEvent, RetryEvent, Warning } from "./observation.js";

/** Names and values, as of headers: an object, a `Headers`, a `Map` or pairs. */
export type HeaderValues = Record<string, string> | Iterable<readonly [string, string]>;

/**
 * Options of `new Bedrock`: credentials or an API key, never both. Browsers and edge workers need one of them and
 * `region`; elsewhere what is absent is looked for.
 */
export type BedrockOptions = BedrockOptionsBase & (CredentialsOption | ApiKeyOption);

/** Requests are signed with credentials. */
export interface CredentialsOption {
  /**
   * Temporary credentials, or a function that gets them, as every credential provider of the AWS SDK is.
   *
   * Required in browsers and edge workers, unless there is an `apiKey`. Elsewhere absent ones are found in the
   * environment, in `bedrock.json`, in the profile, or where else the AWS SDK finds them.
   */
  credentials?: Credentials | CredentialProvider | undefined;
  apiKey?: undefined;
}

/** Requests carry a Bedrock API key as a bearer token. */
export interface ApiKeyOption {
  /**
   * A Bedrock API key, or a function that gets one. Put only a short-term one where others can read it.
   *
   * Required in browsers and edge workers, unless there are `credentials`. Elsewhere an absent one is found in the
   * environment variable `AWS_BEARER_TOKEN_BEDROCK`.
   */
  apiKey?: string | ApiKeyProvider | undefined;
  credentials?: undefined;
}

/** Options of `new Bedrock` beside credentials or an API key. */
export interface BedrockOptionsBase {
  /**
   * Whether a page may have a key that does not expire, an access key `AKIA…` or an API key `ABSK…`, without a warning.
   * Everybody who opens the page can read it and call AWS with it. Default false. Other runtimes never warn.
   */
  dangerouslyAllowLongLivedKeys?: boolean | undefined;
  /**
   * The AWS region that requests go to and are signed for: `us-east-1`.
   *
   * Required in browsers and edge workers. Elsewhere an absent one is found in the environment (`AWS_REGION`,
   * `AWS_DEFAULT_REGION`), in `bedrock.json` or in the profile. A call whose model or resource is given as an ARN goes
   * to the region that the ARN names; of `rerank` that is not read.
   */
  region?: string | undefined;
  /**
   * Other base URLs than AWS's own. A string stands for all of Bedrock's services: a gateway, a local Bedrock. An
   * object names each service's: a VPC endpoint is one service's. It is called, and signed for the client's region,
   * whatever region an ARN names. One that begins with `http:` is for this machine: any other gives a warning, since the
   * network can read what is sent. An IP address is written as browsers write it: `127.0.0.1`, `[::1]`.
   */
  endpoint?: string | EndpointOptions | undefined;
  /** The region that requests are signed for, where a gateway sends them on to another one. Default: `region`. */
  signingRegion?: string | undefined;
  /**
   * The host that requests are signed for, where a gateway sends them on to it. The path of `endpoint` is not signed
   * then, since the gateway takes it off. Default: the endpoint's own host.
   */
  signingHost?: string | undefined;
  /** Use FIPS 140 endpoints. Default false. */
  useFipsEndpoint?: boolean | undefined;
  /** Use endpoints that answer over IPv6 too. Default false. */
  useDualstackEndpoint?: boolean | undefined;
  /** How often a failed attempt is repeated, 0 to 100. Default 2. A stream is never repeated once it has begun. */
  maxRetries?: number | undefined;
  /** Milliseconds for one attempt: until the whole reply, of a stream until its head. Default 600000, 0: no limit. */
  timeout?: number | undefined;
  /** Milliseconds to wait for the next piece of a stream. Default 300000, 0: no limit. */
  streamIdleTimeout?: number | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * Used instead of the global `WebSocket`, by {@link Bedrock.invokeModelWithBidirectionalStream} only. Node has a global
   * one from version 22; before, pass the class of npm's `ws`, which also tells why a connection was refused.
   */
  WebSocket?: WebSocketClass | undefined;
  /** Headers sent with every request. They are signed too. */
  defaultHeaders?: HeaderValues | undefined;
  /** Sign by the service's clock if its `Date` differs from this machine's by more than four minutes. Default true. */
  correctClockSkew?: boolean | undefined;
  /** Where log lines go. Secrets are never in them. Default: `console`. */
  logger?: Logger | undefined;
  /** The least important log lines that are written. Default `warn`. */
  logLevel?: LogLevel | undefined;
  /**
   * Which inference profile a model is called through: `auto`, that of the region where the model needs one; `never`; or
   * the one of a prefix, such as `us` or `global`. For {@link Bedrock.chat} and its like only.
   */
  inferenceProfile?: OpenEnum<"auto" | "never" | "us" | "eu" | "apac" | "global"> | undefined;
  /** Facts about models: your own names for them, the model behind an ARN, a model's abilities. */
  models?: ModelsOption | undefined;
  /**
   * Whether images and files at addresses on the web are fetched and sent along, which Bedrock does not do. For
   * {@link Bedrock.chat} only. Default false: such an address is an error.
   */
  fetchImages?: boolean | FetchImagesOptions | undefined;
  /** How to treat OpenAI's parameters that have no effect on Bedrock. Default `warn`. */
  unsupportedParams?: "warn" | "error" | "ignore" | undefined;
  /**
   * Told of what would else be lost silently, such as an unknown option. Each message comes once a client, and of one
   * code at most twenty, however many calls it is true of; a reply in OpenAI's shape lists all of its own. Each
   * time that credentials cannot be refreshed is told. Default: the logger's `warn`.
   */
  onWarning?: ((warning: Warning) => void) | undefined;
  /** Told of each attempt before it is sent. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Told of each response when its head has arrived, whatever its status. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Told of each failed attempt that will be repeated, before the wait. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** Value of {@link BedrockOptionsBase.models}. */
export interface ModelsOption {
  /** Names of your own: `{ fast: "us.amazon.nova-micro-v1:0" }`. */
  aliases?: Record<string, string> | undefined;
  /** By the model's alias, id or ARN. What is not said here is as in the package's catalogue. */
  capabilities?: Record<string, ModelCapabilities> | undefined;
}

/** Abilities and limits of a model; requests in OpenAI's shape follow them. */
export interface ModelCapabilities {
  /** The model behind an ARN that does not name one, such as an application inference profile's: an alias or an id. */
  baseModel?: string | undefined;
  tools?: boolean | undefined;
  /** Being made to use a tool, or a certain one. */
  toolChoice?: boolean | undefined;
  /** `reasoning_effort` */
  reasoning?: boolean | undefined;
  /** JSON schemas by Bedrock's `outputConfig`, without the help of a tool. */
  structuredOutput?: boolean | undefined;
  /** Cache points. */
  promptCaching?: boolean | undefined;
  images?: boolean | undefined;
  documents?: boolean | undefined;
  video?: boolean | undefined;
  audio?: boolean | undefined;
  /** `temperature`, `top_p` and `top_k`. */
  sampling?: boolean | undefined;
  temperature?: boolean | undefined;
  /** `temperature` and `top_p` in one request. */
  temperatureWithTopP?: boolean | undefined;
  /** `stop` */
  stopSequences?: boolean | undefined;
  systemPrompt?: boolean | undefined;
  /** Going on with a last message of the assistant. */
  prefill?: boolean | undefined;
  /** Being made to use a certain tool. */
  namedToolChoice?: boolean | undefined;
  /** Tools in replies that are streamed. Without it such a reply is asked for whole, and streamed from here. */
  streamedTools?: boolean | undefined;
  /** `strict` tools. */
  strictTools?: boolean | undefined;
  /** Thinking by effort: the newer versions of Claude. */
  adaptiveThinking?: boolean | undefined;
  /** Thinking within `budget_tokens`: the older ones. */
  thinkingBudget?: boolean | undefined;
  /** Being made to use a tool while it thinks. */
  toolChoiceWhileThinking?: boolean | undefined;
  /** Being told not to think. */
  thinkingOff?: boolean | undefined;
  /** `reasoning_effort: "xhigh"` */
  xhighEffort?: boolean | undefined;
  /** `reasoning_effort: "max"` */
  maxEffort?: boolean | undefined;
  /** Cache points that last an hour. */
  hourLongCache?: boolean | undefined;
  /** `thinking_blocks` of earlier turns, with their signatures. */
  signedThoughts?: boolean | undefined;
  /** `is_error` of a tool's message as the status of its result; else its text says so. */
  toolResultStatus?: boolean | undefined;
  /** Text and media in one turn with the result of a tool; else the result stands alone, and a turn between them. */
  contentBesideToolResult?: boolean | undefined;
  /** Text in one turn with the call of a tool. */
  textBesideToolUse?: boolean | undefined;
  /** Images inside the result of a tool; else they stand behind it. */
  imagesInToolResult?: boolean | undefined;
  /** Documents inside the result of a tool; else they stand behind it. */
  documentsInToolResult?: boolean | undefined;
  /** A conversation that begins with the assistant. */
  assistantFirst?: boolean | undefined;
}

/** Settings of {@link BedrockOptionsBase.fetchImages}. */
export interface FetchImagesOptions {
  /** The most bytes of one file. Default 5242880. */
  maxBytes?: number | undefined;
  /**
   * Whether addresses may lead into private networks. Default false: in Node, Deno and Bun each connection is checked,
   * redirects too. Browsers and edge workers show no addresses, and check none.
   */
  allowPrivateAddresses?: boolean | undefined;
  /** Used for the downloads; it checks for itself where an address leads. Default: the runtime's own way. */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
}

/** A base URL for each of Bedrock's services: `https://vpce-….vpce.amazonaws.com`. What is absent is AWS's own. */
export interface EndpointOptions {
  /** Of what runs models: Converse, InvokeModel, guardrails, asynchronous invocations. */
  bedrockRuntime?: string | undefined;
  /** Of {@link Bedrock.rerank}. */
  bedrockAgentRuntime?: string | undefined;
  /** Of the control plane: foundation models and inference profiles. */
  bedrock?: string | undefined;
}

/** A WebSocket as browsers have it, as far as this package uses it. */
export interface WebSocketLike {
  binaryType: string;
  readonly bufferedAmount: number;
  send(data: never): void;
  close(code?: number): void;
}

/** A class of {@link WebSocketLike}. */
export type WebSocketClass = new (url: string) => WebSocketLike;

/** AWS access keys. Put only temporary ones with few permissions where others can read them, such as in a page. */
export interface Credentials {
  /** Begins with `ASIA` when temporary, with `AKIA` when not. */
  accessKeyId: string;
  secretAccessKey: string;
  /** Belongs to temporary keys, which are refused without it. */
  sessionToken?: string | undefined;
  /** When the keys expire: a date, an ISO 8601 string or milliseconds since 1970. */
  expiration?: Date | string | number | undefined;
}

/** Gets credentials. Asked at the first call, and again five minutes before the last ones expire. */
export type CredentialProvider = () => Credentials | Promise<Credentials>;

/** Gets a Bedrock API key. Asked before every attempt: keep the key for as long as it is good. */
export type ApiKeyProvider = () => string | Promise<string>;

/** Options of {@link Bedrock.createApiKey}. */
export interface CreateApiKeyOptions {
  /** For how many seconds the key is good, 1 to 43200. Default 43200: twelve hours. */
  expiresIn?: number | undefined;
}
