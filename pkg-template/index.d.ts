// The types of the package, in four parts: the client; the errors; what goes in and comes out of each operation; the
// shapes those are made of. Shapes have AWS's names and members: tests/js/types.test.mjs compares them with its models.
//
// One file without imports, because it is also published as index.d.cts for programs that use `require`.

// ---------------------------------------------------------------------------------------------------- The client

/**
 * A client of Amazon Bedrock for one region.
 *
 * Making one sends nothing; the WebAssembly loads at the first call. One client serves any number of calls at once.
 *
 * @example
 * ```ts
 * import { Bedrock } from "bedrock-wasm";
 *
 * const bedrock = new Bedrock({
 *   region: "us-east-1",
 *   credentials: { accessKeyId, secretAccessKey, sessionToken },
 * });
 * const stream = await bedrock.converseStream({
 *   modelId: "us.amazon.nova-lite-v1:0",
 *   messages: [{ role: "user", content: [{ text: "Write a haiku about rivers." }] }],
 * });
 * for await (const event of stream) {
 *   console.log(event.contentBlockDelta?.delta.text ?? "");
 * }
 * ```
 */
export class Bedrock {
  /**
   * Outside of browsers and edge workers nothing has to be given: region and credentials are found in the environment,
   * in `bedrock.json` or in the profile.
   */
  constructor(options?: BedrockOptions);

  /**
   * Sends a conversation to a model and resolves to its whole answer.
   *
   * @throws {@link APIError} and its subclasses when Bedrock refuses or cannot be reached, {@link BedrockError} when
   * the input cannot be sent.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
   */
  converse(input: ConverseRequest, options?: CallOptions): APIPromise<WithRequestID<ConverseResponse>>;

  /**
   * Sends a conversation to a model and resolves, as soon as the answer begins, to a stream of its events.
   *
   * @throws as {@link Bedrock.converse}; once the stream is there, its loop throws what breaks it.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
   */
  converseStream(input: ConverseStreamRequest, options?: StreamCallOptions): APIPromise<ConverseStream>;

  /**
   * Sends a body in the model's own format, for embeddings, images and whatever Converse does not cover.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
   */
  invokeModel(input: InvokeModelRequest, options?: CallOptions): APIPromise<WithRequestID<InvokeModelResponse>>;

  /**
   * As {@link Bedrock.invokeModel}, with the answer in parts as the model writes them.
   *
   * @throws as {@link Bedrock.converseStream}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
   */
  invokeModelWithResponseStream(
    input: InvokeModelWithResponseStreamRequest,
    options?: StreamCallOptions,
  ): APIPromise<InvokeModelStream>;

  /**
   * Talks with a model in both directions at once, as speech models do, over a WebSocket: `body` gives the events that
   * are sent, the stream those that are received.
   *
   * Resolves when the connection is open, and begins to send at once, whether the stream is read or not. After the
   * last event the model is told that there are no more; the stream ends when the service closes the connection, so
   * leave the loop if the model's own last event comes first. Leaving it, in any way, closes the connection and calls
   * the iterator's `return()`. If `body` throws, the loop throws a {@link BedrockError} with that as its `cause`.
   *
   * Needs credentials, not an API key. A WebSocket sends no headers, so `headers` have no effect, and there is no HTTP
   * response: `asResponse()` and `withResponse()` throw. A connection that cannot be opened is tried again, one that
   * breaks is not. Bedrock ends it after eight minutes.
   *
   * @throws as {@link Bedrock.converseStream}, but browsers hide why a connection is refused: {@link APIConnectionError}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithBidirectionalStream.html
   *
   * @example
   * ```ts
   * async function* events() {
   *   yield { chunk: { bytes: { event: { sessionStart: { inferenceConfiguration: { maxTokens: 1024 } } } } } };
   *   for await (const content of microphone) {
   *     yield { chunk: { bytes: { event: { audioInput: { promptName, contentName, content } } } } };
   *   }
   * }
   * const stream = await bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-2-sonic-v1:0", body: events() });
   * for await (const { chunk } of stream) {
   *   const { event } = JSON.parse(new TextDecoder().decode(chunk.bytes));
   *   if (event.audioOutput) play(event.audioOutput.content);
   *   if (event.completionEnd) break;
   * }
   * ```
   */
  invokeModelWithBidirectionalStream(
    input: InvokeModelWithBidirectionalStreamRequest,
    options?: StreamCallOptions,
  ): APIPromise<Stream<InvokeModelWithBidirectionalStreamOutput>>;

  /**
   * Counts the tokens that an input would be charged for, without sending it to the model. Costs nothing.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
   */
  countTokens(input: CountTokensRequest, options?: CallOptions): APIPromise<WithRequestID<CountTokensResponse>>;

  /**
   * Checks content with one of your guardrails, without any model.
   *
   * @throws as {@link Bedrock.converse}. What the guardrail blocks is no error: see `action`.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
   */
  applyGuardrail(input: ApplyGuardrailRequest, options?: CallOptions): APIPromise<WithRequestID<ApplyGuardrailResponse>>;

  /**
   * Scores messages with the checks of the request itself, without any guardrail or model. It blocks nothing.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
   */
  invokeGuardrailChecks(
    input: InvokeGuardrailChecksRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<InvokeGuardrailChecksResponse>>;

  /**
   * Starts an invocation that takes longer than a request may, such as making a video. Its output goes to S3; ask
   * {@link Bedrock.getAsyncInvoke} how it is going.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
   */
  startAsyncInvoke(input: StartAsyncInvokeRequest, options?: CallOptions): APIPromise<WithRequestID<StartAsyncInvokeResponse>>;

  /**
   * Tells how an invocation is going that {@link Bedrock.startAsyncInvoke} started.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
   */
  getAsyncInvoke(input: GetAsyncInvokeRequest, options?: CallOptions): APIPromise<WithRequestID<GetAsyncInvokeResponse>>;

  /**
   * Lists the account's asynchronous invocations in this region. Awaited it is the first page; `for await` gives
   * every page.
   *
   * @throws as {@link Bedrock.converse}; the loop throws what fetching a page throws.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
   *
   * @example
   * ```ts
   * for await (const page of bedrock.listAsyncInvokes({ statusEquals: "Failed" })) {
   *   for (const { invocationArn, failureMessage } of page.asyncInvokeSummaries ?? []) {
   *     console.log(invocationArn, failureMessage);
   *   }
   * }
   * ```
   */
  listAsyncInvokes(input?: ListAsyncInvokesRequest, options?: CallOptions): PagePromise<WithRequestID<ListAsyncInvokesResponse>>;

  /**
   * Sorts documents by how relevant they are to a query. Awaited it is the first page; `for await` gives every page.
   *
   * It takes credentials: Bedrock refuses API keys here.
   *
   * @throws as {@link Bedrock.converse}; the loop throws what fetching a page throws.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
   *
   * @example
   * ```ts
   * const modelArn = "arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0";
   * const { results } = await bedrock.rerank({
   *   queries: [{ type: "TEXT", textQuery: { text: "How long is the Rhine?" } }],
   *   sources: texts.map((text) => ({
   *     type: "INLINE",
   *     inlineDocumentSource: { type: "TEXT", textDocument: { text } },
   *   })),
   *   rerankingConfiguration: {
   *     type: "BEDROCK_RERANKING_MODEL",
   *     bedrockRerankingConfiguration: { modelConfiguration: { modelArn }, numberOfResults: 3 },
   *   },
   * });
   * for (const { index, relevanceScore } of results) console.log(relevanceScore, texts[index]);
   * ```
   */
  rerank(input: RerankRequest, options?: CallOptions): PagePromise<WithRequestID<RerankResponse>>;

  /**
   * Lists the foundation models that this region has. They come all at once, not in pages.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
   */
  listFoundationModels(
    input?: ListFoundationModelsRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<ListFoundationModelsResponse>>;

  /**
   * Tells what a foundation model can do and how long it will be there.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
   */
  getFoundationModel(
    input: GetFoundationModelRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<GetFoundationModelResponse>>;

  /**
   * Lists the inference profiles that can be used from this region: AWS's own and the account's. Awaited it is the
   * first page; `for await` gives every page.
   *
   * @throws as {@link Bedrock.converse}; the loop throws what fetching a page throws.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
   */
  listInferenceProfiles(
    input?: ListInferenceProfilesRequest,
    options?: CallOptions,
  ): PagePromise<WithRequestID<ListInferenceProfilesResponse>>;

  /**
   * Tells which models an inference profile leads to, and in which regions they are.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
   */
  getInferenceProfile(
    input: GetInferenceProfileRequest,
    options?: CallOptions,
  ): APIPromise<WithRequestID<GetInferenceProfileResponse>>;

  /**
   * Makes a short-term API key of the client's credentials, for use as another client's `apiKey`. Nothing is sent.
   *
   * The key may do in Bedrock what the credentials may, but only in the client's region, and it is good for at most
   * as long as they are.
   *
   * @throws {@link AuthenticationError} when there are no valid credentials, as in a client with an `apiKey`;
   * {@link BedrockError} when `expiresIn` is out of range.
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
   */
  createApiKey(options?: CreateApiKeyOptions): Promise<string>;

  /** Chats in OpenAI's shape, for every model of Bedrock's Converse. */
  readonly chat: { readonly completions: ChatCompletions };

  /** Embeddings in OpenAI's shape: Titan, Cohere, Nova, Marengo. */
  readonly embeddings: Embeddings;

  /** Images in OpenAI's shape: Nova Canvas, Titan, Stability. */
  readonly images: Images;

  /** The models that can be called, in OpenAI's shape. */
  readonly models: Models;
}

/** `bedrock.chat.completions` */
export interface ChatCompletions {
  /**
   * Completes a chat. `model` is an alias (`claude-sonnet-5`, `bedrock/nova-lite`), an id, an inference profile or an
   * ARN; `bedrock/eu-west-1/…` names a region.
   *
   * What has no effect on Bedrock is warned of, refused or ignored, as the client's `unsupportedParams` says.
   *
   * @throws as {@link Bedrock.converse}; of a stream, its loop throws what breaks it.
   * @see https://platform.openai.com/docs/api-reference/chat/create
   */
  create(body: ChatCompletionCreateParams & { stream: true }, options?: ChatCallOptions): APIPromise<ChatCompletionStream>;
  create(
    body: ChatCompletionCreateParams & { stream?: false | null | undefined },
    options?: ChatCallOptions,
  ): APIPromise<WithWarnings<ChatCompletion>>;
  create(
    body: ChatCompletionCreateParams,
    options?: ChatCallOptions,
  ): APIPromise<ChatCompletionStream | WithWarnings<ChatCompletion>>;
}

/** `bedrock.embeddings` */
export interface Embeddings {
  /**
   * Makes embeddings, in the order of the input.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://platform.openai.com/docs/api-reference/embeddings/create
   */
  create(
    body: EmbeddingCreateParams & { encoding_format: "base64" },
    options?: ModelCallOptions,
  ): APIPromise<WithWarnings<CreateEmbeddingResponse<string>>>;
  create(body: EmbeddingCreateParams, options?: ModelCallOptions): APIPromise<WithWarnings<CreateEmbeddingResponse>>;
}

/** `bedrock.images` */
export interface Images {
  /**
   * Makes images of a description.
   *
   * @throws as {@link Bedrock.converse}; {@link APIError} with the model's reason when it withholds them all.
   * @see https://platform.openai.com/docs/api-reference/images/create
   */
  generate(body: ImageGenerateParams, options?: ModelCallOptions): APIPromise<WithWarnings<ImagesResponse>>;
}

/** `bedrock.models` */
export interface Models {
  /**
   * Lists what can be called from the region: foundation models by their own ids where they have one, and inference
   * profiles. Awaited it is the list; `for await` gives one model after the other.
   *
   * Where the control plane cannot be reached, as from pages, or the keys may not ask it, the list is the package's own
   * catalogue, with a warning `offline_catalogue`.
   *
   * @throws as {@link Bedrock.converse}.
   * @see https://platform.openai.com/docs/api-reference/models/list
   */
  list(options?: CallOptions): ModelsPromise;

  /**
   * Looks up a model: an alias, an id, an inference profile or an ARN.
   *
   * @throws as {@link Bedrock.converse}; {@link NotFoundError} when there is none of that name.
   * @see https://platform.openai.com/docs/api-reference/models/retrieve
   */
  retrieve(model: string, options?: CallOptions): APIPromise<WithWarnings<ListedModel>>;
}

export default Bedrock;

/** Names and values, as of headers: an object, a `Headers`, a `Map` or pairs. */
export type HeaderValues = Record<string, string> | Iterable<readonly [string, string]>;

/**
 * What `new Bedrock` takes: credentials or an API key, never both. Browsers and edge workers need one of them and
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

/** What `new Bedrock` takes beside credentials or an API key. */
export interface BedrockOptionsBase {
  /**
   * The AWS region that requests go to and are signed for: `us-east-1`.
   *
   * Required in browsers and edge workers. Elsewhere an absent one is found in the environment (`AWS_REGION`,
   * `AWS_DEFAULT_REGION`), in `bedrock.json` or in the profile.
   */
  region?: string | undefined;
  /**
   * Other base URLs than AWS's own. A string stands for all of Bedrock's services: a gateway, a local Bedrock. An
   * object names each service's: a VPC endpoint is one service's.
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
  /** What you know of models: names of your own, which model is behind an ARN, what a model can do. */
  models?: ModelsOption | undefined;
  /**
   * Whether images and files at addresses on the web are fetched and sent along, which Bedrock does not do. For
   * {@link Bedrock.chat} only. Default false: such an address is an error.
   */
  fetchImages?: boolean | FetchImagesOptions | undefined;
  /** What becomes of OpenAI's parameters that have no effect on Bedrock. Default `warn`. */
  unsupportedParams?: "warn" | "error" | "ignore" | undefined;
  /** Told of what would else be lost silently, such as an unknown option. Default: the logger's `warn`. */
  onWarning?: ((warning: Warning) => void) | undefined;
  /** Told of each attempt before it is sent. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Told of each response when its head has arrived, whatever its status. */
  onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Told of each failed attempt that will be repeated, before the wait. */
  onRetry?: ((event: RetryEvent) => void) | undefined;
}

/** What {@link BedrockOptionsBase.models} takes. */
export interface ModelsOption {
  /** Names of your own: `{ fast: "us.amazon.nova-micro-v1:0" }`. */
  aliases?: Record<string, string> | undefined;
  /** By the model's alias, id or ARN. What is not said here is as in the package's catalogue. */
  capabilities?: Record<string, ModelCapabilities> | undefined;
}

/** What a model can do and takes; requests in OpenAI's shape follow it. */
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
  /** `reasoning_effort: "max"` */
  maxEffort?: boolean | undefined;
  /** Cache points that last an hour. */
  hourLongCache?: boolean | undefined;
  /** `thinking_blocks` of earlier turns, with their signatures. */
  signedThoughts?: boolean | undefined;
}

/** What {@link BedrockOptionsBase.fetchImages} takes. */
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

/** What {@link Bedrock.createApiKey} takes. */
export interface CreateApiKeyOptions {
  /** For how many seconds the key is good, 1 to 43200. Default 43200: twelve hours. */
  expiresIn?: number | undefined;
}

/** Something that did not fail, but that the caller should know of. */
export interface Warning {
  /** For programs. */
  code: WarningCode;
  /** For people. */
  message: string;
  /** What was thrown, if something was. */
  cause?: unknown;
}

/**
 * What a warning is about.
 *
 * - `unknown_option`: an option that has no effect, such as a misspelt one
 * - `clock_skew`: this machine's clock is off, and requests are signed by the service's
 * - `credentials_refresh`: new credentials could not be had yet, and the old ones are used until they expire
 * - `ambiguous_configuration`: two places say different things, and the message tells which of them holds
 * - `unreadable_file`: a configuration file is there, but cannot be read
 * - `credential_provider`: what `@aws-sdk/credential-provider-node` warns of
 * - `identity_cache`: the `cache` of `fromCognitoIdentityPool` has no effect, or failed
 * - `unsent_headers`: headers that the runtime does not let a program send
 * - `unsupported_param`: a parameter of OpenAI's that has no effect
 * - `changed_request`: something is sent otherwise than it was written, since Bedrock or the model would refuse it
 * - `fallback_model`: a model failed, and the next one of `fallbackModels` is asked
 * - `content_filter`: some of the images were withheld
 * - `offline_catalogue`: the models are listed from the package's own catalogue
 */
export type WarningCode = OpenEnum<
  | "unknown_option"
  | "clock_skew"
  | "credentials_refresh"
  | "ambiguous_configuration"
  | "unreadable_file"
  | "credential_provider"
  | "identity_cache"
  | "unsent_headers"
  | "unsupported_param"
  | "changed_request"
  | "fallback_model"
  | "content_filter"
  | "offline_catalogue"
>;

/** Where log lines go: `console`, or what a logging library makes. */
export interface Logger {
  error(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  debug(message: string, ...rest: unknown[]): void;
}

/** Each level writes its own lines and those of the levels before it. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** An attempt that is about to be sent. */
export interface RequestEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call it is, from 1. */
  attempt: number;
  /** `GET` or `POST`. */
  method: string;
  /** Without its query, which may hold secrets. */
  url: string;
  /** By names in small letters. Secrets are `***`. */
  headers: Record<string, string>;
}

/** A response whose head has arrived. */
export interface ResponseEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call was answered, from 1. */
  attempt: number;
  /** HTTP status. */
  status: number;
  /** AWS's id of the request, to be quoted in support cases. Browsers may hide it. */
  requestId?: string | undefined;
  /** By names in small letters, as far as the runtime shows them. */
  headers: Record<string, string>;
  /** Milliseconds from sending the attempt to the head of its response. */
  latencyMs: number;
}

/** A failed attempt that will be repeated. */
export interface RetryEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delayMs: number;
  /** Why it failed. */
  error: BedrockError;
}

/** What a call takes beside its input. Each replaces the client's option of that name for this call. */
export interface CallOptions {
  /** Aborts the call or its stream, which then throws {@link APIUserAbortError}. */
  signal?: AbortSignal | undefined;
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

/** What a streaming call takes beside its input. */
export type StreamCallOptions = CallOptions;

/** What a call in OpenAI's shape takes beside its request. */
export interface ModelCallOptions extends CallOptions {
  /**
   * Models to be asked, one after the other, when the one before is throttled, out of order or not to be had. Not for
   * requests that are wrong in themselves. A stream that has begun stays with its model. Each change is warned of.
   */
  fallbackModels?: readonly string[] | undefined;
}

/** What {@link ChatCompletions.create} takes beside its request. */
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
export class Stream<T> implements AsyncIterable<T> {
  private constructor();

  /** Aborting it ends the loop quietly; aborting the call's own `signal` makes it throw. */
  readonly controller: AbortController;

  /** AWS's id of the request, to be quoted in support cases. Browsers may hide it. */
  readonly requestId: string | undefined;

  /**
   * The tokens that are paid for. Undefined until the event that tells them has been read: `metadata` of a Converse
   * stream, the last chunk of a model's.
   */
  readonly usage: TokenUsage | InvokeModelUsage | undefined;

  /** How long the answer took. Undefined until the event that tells `usage` has been read. */
  readonly metrics: ConverseStreamMetrics | InvokeModelMetrics | undefined;

  [Symbol.asyncIterator](): StreamIterator<T>;

  /** Ends the request, whether the stream was read or not. `[Symbol.asyncDispose]` is the same. */
  close(): Promise<void>;

  /** Two streams of the same events, each at its own speed. The request is aborted when both have been left. */
  tee(): [Stream<T>, Stream<T>];

  /** The events as lines of JSON in UTF-8, to be handed on in a response. Blobs are in base64. */
  toReadableStream(): ReadableStream<Uint8Array>;
}

export interface Stream<T> extends AsyncDisposer {}

/** What a {@link Stream} is iterated with. */
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

// ---------------------------------------------------------------------------------------------------- The errors

/** The input or the options cannot be sent, or the WebAssembly cannot be loaded. Fix what the message names. */
export class BedrockError extends Error {}

/**
 * A call that failed, from whatever cause. Has been retried already where that can help.
 *
 * Thrown itself when the reply breaks the protocol or has a status without a class of its own.
 */
export class APIError extends BedrockError {
  /** HTTP status. Of an error inside a stream: the status that AWS gives that error. Undefined if nothing arrived. */
  readonly status: number | undefined;
  /** AWS's name of the error: `ThrottlingException`. */
  readonly code: string | undefined;
  /** AWS's id of the request, to be quoted in support cases. */
  readonly requestID: string | undefined;
  /** The response's headers, as far as the runtime shows them. */
  readonly headers: Headers | undefined;
  /** The beginning of the response's body. */
  readonly body: string | undefined;
  /**
   * Whether the same call may go well another time: what `maxRetries` is for, and what the model failed or had no time for,
   * which is paid for and therefore not repeated by itself.
   */
  readonly retryable: boolean;
}

/** Bedrock refused the input (400, `ValidationException`). Change what the message names. */
export class BadRequestError extends APIError {
  name: "BadRequestError";
}

/** Credentials or API key are missing, malformed, expired or unknown, or a signature does not fit. Get new ones. */
export class AuthenticationError extends APIError {
  name: "AuthenticationError";
}

/** The credentials are good but may not do this (403). Allow the action in IAM, or request access to the model. */
export class PermissionDeniedError extends APIError {
  name: "PermissionDeniedError";
}

/** There is no such model, profile or guardrail in this region (404). Check the id and the region. */
export class NotFoundError extends APIError {
  name: "NotFoundError";
}

/** The request contradicts the state of what it names (`ConflictException`). Read that state, then decide. */
export class ConflictError extends APIError {
  name: "ConflictError";
}

/** Too many requests or tokens, a quota used up, or a model that is still starting. Wait, then send it again. */
export class RateLimitError extends APIError {
  name: "RateLimitError";
}

/** Bedrock or the model failed (500 and above, 424). Send it again later; if it persists, quote `requestID` to AWS. */
export class InternalServerError extends APIError {
  name: "InternalServerError";
}

/** No answer arrived, or the connection broke: network, DNS, TLS, CORS. Check them; `cause` has what fetch threw. */
export class APIConnectionError extends APIError {
  name: "APIConnectionError" | "APIConnectionTimeoutError";
}

/** No answer within `timeout` or `streamIdleTimeout` (raise them), or the model gave up (`ModelTimeoutException`). */
export class APIConnectionTimeoutError extends APIConnectionError {
  name: "APIConnectionTimeoutError";
}

/** The call's `signal` was aborted. `cause` has the signal's reason. */
export class APIUserAbortError extends APIError {
  name: "APIUserAbortError";
}

// ---------------------------------------------------------------------------------------------- OpenAI's vocabulary

/** A result with what of its request had no effect. The members are not enumerable. */
export type WithWarnings<T> = WithRequestID<T> & { readonly _warnings: Warning[] };

/** A chunk of a chat at a time. */
export interface ChatCompletionStream extends Stream<ChatCompletionChunk> {
  /** What of the request had no effect. */
  readonly warnings: Warning[];
}

/** What {@link ChatCompletions.create} takes: OpenAI's parameters, and those of Bedrock's that OpenAI has no words for. */
export interface ChatCompletionCreateParams extends ChatCompletionLostParams {
  model: string;
  messages: readonly ChatCompletionMessageParam[];
  stream?: boolean | null | undefined;
  stream_options?: { include_usage?: boolean; include_obfuscation?: boolean } | null | undefined;
  max_tokens?: number | null | undefined;
  max_completion_tokens?: number | null | undefined;
  temperature?: number | null | undefined;
  top_p?: number | null | undefined;
  /** Of Claude and Nova. */
  top_k?: number | null | undefined;
  stop?: string | readonly string[] | null | undefined;
  /** 1. */
  n?: number | null | undefined;
  tools?: readonly ChatCompletionTool[] | null | undefined;
  tool_choice?: ChatCompletionToolChoice | null | undefined;
  parallel_tool_calls?: boolean | null | undefined;
  /** As `tools` were called before. */
  functions?: readonly FunctionDefinition[] | null | undefined;
  /** As `tool_choice` was called before. */
  function_call?: "none" | "auto" | { name: string } | null | undefined;
  response_format?: ResponseFormat | null | undefined;
  reasoning_effort?: OpenEnum<"none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max"> | null | undefined;
  /** Claude's own, as it is, or what comes nearest to it that the version takes. */
  thinking?: { type: string; budget_tokens?: number; display?: string } | null | undefined;
  /** Goes into Bedrock's invocation log: 16 pairs of up to 256 characters. */
  metadata?: Record<string, string> | null | undefined;
  service_tier?: OpenEnum<"auto" | "default" | "flex" | "priority" | "reserved"> | null | undefined;
  /** `ttl` is how long cache points last that do not say it: `5m`, or else an hour. */
  prompt_cache_options?: { mode?: string; ttl?: string } | null | undefined;
  /** Of Nova. */
  web_search_options?: object | null | undefined;
  /** OneLLM's spelling of {@link ModelCallOptions.fallbackModels}. */
  fallback_models?: readonly string[] | null | undefined;
  /** Converse's own parameters, under their own names. */
  bedrock?: Record<string, unknown> | null | undefined;
  guardrailConfig?: GuardrailStreamConfiguration | null | undefined;
  performanceConfig?: PerformanceConfiguration | null | undefined;
  promptVariables?: Record<string, PromptVariableValues> | null | undefined;
  requestMetadata?: Record<string, string> | null | undefined;
  /** What a model takes beyond all these. */
  additionalModelRequestFields?: JsonObjectInput | null | undefined;
  additionalModelResponseFieldPaths?: readonly string[] | null | undefined;
}

/** OpenAI's parameters that have no counterpart in Bedrock: they are warned of, or refused where the reply would change. */
export interface ChatCompletionLostParams {
  audio?: object | null | undefined;
  frequency_penalty?: number | null | undefined;
  logit_bias?: Record<string, number> | null | undefined;
  logprobs?: boolean | null | undefined;
  modalities?: readonly string[] | null | undefined;
  moderation?: object | null | undefined;
  prediction?: object | null | undefined;
  presence_penalty?: number | null | undefined;
  prompt_cache_key?: string | null | undefined;
  prompt_cache_retention?: string | null | undefined;
  safety_identifier?: string | null | undefined;
  seed?: number | null | undefined;
  store?: boolean | null | undefined;
  top_logprobs?: number | null | undefined;
  user?: string | null | undefined;
  verbosity?: string | null | undefined;
}

/** A message of a chat. Those of the `openai` package fit, and so do the messages of replies. */
export interface ChatCompletionMessageParam {
  role: "system" | "developer" | "user" | "assistant" | "tool" | "function";
  content?: string | readonly ChatCompletionContentPart[] | null | undefined;
  name?: string | null | undefined;
  refusal?: string | null | undefined;
  tool_calls?: readonly ChatCompletionToolCallParam[] | null | undefined;
  function_call?: { name: string; arguments: string } | null | undefined;
  /** The call that a message of the role `tool` answers. */
  tool_call_id?: string | undefined;
  /** Whether the tool failed. */
  is_error?: boolean | undefined;
  /** What a model thought, to be sent back as it came. */
  thinking_blocks?: readonly ThinkingBlock[] | undefined;
  /** The same in OpenRouter's words. */
  reasoning_details?: readonly object[] | undefined;
  /** Has no effect: it has no signature. */
  reasoning_content?: string | null | undefined;
  annotations?: readonly object[] | undefined;
  audio?: object | null | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** A part of a message: the member that its `type` names. */
export interface ChatCompletionContentPart {
  type: OpenEnum<"text" | "image_url" | "file" | "input_audio" | "video_url" | "refusal" | "guarded_text">;
  text?: string | undefined;
  refusal?: string | undefined;
  /** A data URL, bytes or their base64, an `s3://` address; an address on the web with `fetchImages`. */
  image_url?: InputBlob | { url: InputBlob; detail?: string; bucketOwner?: string } | undefined;
  video_url?: InputBlob | { url: InputBlob; bucketOwner?: string } | undefined;
  input_audio?: { data: InputBlob; format: string } | undefined;
  /** `file_data` as an image's `url`; `file_id` may be an `s3://` address. */
  file?: FilePart | undefined;
  /** Whether the model says where in a document it found what it says. */
  citations?: { enabled: boolean } | undefined;
  /** A cache point behind this part, in Anthropic's words. */
  cache_control?: CacheControl | null | undefined;
  /** The same in OpenAI's words. */
  prompt_cache_breakpoint?: CacheControl | boolean | null | undefined;
}

/** A document, or another file. */
export interface FilePart {
  file_data?: InputBlob | undefined;
  file_id?: string | undefined;
  filename?: string | undefined;
  /** `pdf`, where neither the bytes nor `filename` tell. */
  format?: string | undefined;
  bucketOwner?: string | undefined;
  citations?: { enabled: boolean } | undefined;
}

/** Asks for a cache point. */
export interface CacheControl {
  type?: string | undefined;
  mode?: string | undefined;
  /** `5m` or `1h`. */
  ttl?: string | undefined;
}

/** What a model may call. Bedrock has functions; Nova has a `web_search` too. */
export interface ChatCompletionTool {
  type: OpenEnum<"function" | "web_search">;
  function?: FunctionDefinition | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** A function that a model may call. */
export interface FunctionDefinition {
  name: string;
  description?: string | undefined;
  /** A JSON schema of an object. */
  parameters?: unknown;
  strict?: boolean | null | undefined;
}

/** A call that is sent back. */
export interface ChatCompletionToolCallParam {
  id: string;
  type: OpenEnum<"function">;
  function?: { name: string; arguments: string } | undefined;
  cache_control?: CacheControl | null | undefined;
}

/** Which tools a model may or must use. */
export type ChatCompletionToolChoice =
  | "none"
  | "auto"
  | "required"
  | ChatCompletionNamedToolChoice
  | ChatCompletionAllowedTools
  | { type: "custom"; custom: { name: string } };

/** The function that a model must call. */
export interface ChatCompletionNamedToolChoice {
  type: "function";
  function: { name: string };
}

/** The functions of which a model may or must call one. */
export interface ChatCompletionAllowedTools {
  type: "allowed_tools";
  allowed_tools: { mode: "auto" | "required"; tools: readonly { [member: string]: unknown }[] };
}

/** In which form a model answers. */
export type ResponseFormat =
  | { type: "text" }
  | { type: "json_object" }
  | {
      type: "json_schema";
      json_schema: { name: string; description?: string | undefined; schema?: unknown; strict?: boolean | null | undefined };
    };

/** A call of a function. */
export interface ChatCompletionToolCall {
  id: string;
  type: "function";
  /** `arguments` is JSON as the model wrote it. */
  function: { name: string; arguments: string };
}

/** What a model thought, with the signature without which it is refused when it is sent back. */
export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string };

/** An answer of a model. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Seconds since 1970. */
  created: number;
  /** As the request named it. */
  model: string;
  choices: ChatCompletionChoice[];
  usage?: CompletionUsage;
  /** As OpenAI's type has it. Bedrock's `reserved` passes too. */
  service_tier?: "auto" | "default" | "flex" | "priority" | "scale";
  /** What OpenAI has no words for: `stopReason`, `metrics`, `trace`, `citations`, `structuredOutput`. */
  _bedrock: Record<string, unknown>;
}

export interface ChatCompletionChoice {
  index: number;
  message: ChatCompletionMessage;
  finish_reason: FinishReason;
  logprobs: null;
}

/** Why an answer ended. */
export type FinishReason = "stop" | "length" | "tool_calls" | "content_filter" | "function_call";

/** The message of an answer. It can be sent back as it is. */
export interface ChatCompletionMessage {
  role: "assistant";
  content: string | null;
  refusal: string | null;
  tool_calls?: ChatCompletionToolCall[];
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  annotations?: ChatCompletionAnnotation[];
}

/** A source of an answer. */
export interface ChatCompletionAnnotation {
  type: "url_citation";
  url_citation: { start_index: number; end_index: number; url: string; title: string };
}

/** A piece of an answer. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: ChatCompletionChunkChoice[];
  usage?: CompletionUsage | null;
  /** As OpenAI's type has it. Bedrock's `reserved` passes too. */
  service_tier?: "auto" | "default" | "flex" | "priority" | "scale";
  _bedrock?: Record<string, unknown>;
}

export interface ChatCompletionChunkChoice {
  index: number;
  delta: ChatCompletionDelta;
  finish_reason: FinishReason | null;
  logprobs: null;
}

/** What a chunk adds. */
export interface ChatCompletionDelta {
  role?: "assistant";
  content?: string | null;
  refusal?: string | null;
  tool_calls?: {
    index: number;
    id?: string;
    type?: "function";
    function?: { name?: string; arguments?: string };
  }[];
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  annotations?: ChatCompletionAnnotation[];
}

/** A model that can be called, in OpenAI's shape. */
export interface ListedModel {
  /** Goes into `model`. */
  id: string;
  object: "model";
  /** Seconds since 1970, by the day; 0 if it is not known. */
  created: number;
  /** Whose it is: `Anthropic`. */
  owned_by: string;
  /** What Bedrock says of it: a {@link FoundationModelSummary} or an {@link InferenceProfileSummary}. */
  _bedrock?: Record<string, unknown>;
}

/** A list of models. */
export interface ListedModels {
  object: "list";
  data: ListedModel[];
}

/** Tokens of a chat. */
export interface CompletionUsage {
  /** Those read from and written to the cache included. */
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; cache_write_tokens?: number };
  completion_tokens_details?: { reasoning_tokens?: number };
}

/** What {@link Embeddings.create} takes. */
export interface EmbeddingCreateParams {
  model: string;
  /** One text, or several. Models that see take images too, as chats have them. Tokens are refused. */
  input:
    | string
    | ChatCompletionContentPart
    | readonly (string | ChatCompletionContentPart)[]
    | readonly number[]
    | readonly (readonly number[])[];
  /** One of those that the model has. */
  dimensions?: number | undefined;
  encoding_format?: "float" | "base64" | undefined;
  /** Cohere's: what the embeddings are for. Default `search_document`, with a warning. */
  input_type?: OpenEnum<"search_document" | "search_query" | "classification" | "clustering"> | undefined;
  /** Cohere's and Nova's: what becomes of texts that are too long. */
  truncate?: string | undefined;
  /** Titan's: whether the embedding has the length 1. */
  normalize?: boolean | undefined;
  user?: string | null | undefined;
  fallback_models?: readonly string[] | null | undefined;
}

/** Embeddings, in the order of the input: lists of numbers, or the base64 of 32-bit floats. */
export interface CreateEmbeddingResponse<T = number[]> {
  object: "list";
  data: { object: "embedding"; index: number; embedding: T }[];
  model: string;
  usage: { prompt_tokens: number; total_tokens: number };
}

/** What {@link Images.generate} takes. */
export interface ImageGenerateParams {
  model: string;
  prompt: string;
  /** How many, 1 to 10. Default 1. */
  n?: number | null | undefined;
  /** `1024x1024`, or `auto`. */
  size?: string | null | undefined;
  quality?: OpenEnum<"auto" | "low" | "medium" | "high" | "standard" | "hd"> | null | undefined;
  /** Bedrock gives images themselves, no addresses of them. */
  response_format?: "b64_json" | null | undefined;
  /** Of Nova Canvas. */
  style?: string | null | undefined;
  /** Of Stability. */
  output_format?: OpenEnum<"png" | "jpeg"> | null | undefined;
  /** Of Stability: `16:9`. */
  aspect_ratio?: string | undefined;
  /** Of Amazon's: how closely the prompt is followed. */
  cfg_scale?: number | undefined;
  negative_prompt?: string | undefined;
  seed?: number | undefined;
  background?: string | null | undefined;
  moderation?: string | null | undefined;
  output_compression?: number | null | undefined;
  partial_images?: number | null | undefined;
  stream?: false | null | undefined;
  user?: string | null | undefined;
  fallback_models?: readonly string[] | null | undefined;
}

/** Images in base64. */
export interface ImagesResponse {
  /** Seconds since 1970. */
  created: number;
  data: { b64_json: string }[];
  output_format?: "png" | "jpeg";
}

// ------------------------------------------------------------------------------------------------ The operations

/**
 * The input of {@link Bedrock.converse}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseRequest extends ConverseRequestBase {
  /** A guardrail to check input and answer with. */
  guardrailConfig?: GuardrailConfiguration;
}

/**
 * The input of {@link Bedrock.converseStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html
 */
export interface ConverseStreamRequest extends ConverseRequestBase {
  /** A guardrail to check input and answer with. */
  guardrailConfig?: GuardrailStreamConfiguration;
}

/** What both Converse operations take. */
export interface ConverseRequestBase {
  /**
   * The id or ARN of a model, an inference profile, a prompt, a prompt router or a provisioned, deployed or
   * marketplace model; 1 to 2048 characters. Imported models take only {@link Bedrock.invokeModel}.
   */
  modelId: string;
  /** The conversation so far, oldest message first. Optional only with a prompt's ARN. */
  messages?: Message[];
  /** What the model is told before the conversation. */
  system?: SystemContentBlock[];
  /** How the model chooses its words. What it does not name goes into `additionalModelRequestFields`. */
  inferenceConfig?: InferenceConfiguration;
  /** The tools that the model may ask for. */
  toolConfig?: ToolConfiguration;
  /** Parameters of this one model, passed on as they are: `{ top_k: 200 }`. */
  additionalModelRequestFields?: JsonInput;
  /** Values for the variables of the prompt in `modelId`. */
  promptVariables?: Record<string, PromptVariableValues>;
  /** JSON pointers to members of the model's own answer: `/stop_sequence`. At most 10, of up to 256 characters. */
  additionalModelResponseFieldPaths?: string[];
  /** Tags for your invocation logs: 1 to 16, keys and values up to 256 characters. */
  requestMetadata?: Record<string, string>;
  /** Latency-optimized inference, for models that have it. */
  performanceConfig?: PerformanceConfiguration;
  /** The queue and price of the request. */
  serviceTier?: ServiceTier;
  /** The form of the answer. */
  outputConfig?: OutputConfig;
}

/** The output of {@link Bedrock.converse}. */
export interface ConverseResponse {
  /** The model's answer. Its `message` can go into the next request as it is. */
  output: ConverseOutput;
  /** Why the model stopped. */
  stopReason: StopReason;
  /** The tokens that are paid for. */
  usage: TokenUsage;
  /** How long it took. */
  metrics: ConverseMetrics;
  /** What `additionalModelResponseFieldPaths` asked for. */
  additionalModelResponseFields?: JsonValue;
  /** What guardrail and prompt router did. */
  trace?: ConverseTrace;
  /** The latency setting that was used. */
  performanceConfig?: PerformanceConfiguration;
  /** The service tier that was used. */
  serviceTier?: ServiceTier;
}

/** The output of {@link Bedrock.converseStream}. */
export interface ConverseStream extends Stream<ConverseStreamOutput> {
  /** The tokens that are paid for. Undefined until the `metadata` event has been read. */
  readonly usage: TokenUsage | undefined;
  /** How long the answer took. Undefined until the `metadata` event has been read. */
  readonly metrics: ConverseStreamMetrics | undefined;

  tee(): [ConverseStream, ConverseStream];
}

/**
 * One event of {@link Bedrock.converseStream}: an object with one key.
 *
 * They come as `messageStart`; for each block `contentBlockStart` (tools and images only), `contentBlockDelta`s and
 * `contentBlockStop`; `messageStop`; `metadata`. Errors inside the stream are thrown.
 */
export type ConverseStreamOutput = OneOf<{
  /** The answer begins. */
  messageStart: MessageStartEvent;
  /** A tool's or an image's block begins. Blocks of text and reasoning begin with their first delta. */
  contentBlockStart: ContentBlockStartEvent;
  /** A piece of a block. */
  contentBlockDelta: ContentBlockDeltaEvent;
  /** A block is complete. */
  contentBlockStop: ContentBlockStopEvent;
  /** The answer is complete; `metadata` follows. */
  messageStop: MessageStopEvent;
  /** Tokens, time and traces: the last event. */
  metadata: ConverseStreamMetadataEvent;
}>;

/**
 * The input of {@link Bedrock.invokeModel}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
 */
export interface InvokeModelRequest {
  /** The id or ARN of a model, an inference profile or a provisioned, imported, deployed or marketplace model. */
  modelId: string;
  /** In the model's own format, up to 25 MB: bytes and text are sent as they are, an object as JSON. */
  body?: Uint8Array | string | JsonObjectInput;
  /** MIME type of `body`. Default `application/json`. */
  contentType?: string;
  /** MIME type wanted for the answer. Default `application/json`. */
  accept?: string;
  /** Whether the answer shows what the guardrail did. */
  trace?: Trace;
  /** Id or ARN of a guardrail to check input and answer with. Goes with `guardrailVersion`. */
  guardrailIdentifier?: string;
  /** A number, or `DRAFT`. */
  guardrailVersion?: string;
  /** Latency-optimized inference, for models that have it. */
  performanceConfigLatency?: PerformanceConfigLatency;
  /** The queue and price of the request. */
  serviceTier?: ServiceTierType;
  /** Tags for your invocation logs: a JSON object of strings, as text of up to 8500 characters. */
  requestMetadata?: string;
}

/**
 * The input of {@link Bedrock.invokeModelWithResponseStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html
 */
export interface InvokeModelWithResponseStreamRequest extends InvokeModelRequest {}

/** The output of {@link Bedrock.invokeModel}. */
export interface InvokeModelResponse extends InvokeModelHeaders {
  /** In the model's own format, up to 25 MB. */
  body: OutputBlob;

  /** The tokens that are paid for, from headers of Bedrock's; undefined where it sends none or a browser hides them. */
  readonly usage: InvokeModelUsage | undefined;

  /** How long the answer took, from a header of Bedrock's; undefined where a browser hides it. */
  readonly metrics: InvokeModelMetrics | undefined;

  /** `body` parsed as JSON. Nothing checks that it is a `T`. */
  json<T = unknown>(): T;

  /** `body` as text. */
  text(): string;
}

/** The output of {@link Bedrock.invokeModelWithResponseStream}. */
export interface InvokeModelStream extends Stream<ResponseStream>, InvokeModelHeaders {
  /** The tokens that are paid for. Undefined until the last chunk has been read; some models tell none. */
  readonly usage: InvokeModelUsage | undefined;
  /** How long the answer took. Undefined until the last chunk has been read. */
  readonly metrics: InvokeModelMetrics | undefined;
}

/** The tokens of an invocation: what Bedrock counted of them, whatever the model's own format says. */
export interface InvokeModelUsage {
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Those that the cache had. */
  cacheReadInputTokens: number | undefined;
  /** Those that the cache now has. */
  cacheWriteInputTokens: number | undefined;
}

/** How long an invocation took. */
export interface InvokeModelMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** What InvokeModel operations answer in headers: each is undefined where a browser hides its header. */
export interface InvokeModelHeaders {
  /** MIME type of the answer; of a stream, that of its parts. */
  readonly contentType?: string;
  /** The latency setting that was used. */
  readonly performanceConfigLatency?: PerformanceConfigLatency;
  /** The service tier that was used. */
  readonly serviceTier?: ServiceTierType;
}

/** One event of {@link Bedrock.invokeModelWithResponseStream}. Errors inside the stream are thrown. */
export type ResponseStream = OneOf<{
  /** A part of the answer. */
  chunk: PayloadPart;
}>;

/** A part of a model's answer. */
export interface PayloadPart {
  /** In the model's own format, mostly one JSON object; up to 1 MB. */
  bytes?: OutputBlob;
}

/**
 * The input of {@link Bedrock.invokeModelWithBidirectionalStream}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithBidirectionalStream.html
 */
export interface InvokeModelWithBidirectionalStreamRequest {
  /** The id or ARN of a model for streams in both directions: Nova Sonic's. */
  modelId: string;
  /**
   * The events to be sent, asked for one by one as the connection takes them. Nothing is asked for before it is open;
   * if it cannot be opened, the iterable is left as it is.
   */
  body: EventInput<InvokeModelWithBidirectionalStreamInput>;
}

/** Events to be sent: an async generator, any other iterable, or a stream. */
export type EventInput<Event> = AsyncIterable<Event> | Iterable<Event> | ReadableStream<Event>;

/** One event that {@link Bedrock.invokeModelWithBidirectionalStream} sends. */
export type InvokeModelWithBidirectionalStreamInput = OneOf<{
  /** A part of the input. */
  chunk: BidirectionalInputPayloadPart;
}>;

/** A part of the input of a model. */
export interface BidirectionalInputPayloadPart {
  /**
   * In the model's own format, up to 1 MB: bytes are sent as they are, a string (unlike a blob inside of JSON) as UTF-8
   * text, an object as JSON, with bytes inside of it in base64.
   */
  bytes?: ArrayBufferView | ArrayBuffer | string | JsonObjectWithBytes;
}

/** One event of {@link Bedrock.invokeModelWithBidirectionalStream}. Errors inside the stream are thrown. */
export type InvokeModelWithBidirectionalStreamOutput = OneOf<{
  /** A part of the answer. */
  chunk: BidirectionalOutputPayloadPart;
}>;

/** A part of the output of a model. */
export interface BidirectionalOutputPayloadPart {
  /** In the model's own format, mostly one JSON object; up to 1 MB. */
  bytes?: OutputBlob;
}

/**
 * The input of {@link Bedrock.countTokens}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export interface CountTokensRequest {
  /** The id of a foundation model, up to 256 characters: not of an inference profile, and not every model counts. */
  modelId: string;
  /** What to count. */
  input: CountTokensInput;
}

/** The output of {@link Bedrock.countTokens}. */
export interface CountTokensResponse {
  /** As many as the same input would be charged for. */
  inputTokens: number;
}

/** What to count: the input of either kind of operation. */
export type CountTokensInput = OneOf<{
  /** As it would go into {@link Bedrock.invokeModel}. */
  invokeModel: InvokeModelTokensRequest;
  /** As it would go into {@link Bedrock.converse}. */
  converse: ConverseTokensRequest;
}>;

/** An input of {@link Bedrock.invokeModel} whose tokens are counted. */
export interface InvokeModelTokensRequest {
  /** In the model's own format, up to 25 MB. Unlike InvokeModel's, a string is base64, not text. */
  body: InputBlob;
}

/** An input of {@link Bedrock.converse} whose tokens are counted. */
export interface ConverseTokensRequest {
  /** The conversation so far, oldest message first. */
  messages?: Message[];
  /** What the model is told before the conversation. */
  system?: SystemContentBlock[];
  /** The tools that the model may ask for. */
  toolConfig?: ToolConfiguration;
  /** Parameters of this one model, passed on as they are. */
  additionalModelRequestFields?: JsonInput;
}

/**
 * The input of {@link Bedrock.applyGuardrail}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html
 */
export interface ApplyGuardrailRequest {
  /** Id or ARN. */
  guardrailIdentifier: string;
  /** A number, or `DRAFT`. */
  guardrailVersion: string;
  /** Whether the content is a user's or a model's: a guardrail may treat them differently. */
  source: GuardrailContentSource;
  /** What is checked. */
  content: GuardrailContentBlock[];
  /** Whether assessments list what was checked and not found, too. Default `INTERVENTIONS`: only what was found. */
  outputScope?: GuardrailOutputScope;
}

/** The output of {@link Bedrock.applyGuardrail}. */
export interface ApplyGuardrailResponse {
  /** The units that are paid for. */
  usage: GuardrailUsage;
  /** Whether the guardrail stepped in. */
  action: GuardrailAction;
  /** Why it stepped in. */
  actionReason?: string;
  /** What to show instead: the guardrail's own message, or the content with parts masked. Empty if it did nothing. */
  outputs: GuardrailOutputContent[];
  /** What each policy found. */
  assessments: GuardrailAssessment[];
  /** How much was checked. */
  guardrailCoverage?: GuardrailCoverage;
}

/**
 * The input of {@link Bedrock.invokeGuardrailChecks}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeGuardrailChecks.html
 */
export interface InvokeGuardrailChecksRequest {
  /** What is checked: at least one message. */
  messages: GuardrailChecksMessage[];
  /** What for. */
  checks: GuardrailChecksConfig;
}

/** The output of {@link Bedrock.invokeGuardrailChecks}. */
export interface InvokeGuardrailChecksResponse {
  /** What each check found. */
  results: GuardrailChecksResults;
  /** The units that are paid for, by check. */
  usage: GuardrailChecksUsageResults;
}

/**
 * The input of {@link Bedrock.startAsyncInvoke}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_StartAsyncInvoke.html
 */
export interface StartAsyncInvokeRequest {
  /**
   * Two requests with the same token start one invocation; 1 to 256 printable ASCII characters without spaces. Made
   * when absent, so that retries start no second one.
   */
  clientRequestToken?: string;
  /** The id or ARN of a model, 1 to 256 characters. */
  modelId: string;
  /** In the model's own format. */
  modelInput: JsonInput;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
  /** Tags of the invocation, at most 200. */
  tags?: Tag[];
}

/** The output of {@link Bedrock.startAsyncInvoke}. */
export interface StartAsyncInvokeResponse {
  /** Goes into {@link Bedrock.getAsyncInvoke}. */
  invocationArn: string;
}

/**
 * The input of {@link Bedrock.getAsyncInvoke}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GetAsyncInvoke.html
 */
export interface GetAsyncInvokeRequest {
  /** As {@link Bedrock.startAsyncInvoke} gave it. */
  invocationArn: string;
}

/** The output of {@link Bedrock.getAsyncInvoke}. */
export interface GetAsyncInvokeResponse {
  invocationArn: string;
  /** The model that was invoked. */
  modelArn: string;
  /** The token that the invocation was started with. */
  clientRequestToken?: string;
  status: AsyncInvokeStatus;
  /** Why it failed. */
  failureMessage?: string;
  /** When it was submitted: an ISO 8601 string, as all times in outputs. */
  submitTime: string;
  /** When its status last changed: an ISO 8601 string. */
  lastModifiedTime?: string;
  /** When it ended: an ISO 8601 string. */
  endTime?: string;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
}

/**
 * The input of {@link Bedrock.listAsyncInvokes}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ListAsyncInvokes.html
 */
export interface ListAsyncInvokesRequest {
  /** Only those submitted after this: a date, or an ISO 8601 string. */
  submitTimeAfter?: Date | string;
  /** Only those submitted before this: a date, or an ISO 8601 string. */
  submitTimeBefore?: Date | string;
  /** Only those with this status. */
  statusEquals?: AsyncInvokeStatus;
  /** The most invocations on one page, 1 to 1000. */
  maxResults?: number;
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** What they are sorted by. */
  sortBy?: SortAsyncInvocationBy;
  sortOrder?: SortOrder;
}

/** A page of the output of {@link Bedrock.listAsyncInvokes}. */
export interface ListAsyncInvokesResponse {
  /** Absent on the last page. */
  nextToken?: string;
  /** The invocations on this page; it may have none and still not be the last. */
  asyncInvokeSummaries?: AsyncInvokeSummary[];
}

/**
 * The input of {@link Bedrock.rerank}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html
 */
export interface RerankRequest {
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** What the documents should be relevant to: exactly one query. */
  queries: RerankQuery[];
  /** The model that judges, and how. */
  rerankingConfiguration: RerankingConfiguration;
  /** The documents, 1 to 1000. */
  sources: RerankSource[];
}

/** A page of the output of {@link Bedrock.rerank}. */
export interface RerankResponse {
  /** Absent on the last page. */
  nextToken?: string;
  /** The documents of this page, the most relevant first. */
  results: RerankResult[];
}

/**
 * The input of {@link Bedrock.listFoundationModels}. Its members narrow the list.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html
 */
export interface ListFoundationModelsRequest {
  /** Only this provider's, such as `Anthropic`: 1 to 63 letters, digits, spaces and hyphens. */
  byProvider?: string;
  /** Only those that can be customized in this way. */
  byCustomizationType?: ModelCustomization;
  /** Only those that answer in this form. */
  byOutputModality?: ModelModality;
  /** Only those that can be called in this way. */
  byInferenceType?: InferenceType;
}

/** The output of {@link Bedrock.listFoundationModels}. */
export interface ListFoundationModelsResponse {
  modelSummaries?: FoundationModelSummary[];
}

/**
 * The input of {@link Bedrock.getFoundationModel}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModel.html
 */
export interface GetFoundationModelRequest {
  /** The id or ARN of a foundation model, 1 to 2048 characters: not of an inference profile. */
  modelIdentifier: string;
}

/** The output of {@link Bedrock.getFoundationModel}. */
export interface GetFoundationModelResponse {
  modelDetails?: FoundationModelDetails;
}

/**
 * The input of {@link Bedrock.listInferenceProfiles}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListInferenceProfiles.html
 */
export interface ListInferenceProfilesRequest {
  /** The most profiles on one page, 1 to 1000. */
  maxResults?: number;
  /** Where to begin: the `nextToken` of an earlier page. */
  nextToken?: string;
  /** Only AWS's own, or only those that the account's users made. */
  typeEquals?: InferenceProfileType;
}

/** A page of the output of {@link Bedrock.listInferenceProfiles}. */
export interface ListInferenceProfilesResponse {
  /** The profiles on this page; it may have none and still not be the last. */
  inferenceProfileSummaries?: InferenceProfileSummary[];
  /** Absent on the last page. */
  nextToken?: string;
}

/**
 * The input of {@link Bedrock.getInferenceProfile}.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html
 */
export interface GetInferenceProfileRequest {
  /** Id or ARN, 1 to 2048 characters. */
  inferenceProfileIdentifier: string;
}

/** The output of {@link Bedrock.getInferenceProfile}. */
export interface GetInferenceProfileResponse extends InferenceProfileSummary {}

// ---------------------------------------------------------------------------------------------- Messages, content

/** One turn of a conversation. */
export interface Message<Bytes = InputBlob> {
  /** Who speaks. */
  role: ConversationRole;
  /** What is said, in order. */
  content: ContentBlock<Bytes>[];
}

/** Who speaks: `system` is for instructions in the middle of a conversation, and only some models take it. */
export type ConversationRole = OpenEnum<"user" | "assistant" | "system">;

/** A piece of a message: an object with one key. */
export type ContentBlock<Bytes = InputBlob> = OneOf<{
  /** Text. */
  text: string;
  /** An image. At most 20 in a message, of 3.75 MB and 8000 × 8000 pixels each. */
  image: ImageBlock<Bytes>;
  /** A document. At most 5 in a message, of 4.5 MB each, and only beside a text block. */
  document: DocumentBlock<Bytes>;
  /** A video. */
  video: VideoBlock<Bytes>;
  /** A recording. */
  audio: AudioBlock<Bytes>;
  /** The model asks for a tool to be run. */
  toolUse: ToolUseBlock;
  /** The result of a tool, in the user's next message. */
  toolResult: ToolResultBlock<Bytes>;
  /** Content that the guardrail is to check. Without any such block it checks everything. */
  guardContent: GuardrailConverseContentBlock<Bytes>;
  /** Everything before it is cached for later requests. */
  cachePoint: CachePointBlock;
  /** How the model came to its answer. Send it back unchanged in the next request. */
  reasoningContent: ReasoningContentBlock<Bytes>;
  /** Text with the sources it came from. */
  citationsContent: CitationsContentBlock;
  /** A search result that the model may cite. */
  searchResult: SearchResultBlock;
  /** Makes a tool available from here on. Only in a message of the role `system`. */
  toolAddition: ToolAdditionBlock;
  /** Takes a tool away from here on. Only in a message of the role `system`. */
  toolRemoval: ToolRemovalBlock;
}>;

/** A piece of what the model is told before the conversation. */
export type SystemContentBlock = OneOf<{
  /** Text, at least one character. */
  text: string;
  /** Content that the guardrail is to check. */
  guardContent: GuardrailConverseContentBlock;
  /** Everything before it is cached for later requests. */
  cachePoint: CachePointBlock;
}>;

/** An image. */
export interface ImageBlock<Bytes = InputBlob> {
  format: ImageFormat;
  source: ImageSource<Bytes>;
  /** In answers: why the image could not be processed. */
  error?: ErrorBlock;
}

export type ImageFormat = OpenEnum<"png" | "jpeg" | "gif" | "webp">;

/** Where an image is. */
export type ImageSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A document. */
export interface DocumentBlock<Bytes = InputBlob> {
  format?: DocumentFormat;
  /** Up to 200 letters, digits, single spaces, hyphens, parentheses and brackets. The model sees it as text. */
  name: string;
  source: DocumentSource<Bytes>;
  /** What the model should know about the document. */
  context?: string;
  /** Whether the model should cite it. */
  citations?: CitationsConfig;
}

export type DocumentFormat = OpenEnum<"pdf" | "csv" | "doc" | "docx" | "xls" | "xlsx" | "html" | "txt" | "md">;

/** Where a document is. */
export type DocumentSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
  /** The document as text. */
  text: string;
  /** The document in pieces, which citations then refer to. */
  content: DocumentContentBlock[];
}>;

/** A piece of a document. */
export type DocumentContentBlock = OneOf<{
  text: string;
}>;

/** A video. */
export interface VideoBlock<Bytes = InputBlob> {
  format: VideoFormat;
  source: VideoSource<Bytes>;
}

export type VideoFormat = OpenEnum<"mkv" | "mov" | "mp4" | "webm" | "flv" | "mpeg" | "mpg" | "wmv" | "three_gp">;

/** Where a video is. */
export type VideoSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. The whole request may have 25 MB. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A recording. */
export interface AudioBlock<Bytes = InputBlob> {
  format: AudioFormat;
  source: AudioSource<Bytes>;
  /** In answers: why the recording could not be processed. */
  error?: ErrorBlock;
}

export type AudioFormat = OpenEnum<
  "mp3" | "opus" | "wav" | "aac" | "flac" | "mp4" | "ogg" | "mkv" | "mka" | "x-aac" | "m4a" | "mpeg" | "mpga" | "pcm" | "webm"
>;

/** Where a recording is. */
export type AudioSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
  /** A file in S3, for models that read from there. */
  s3Location: S3Location;
}>;

/** A file in S3. */
export interface S3Location {
  /** `s3://bucket/key` */
  uri: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  bucketOwner?: string;
}

/** Why a part of an answer is missing. */
export interface ErrorBlock {
  message?: string;
}

/** Everything before this is cached for later requests, if it is long enough for the model. */
export interface CachePointBlock {
  type: CachePointType;
  /** How long it is kept after its last use. Without it, as long as the model's default says. */
  ttl?: CacheTTL;
}

export type CachePointType = OpenEnum<"default">;
export type CacheTTL = OpenEnum<"5m" | "1h">;

/** How the model came to its answer. */
export type ReasoningContentBlock<Bytes = InputBlob> = OneOf<{
  /** In words. */
  reasoningText: ReasoningTextBlock;
  /** Encrypted by the model's provider. */
  redactedContent: Bytes;
}>;

/** The model's reasoning in words. */
export interface ReasoningTextBlock {
  text: string;
  /** Proves to the model that the text is its own. Send it back with the text. */
  signature?: string;
}

/** A search result that the model may cite. */
export interface SearchResultBlock {
  /** URL or other name of where it was found. */
  source: string;
  title: string;
  content: SearchResultContentBlock[];
  /** Whether the model should cite it. */
  citations?: CitationsConfig;
}

/** A piece of a search result. */
export interface SearchResultContentBlock {
  text: string;
}

/** Content that a guardrail is to check. */
export type GuardrailConverseContentBlock<Bytes = InputBlob> = OneOf<{
  text: GuardrailConverseTextBlock;
  image: GuardrailConverseImageBlock<Bytes>;
}>;

/** Text that a guardrail is to check. */
export interface GuardrailConverseTextBlock {
  text: string;
  /** What the text is to the guardrail. */
  qualifiers?: GuardrailConverseContentQualifier[];
}

export type GuardrailConverseContentQualifier = OpenEnum<"grounding_source" | "query" | "guard_content">;

/** An image that a guardrail is to check. */
export interface GuardrailConverseImageBlock<Bytes = InputBlob> {
  format: GuardrailConverseImageFormat;
  source: GuardrailConverseImageSource<Bytes>;
}

export type GuardrailConverseImageFormat = OpenEnum<"png" | "jpeg">;

/** Where an image that a guardrail is to check is. */
export type GuardrailConverseImageSource<Bytes = InputBlob> = OneOf<{
  /** The file itself; a string is base64. */
  bytes: Bytes;
}>;

// ------------------------------------------------------------------------------------------------------ Citations

/** Whether the model should cite a source. */
export interface CitationsConfig {
  enabled: boolean;
}

/** Text with the sources it came from. */
export interface CitationsContentBlock {
  content?: CitationGeneratedContent[];
  citations?: Citation[];
}

/** What the model wrote on the ground of sources. */
export type CitationGeneratedContent = OneOf<{
  text: string;
}>;

/** A source of what the model wrote. */
export interface Citation {
  /** The source's title. */
  title?: string;
  /** URL or other name of the source. */
  source?: string;
  /** What was cited. */
  sourceContent?: CitationSourceContent[];
  /** Where it is in the source. */
  location?: CitationLocation;
}

/** What was cited. */
export type CitationSourceContent = OneOf<{
  text: string;
}>;

/** Where a citation is from. Positions count from 0. */
export type CitationLocation = OneOf<{
  web: WebLocation;
  documentChar: DocumentCharLocation;
  documentPage: DocumentPageLocation;
  documentChunk: DocumentChunkLocation;
  searchResultLocation: SearchResultLocation;
}>;

/** A web page. */
export interface WebLocation {
  url?: string;
  domain?: string;
}

/** Characters of a document. */
export interface DocumentCharLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pages of a document. */
export interface DocumentPageLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pieces of a document that was given as `content`. */
export interface DocumentChunkLocation {
  /** Which of the request's documents. */
  documentIndex?: number;
  start?: number;
  end?: number;
}

/** Pieces of a search result. */
export interface SearchResultLocation {
  /** Which of the request's search results. */
  searchResultIndex?: number;
  start?: number;
  end?: number;
}

// ---------------------------------------------------------------------------------------------------------- Tools

/** The tools that the model may ask for. */
export interface ToolConfiguration {
  /** At least one. */
  tools: Tool[];
  /** Whether the model has to use one. Default `{ auto: {} }`. */
  toolChoice?: ToolChoice;
}

/** A tool. */
export type Tool = OneOf<{
  /** A tool that your program runs. */
  toolSpec: ToolSpecification;
  /** A tool that Bedrock runs. */
  systemTool: SystemTool;
  /** The tools before it are cached for later requests. */
  cachePoint: CachePointBlock;
}>;

/** A tool that your program runs. */
export interface ToolSpecification {
  /** 1 to 64 letters, digits, `_` and `-`. */
  name: string;
  /** What it does and when to use it. The better, the better the model uses it. */
  description?: string;
  inputSchema: ToolInputSchema;
  /** Whether the model is held to the schema. */
  strict?: boolean;
}

/** What a tool takes. */
export type ToolInputSchema = OneOf<{
  /** A JSON Schema. */
  json: JsonInput;
}>;

/** A tool that Bedrock runs. */
export interface SystemTool {
  /** `nova_grounding` */
  name: string;
}

/** Whether the model has to use a tool. */
export type ToolChoice = OneOf<{
  /** It may. */
  auto: AutoToolChoice;
  /** It has to use one, whichever. */
  any: AnyToolChoice;
  /** It has to use this one. */
  tool: SpecificToolChoice;
}>;

/** An empty object. */
export type AutoToolChoice = Record<string, never>;
/** An empty object. */
export type AnyToolChoice = Record<string, never>;

/** The tool that the model has to use. */
export interface SpecificToolChoice {
  name: string;
}

/** The model asks for a tool to be run. */
export interface ToolUseBlock {
  /** Goes into the {@link ToolResultBlock} that answers it. */
  toolUseId: string;
  /** Which tool. */
  name: string;
  /** What the tool is given, after its schema. Check it: the model wrote it. */
  input: JsonValue;
  /** Set when Bedrock runs the tool itself. */
  type?: ToolUseType;
}

export type ToolUseType = OpenEnum<"server_tool_use">;

/** The result of a tool. */
export interface ToolResultBlock<Bytes = InputBlob> {
  /** That of the {@link ToolUseBlock} it answers. */
  toolUseId: string;
  content: ToolResultContentBlock<Bytes>[];
  /** Whether the tool succeeded. Some models only. */
  status?: ToolResultStatus;
  /** Set when Bedrock ran the tool itself. */
  type?: string;
}

export type ToolResultStatus = OpenEnum<"success" | "error">;

/** A piece of a tool's result. */
export type ToolResultContentBlock<Bytes = InputBlob> = OneOf<{
  json: JsonValue;
  text: string;
  image: ImageBlock<Bytes>;
  document: DocumentBlock<Bytes>;
  video: VideoBlock<Bytes>;
  searchResult: SearchResultBlock;
}>;

/** Makes a tool available. */
export interface ToolAdditionBlock {
  tool: ToolReference;
}

/** Takes a tool away. */
export interface ToolRemovalBlock {
  tool: ToolReference;
}

/** Names a tool. */
export interface ToolReference {
  /** 1 to 64 characters. */
  type?: string;
  /** As declared in `toolConfig`; 1 to 128 characters. */
  name?: string;
  /** The MCP server that has the tool, if one has; 1 to 128 characters. */
  serverName?: string;
}

// -------------------------------------------------------------------------------------------------- Configuration

/** How the model chooses its words. */
export interface InferenceConfiguration {
  /** The most tokens that the answer may have, at least 1. Default: the model's own limit. */
  maxTokens?: number;
  /** 0 to 1: the higher, the less predictable. */
  temperature?: number;
  /** 0 to 1: only the likeliest words that together have this probability are chosen from. */
  topP?: number;
  /** The answer ends before any of these. At most 2500, most models take fewer. */
  stopSequences?: string[];
}

/** A guardrail for {@link Bedrock.converse}. */
export interface GuardrailConfiguration {
  /** Id or ARN. */
  guardrailIdentifier?: string;
  /** A number, or `DRAFT`. */
  guardrailVersion?: string;
  /** Whether the answer's `trace` says what it did. Default `disabled`. */
  trace?: GuardrailTrace;
}

/** A guardrail for {@link Bedrock.converseStream}. */
export interface GuardrailStreamConfiguration extends GuardrailConfiguration {
  /** `sync` (the default) checks before it streams; `async` streams at once and may take back what was streamed. */
  streamProcessingMode?: GuardrailStreamProcessingMode;
}

export type GuardrailTrace = OpenEnum<"enabled" | "disabled" | "enabled_full">;
export type GuardrailStreamProcessingMode = OpenEnum<"sync" | "async">;
/** As {@link GuardrailTrace}, but InvokeModel spells it in capitals. */
export type Trace = OpenEnum<"ENABLED" | "DISABLED" | "ENABLED_FULL">;

/** The value of a prompt's variable. */
export type PromptVariableValues = OneOf<{
  text: string;
}>;

/** Latency-optimized inference. */
export interface PerformanceConfiguration {
  /** Default `standard`. */
  latency?: PerformanceConfigLatency;
}

export type PerformanceConfigLatency = OpenEnum<"standard" | "optimized">;

/** The queue and price of a request. */
export interface ServiceTier {
  type: ServiceTierType;
}

export type ServiceTierType = OpenEnum<"priority" | "default" | "flex" | "reserved">;

/** The form of the answer. */
export interface OutputConfig {
  /** Makes the model answer in JSON of a given schema. */
  textFormat?: OutputFormat;
  /** How much the model thinks and writes; up to 16 characters. */
  effort?: OpenEnum<"low" | "medium" | "high" | "xhigh" | "max">;
}

/** The format of the answer's text. */
export interface OutputFormat {
  type: OutputFormatType;
  structure: OutputFormatStructure;
}

export type OutputFormatType = OpenEnum<"json_schema">;

/** The structure of the answer's text. */
export type OutputFormatStructure = OneOf<{
  jsonSchema: JsonSchemaDefinition;
}>;

/** The schema of the answer's text. */
export interface JsonSchemaDefinition {
  /** A JSON Schema as text: use `JSON.stringify`. */
  schema: string;
  name?: string;
  description?: string;
}

// -------------------------------------------------------------------------------------------------------- Answers

/** The model's answer. */
export type ConverseOutput = OneOf<{
  message: Message<OutputBlob>;
}>;

/** Why the model stopped. `tool_use` waits for the results of tools; `max_tokens` is an answer that was cut short. */
export type StopReason = OpenEnum<
  | "end_turn"
  | "tool_use"
  | "max_tokens"
  | "stop_sequence"
  | "guardrail_intervened"
  | "content_filtered"
  | "malformed_model_output"
  | "malformed_tool_use"
  | "model_context_window_exceeded"
>;

/** The tokens that are paid for. */
export interface TokenUsage {
  /** Those that were sent, without the ones read from or written to the cache. */
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  /** Those that the cache had. */
  cacheReadInputTokens?: number;
  /** Those that the cache now has. */
  cacheWriteInputTokens?: number;
  /** What was written to the cache, by how long it is kept. */
  cacheDetails?: CacheDetail[];
}

/** Tokens written to the cache. */
export interface CacheDetail {
  ttl: CacheTTL;
  inputTokens: number;
}

/** How long the answer took. */
export interface ConverseMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** What guardrail and prompt router did. */
export interface ConverseTrace {
  guardrail?: GuardrailTraceAssessment;
  promptRouter?: PromptRouterTrace;
}

/** What the prompt router did. */
export interface PromptRouterTrace {
  /** The model it chose. */
  invokedModelId?: string;
}

// ------------------------------------------------------------------------------------------------- Stream events

/** The answer begins. */
export interface MessageStartEvent {
  role: ConversationRole;
}

/** A block begins. */
export interface ContentBlockStartEvent {
  start: ContentBlockStart;
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** What is known of a block at its start. */
export type ContentBlockStart = OneOf<{
  toolUse: ToolUseBlockStart;
  toolResult: ToolResultBlockStart;
  image: ImageBlockStart;
}>;

/** The start of a {@link ToolUseBlock}. */
export interface ToolUseBlockStart {
  toolUseId: string;
  name: string;
  /** Set when Bedrock runs the tool itself. */
  type?: ToolUseType;
}

/** The start of a {@link ToolResultBlock}. */
export interface ToolResultBlockStart {
  toolUseId: string;
  type?: string;
  status?: ToolResultStatus;
}

/** The start of an {@link ImageBlock}. */
export interface ImageBlockStart {
  format: ImageFormat;
}

/** A piece of a block. */
export interface ContentBlockDeltaEvent {
  delta: ContentBlockDelta;
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** A piece of a block. */
export type ContentBlockDelta = OneOf<{
  /** The next piece of the text. */
  text: string;
  toolUse: ToolUseBlockDelta;
  toolResult: ToolResultBlockDelta[];
  reasoningContent: ReasoningContentBlockDelta;
  citation: CitationsDelta;
  image: ImageBlockDelta;
}>;

/** A piece of a {@link ToolUseBlock}. */
export interface ToolUseBlockDelta {
  /** The next piece of the input's JSON text. Parse it when the block is complete; an empty text stands for `{}`. */
  input: string;
}

/** A piece of a {@link ToolResultBlock}. */
export type ToolResultBlockDelta = OneOf<{
  text: string;
  json: JsonValue;
}>;

/** A piece of a {@link ReasoningContentBlock}. */
export type ReasoningContentBlockDelta = OneOf<{
  /** The next piece of the text. */
  text: string;
  /** Encrypted by the model's provider. */
  redactedContent: OutputBlob;
  /** Belongs to the text. */
  signature: string;
}>;

/** A source of what the model wrote. */
export interface CitationsDelta {
  title?: string;
  source?: string;
  sourceContent?: CitationSourceContentDelta[];
  location?: CitationLocation;
}

/** A piece of what was cited. */
export interface CitationSourceContentDelta {
  text?: string;
}

/** A piece of an {@link ImageBlock}. */
export interface ImageBlockDelta {
  source?: ImageSource<OutputBlob>;
  /** Why the image could not be processed. */
  error?: ErrorBlock;
}

/** A block is complete. */
export interface ContentBlockStopEvent {
  /** Which block of the message, from 0. */
  contentBlockIndex: number;
}

/** The answer is complete. */
export interface MessageStopEvent {
  stopReason: StopReason;
  /** What `additionalModelResponseFieldPaths` asked for. */
  additionalModelResponseFields?: JsonValue;
}

/** Tokens, time and traces. */
export interface ConverseStreamMetadataEvent {
  usage: TokenUsage;
  metrics: ConverseStreamMetrics;
  trace?: ConverseStreamTrace;
  /** The latency setting that was used. */
  performanceConfig?: PerformanceConfiguration;
  /** The service tier that was used. */
  serviceTier?: ServiceTier;
}

/** How long the answer took. */
export interface ConverseStreamMetrics {
  /** Milliseconds. */
  latencyMs: number;
}

/** What guardrail and prompt router did. */
export interface ConverseStreamTrace {
  guardrail?: GuardrailTraceAssessment;
  promptRouter?: PromptRouterTrace;
}

// ----------------------------------------------------------------------------------------------------- Guardrails

/** What a guardrail did. */
export interface GuardrailTraceAssessment {
  /** The model's own output. */
  modelOutput?: string[];
  /** Of the input, by the guardrail's id. */
  inputAssessment?: Record<string, GuardrailAssessment>;
  /** Of the answer, by the guardrail's id. */
  outputAssessments?: Record<string, GuardrailAssessment[]>;
  /** Why it stepped in. */
  actionReason?: string;
}

/** What each policy of a guardrail found. */
export interface GuardrailAssessment {
  topicPolicy?: GuardrailTopicPolicyAssessment;
  contentPolicy?: GuardrailContentPolicyAssessment;
  wordPolicy?: GuardrailWordPolicyAssessment;
  sensitiveInformationPolicy?: GuardrailSensitiveInformationPolicyAssessment;
  contextualGroundingPolicy?: GuardrailContextualGroundingPolicyAssessment;
  automatedReasoningPolicy?: GuardrailAutomatedReasoningPolicyAssessment;
  invocationMetrics?: GuardrailInvocationMetrics;
  appliedGuardrailDetails?: AppliedGuardrailDetails;
}

/** Denied topics that were found. */
export interface GuardrailTopicPolicyAssessment {
  topics: GuardrailTopic[];
}

/** A denied topic. */
export interface GuardrailTopic {
  name: string;
  type: GuardrailTopicType;
  action: GuardrailTopicPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailTopicType = OpenEnum<"DENY">;
export type GuardrailTopicPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Harmful content that was found. */
export interface GuardrailContentPolicyAssessment {
  filters: GuardrailContentFilter[];
}

/** A kind of harmful content. */
export interface GuardrailContentFilter {
  type: GuardrailContentFilterType;
  /** How sure the guardrail is. */
  confidence: GuardrailContentFilterConfidence;
  /** How strict the guardrail was set to be. */
  filterStrength?: GuardrailContentFilterStrength;
  action: GuardrailContentPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailContentFilterType = OpenEnum<"INSULTS" | "HATE" | "SEXUAL" | "VIOLENCE" | "MISCONDUCT" | "PROMPT_ATTACK">;
export type GuardrailContentFilterConfidence = OpenEnum<"NONE" | "LOW" | "MEDIUM" | "HIGH">;
export type GuardrailContentFilterStrength = OpenEnum<"NONE" | "LOW" | "MEDIUM" | "HIGH">;
export type GuardrailContentPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Words that were found. */
export interface GuardrailWordPolicyAssessment {
  /** Of your own list. */
  customWords: GuardrailCustomWord[];
  /** Of AWS's lists. */
  managedWordLists: GuardrailManagedWord[];
}

/** A word of your own list. */
export interface GuardrailCustomWord {
  /** The word as it was found. */
  match: string;
  action: GuardrailWordPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

/** A word of AWS's lists. */
export interface GuardrailManagedWord {
  /** The word as it was found. */
  match: string;
  type: GuardrailManagedWordType;
  action: GuardrailWordPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailManagedWordType = OpenEnum<"PROFANITY">;
export type GuardrailWordPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** Sensitive information that was found. */
export interface GuardrailSensitiveInformationPolicyAssessment {
  piiEntities: GuardrailPiiEntityFilter[];
  regexes: GuardrailRegexFilter[];
}

/** Personal information. */
export interface GuardrailPiiEntityFilter {
  /** The text that was found. */
  match: string;
  type: GuardrailPiiEntityType;
  action: GuardrailSensitiveInformationPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailPiiEntityType = OpenEnum<
  | "ADDRESS"
  | "AGE"
  | "AWS_ACCESS_KEY"
  | "AWS_SECRET_KEY"
  | "CA_HEALTH_NUMBER"
  | "CA_SOCIAL_INSURANCE_NUMBER"
  | "CREDIT_DEBIT_CARD_CVV"
  | "CREDIT_DEBIT_CARD_EXPIRY"
  | "CREDIT_DEBIT_CARD_NUMBER"
  | "DRIVER_ID"
  | "EMAIL"
  | "INTERNATIONAL_BANK_ACCOUNT_NUMBER"
  | "IP_ADDRESS"
  | "LICENSE_PLATE"
  | "MAC_ADDRESS"
  | "NAME"
  | "PASSWORD"
  | "PHONE"
  | "PIN"
  | "SWIFT_CODE"
  | "UK_NATIONAL_HEALTH_SERVICE_NUMBER"
  | "UK_NATIONAL_INSURANCE_NUMBER"
  | "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER"
  | "URL"
  | "USERNAME"
  | "US_BANK_ACCOUNT_NUMBER"
  | "US_BANK_ROUTING_NUMBER"
  | "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER"
  | "US_PASSPORT_NUMBER"
  | "US_SOCIAL_SECURITY_NUMBER"
  | "VEHICLE_IDENTIFICATION_NUMBER"
>;

/** Text that one of your regular expressions found. */
export interface GuardrailRegexFilter {
  name?: string;
  /** The text that was found. */
  match?: string;
  regex?: string;
  action: GuardrailSensitiveInformationPolicyAction;
  /** Whether it was found. */
  detected?: boolean;
}

export type GuardrailSensitiveInformationPolicyAction = OpenEnum<"ANONYMIZED" | "BLOCKED" | "NONE">;

/** Whether the answer keeps to its sources and to the question. */
export interface GuardrailContextualGroundingPolicyAssessment {
  filters?: GuardrailContextualGroundingFilter[];
}

/** How well the answer keeps to its sources or to the question. */
export interface GuardrailContextualGroundingFilter {
  type: GuardrailContextualGroundingFilterType;
  /** 0 to 1: a lower score is blocked. */
  threshold: number;
  /** 0 to 1. */
  score: number;
  action: GuardrailContextualGroundingPolicyAction;
  /** Whether the score is below the threshold. */
  detected?: boolean;
}

export type GuardrailContextualGroundingFilterType = OpenEnum<"GROUNDING" | "RELEVANCE">;
export type GuardrailContextualGroundingPolicyAction = OpenEnum<"BLOCKED" | "NONE">;

/** What took how long, and what it counts for. */
export interface GuardrailInvocationMetrics {
  /** Milliseconds. */
  guardrailProcessingLatency?: number;
  usage?: GuardrailUsage;
  guardrailCoverage?: GuardrailCoverage;
}

/** Units that are paid for, by policy. */
export interface GuardrailUsage {
  topicPolicyUnits: number;
  contentPolicyUnits: number;
  wordPolicyUnits: number;
  sensitiveInformationPolicyUnits: number;
  /** Not paid for. */
  sensitiveInformationPolicyFreeUnits: number;
  contextualGroundingPolicyUnits: number;
  contentPolicyImageUnits?: number;
  automatedReasoningPolicyUnits?: number;
  /** How many policies were used. */
  automatedReasoningPolicies?: number;
}

/** How much was checked. */
export interface GuardrailCoverage {
  textCharacters?: GuardrailTextCharactersCoverage;
  images?: GuardrailImageCoverage;
}

/** Characters that were checked. */
export interface GuardrailTextCharactersCoverage {
  guarded?: number;
  total?: number;
}

/** Images that were checked. */
export interface GuardrailImageCoverage {
  guarded?: number;
  total?: number;
}

/** The guardrail that was applied. */
export interface AppliedGuardrailDetails {
  guardrailId?: string;
  guardrailVersion?: string;
  guardrailArn?: string;
  /** Who asked for it: the request, the account or the organization. */
  guardrailOrigin?: GuardrailOrigin[];
  /** Whose it is. */
  guardrailOwnership?: GuardrailOwnership;
}

export type GuardrailOrigin = OpenEnum<"REQUEST" | "ACCOUNT_ENFORCED" | "ORGANIZATION_ENFORCED">;
export type GuardrailOwnership = OpenEnum<"SELF" | "CROSS_ACCOUNT">;

// ------------------------------------------------------------------------------ Guardrails: automated reasoning

/** What automated reasoning found. */
export interface GuardrailAutomatedReasoningPolicyAssessment {
  findings?: GuardrailAutomatedReasoningFinding[];
}

/** Whether claims follow from premises by the policy's rules. */
export type GuardrailAutomatedReasoningFinding = OneOf<{
  /** They do. */
  valid: GuardrailAutomatedReasoningValidFinding;
  /** They contradict the rules. */
  invalid: GuardrailAutomatedReasoningInvalidFinding;
  /** They may or may not hold. */
  satisfiable: GuardrailAutomatedReasoningSatisfiableFinding;
  /** The premises contradict each other or the rules. */
  impossible: GuardrailAutomatedReasoningImpossibleFinding;
  /** The text can be read in different ways. */
  translationAmbiguous: GuardrailAutomatedReasoningTranslationAmbiguousFinding;
  /** The text is too complex to be judged in time. */
  tooComplex: GuardrailAutomatedReasoningTooComplexFinding;
  /** The text says nothing that the policy is about. */
  noTranslations: GuardrailAutomatedReasoningNoTranslationsFinding;
}>;

/** The claims follow. */
export interface GuardrailAutomatedReasoningValidFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  claimsTrueScenario?: GuardrailAutomatedReasoningScenario;
  supportingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The claims contradict the rules. */
export interface GuardrailAutomatedReasoningInvalidFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  contradictingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The claims may or may not hold. */
export interface GuardrailAutomatedReasoningSatisfiableFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  claimsTrueScenario?: GuardrailAutomatedReasoningScenario;
  claimsFalseScenario?: GuardrailAutomatedReasoningScenario;
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The premises contradict each other or the rules. */
export interface GuardrailAutomatedReasoningImpossibleFinding {
  translation?: GuardrailAutomatedReasoningTranslation;
  contradictingRules?: GuardrailAutomatedReasoningRule[];
  logicWarning?: GuardrailAutomatedReasoningLogicWarning;
}

/** The text can be read in different ways. */
export interface GuardrailAutomatedReasoningTranslationAmbiguousFinding {
  /** At most 2. */
  options?: GuardrailAutomatedReasoningTranslationOption[];
  /** Where the readings differ; at most 2. */
  differenceScenarios?: GuardrailAutomatedReasoningScenario[];
}

/** One of the ways a text can be read. */
export interface GuardrailAutomatedReasoningTranslationOption {
  translations?: GuardrailAutomatedReasoningTranslation[];
}

/** An empty object. */
export type GuardrailAutomatedReasoningTooComplexFinding = Record<string, never>;
/** An empty object. */
export type GuardrailAutomatedReasoningNoTranslationsFinding = Record<string, never>;

/** A text in formal logic. */
export interface GuardrailAutomatedReasoningTranslation {
  premises?: GuardrailAutomatedReasoningStatement[];
  claims?: GuardrailAutomatedReasoningStatement[];
  untranslatedPremises?: GuardrailAutomatedReasoningInputTextReference[];
  untranslatedClaims?: GuardrailAutomatedReasoningInputTextReference[];
  /** 0 to 1. */
  confidence?: number;
}

/** A statement, in logic and in words. */
export interface GuardrailAutomatedReasoningStatement {
  logic?: string;
  naturalLanguage?: string;
}

/** Text that is not in the translation. */
export interface GuardrailAutomatedReasoningInputTextReference {
  text?: string;
}

/** A case in which something holds. */
export interface GuardrailAutomatedReasoningScenario {
  statements?: GuardrailAutomatedReasoningStatement[];
}

/** A rule of the policy. */
export interface GuardrailAutomatedReasoningRule {
  identifier?: string;
  policyVersionArn?: string;
}

/** The translation is true or false whatever the rules say. */
export interface GuardrailAutomatedReasoningLogicWarning {
  type?: GuardrailAutomatedReasoningLogicWarningType;
  premises?: GuardrailAutomatedReasoningStatement[];
  claims?: GuardrailAutomatedReasoningStatement[];
}

export type GuardrailAutomatedReasoningLogicWarningType = OpenEnum<"ALWAYS_FALSE" | "ALWAYS_TRUE">;

// -------------------------------------------------------------------------- Guardrails: applied and checked alone

/** Whose the content is: a user's, to a model, or a model's. */
export type GuardrailContentSource = OpenEnum<"INPUT" | "OUTPUT">;
export type GuardrailOutputScope = OpenEnum<"INTERVENTIONS" | "FULL">;
export type GuardrailAction = OpenEnum<"NONE" | "GUARDRAIL_INTERVENED">;

/** Content that {@link Bedrock.applyGuardrail} checks. */
export type GuardrailContentBlock = OneOf<{
  text: GuardrailTextBlock;
  image: GuardrailImageBlock;
}>;

/** Text that is checked. */
export interface GuardrailTextBlock {
  text: string;
  /** What the text is to the guardrail. */
  qualifiers?: GuardrailContentQualifier[];
}

export type GuardrailContentQualifier = OpenEnum<"grounding_source" | "query" | "guard_content">;

/** An image that is checked. */
export interface GuardrailImageBlock {
  format: GuardrailImageFormat;
  source: GuardrailImageSource;
}

export type GuardrailImageFormat = OpenEnum<"png" | "jpeg">;

/** Where an image that is checked is. */
export type GuardrailImageSource = OneOf<{
  /** The file itself; a string is base64. */
  bytes: InputBlob;
}>;

/** What to show instead of the content. */
export interface GuardrailOutputContent {
  text?: string;
}

/** A message that {@link Bedrock.invokeGuardrailChecks} checks. */
export interface GuardrailChecksMessage {
  /** Who speaks. */
  role: GuardrailChecksRole;
  /** What is said: at least one block. */
  content: GuardrailChecksContentBlock[];
}

export type GuardrailChecksRole = OpenEnum<"user" | "assistant" | "system">;

/** A piece of a message that is checked. */
export type GuardrailChecksContentBlock = OneOf<{
  /** At least one character. */
  text: string;
}>;

/** What messages are checked for. */
export interface GuardrailChecksConfig {
  /** Harmful content. */
  contentFilter?: GuardrailChecksContentFilterConfig;
  /** Attempts to make the model break its rules. */
  promptAttack?: GuardrailChecksPromptAttackConfig;
  /** Personal information and secrets. */
  sensitiveInformation?: GuardrailChecksSensitiveInformationConfig;
}

/** A check for harmful content. */
export interface GuardrailChecksContentFilterConfig {
  /** 1 to 5. */
  categories: GuardrailChecksContentFilterCategoryConfig[];
}

/** A kind of harmful content to check for. */
export interface GuardrailChecksContentFilterCategoryConfig {
  category: GuardrailChecksContentFilterCategory;
}

export type GuardrailChecksContentFilterCategory = OpenEnum<"VIOLENCE" | "HATE" | "SEXUAL" | "MISCONDUCT" | "INSULTS">;

/** A check for attacks. */
export interface GuardrailChecksPromptAttackConfig {
  /** 1 to 3. */
  categories: GuardrailChecksPromptAttackCategoryConfig[];
}

/** A kind of attack to check for. */
export interface GuardrailChecksPromptAttackCategoryConfig {
  category: GuardrailChecksPromptAttackCategory;
}

export type GuardrailChecksPromptAttackCategory = OpenEnum<"JAILBREAK" | "PROMPT_INJECTION" | "PROMPT_LEAKAGE">;

/** A check for personal information and secrets. */
export interface GuardrailChecksSensitiveInformationConfig {
  /** 1 to 31. */
  entities: GuardrailChecksSensitiveInformationEntityConfig[];
}

/** A kind of information to check for. */
export interface GuardrailChecksSensitiveInformationEntityConfig {
  type: GuardrailChecksSensitiveInformationEntityType;
}

/** The kinds that guardrails know. */
export type GuardrailChecksSensitiveInformationEntityType = GuardrailPiiEntityType;

/** What each check found. Checks that were not asked for are absent. */
export interface GuardrailChecksResults {
  contentFilter?: GuardrailChecksContentFilterResult;
  promptAttack?: GuardrailChecksPromptAttackResult;
  sensitiveInformation?: GuardrailChecksSensitiveInformationResult;
}

/** How harmful the content is, by category. */
export interface GuardrailChecksContentFilterResult {
  results: GuardrailChecksContentFilterResultEntry[];
}

/** How harmful the content is in one category. */
export interface GuardrailChecksContentFilterResultEntry {
  category: GuardrailChecksContentFilterCategory;
  /** 0 to 1: the higher, the worse. */
  severityScore: number;
}

/** How much of an attack the content is, by category. */
export interface GuardrailChecksPromptAttackResult {
  results: GuardrailChecksPromptAttackResultEntry[];
}

/** How much of an attack the content is in one category. */
export interface GuardrailChecksPromptAttackResultEntry {
  category: GuardrailChecksPromptAttackCategory;
  /** 0 to 1: the higher, the worse. */
  severityScore: number;
}

/** Personal information and secrets that were found. */
export interface GuardrailChecksSensitiveInformationResult {
  results: GuardrailChecksSensitiveInformationResultEntry[];
  /** Whether more was found than is listed. */
  truncated?: boolean;
}

/** A piece of text that is personal information or a secret. Positions count from 0. */
export interface GuardrailChecksSensitiveInformationResultEntry {
  type: GuardrailChecksSensitiveInformationEntityType;
  /** 0 to 1: how sure the check is. */
  confidenceScore: number;
  /** Where it begins in the block's text. */
  beginOffset: number;
  /** Where it ends in the block's text. */
  endOffset: number;
  /** Which of the request's messages. */
  messageIndex: number;
  /** Which block of the message. */
  contentIndex: number;
}

/** What is paid for, by check. */
export interface GuardrailChecksUsageResults {
  contentFilter?: GuardrailChecksContentFilterUsage;
  promptAttack?: GuardrailChecksPromptAttackUsage;
  sensitiveInformation?: GuardrailChecksSensitiveInformationUsage;
}

/** What the check for harmful content costs. */
export interface GuardrailChecksContentFilterUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}

/** What the check for attacks costs. */
export interface GuardrailChecksPromptAttackUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}

/** What the check for personal information and secrets costs. */
export interface GuardrailChecksSensitiveInformationUsage {
  /** Units of text that are paid for. */
  textUnits: number;
}

// --------------------------------------------------------------------------------------- Asynchronous invocations

/** An invocation in a list. Its times are ISO 8601 strings. */
export interface AsyncInvokeSummary {
  /** Goes into {@link Bedrock.getAsyncInvoke}. */
  invocationArn: string;
  /** The model that was invoked. */
  modelArn: string;
  /** The token that the invocation was started with. */
  clientRequestToken?: string;
  status?: AsyncInvokeStatus;
  /** Why it failed. */
  failureMessage?: string;
  /** When it was submitted: an ISO 8601 string. */
  submitTime: string;
  /** When its status last changed: an ISO 8601 string. */
  lastModifiedTime?: string;
  /** When it ended: an ISO 8601 string. */
  endTime?: string;
  /** Where the output goes. */
  outputDataConfig: AsyncInvokeOutputDataConfig;
}

export type AsyncInvokeStatus = OpenEnum<"InProgress" | "Completed" | "Failed">;
export type SortAsyncInvocationBy = OpenEnum<"SubmissionTime">;
export type SortOrder = OpenEnum<"Ascending" | "Descending">;

/** Where the output of an invocation goes. */
export type AsyncInvokeOutputDataConfig = OneOf<{
  /** Into a bucket, which the caller has to be allowed to write to. */
  s3OutputDataConfig: AsyncInvokeS3OutputDataConfig;
}>;

/** A place in S3 for the output of an invocation. */
export interface AsyncInvokeS3OutputDataConfig {
  /** `s3://bucket/prefix` */
  s3Uri: string;
  /** The ARN of a KMS key to encrypt the output with. */
  kmsKeyId?: string;
  /** The account of the bucket, 12 digits, if it is another one. */
  bucketOwner?: string;
}

/** A tag. */
export interface Tag {
  /** 1 to 128 letters, digits, spaces and `. _ : / = + @ -`. */
  key: string;
  /** Up to 256 of the same. */
  value: string;
}

// ------------------------------------------------------------------------------------------------------ Reranking

/** What documents should be relevant to. */
export interface RerankQuery {
  type: RerankQueryContentType;
  /** The query in words. */
  textQuery: RerankTextDocument;
}

export type RerankQueryContentType = OpenEnum<"TEXT">;

/** A text: a query or a document. */
export interface RerankTextDocument {
  /** 1 to 32000 characters. */
  text?: string;
}

/** What judges the documents. */
export interface RerankingConfiguration {
  type: RerankingConfigurationType;
  /** A model in Bedrock. */
  bedrockRerankingConfiguration: BedrockRerankingConfiguration;
}

export type RerankingConfigurationType = OpenEnum<"BEDROCK_RERANKING_MODEL">;

/** A model in Bedrock that judges documents, and how many of them it gives back. */
export interface BedrockRerankingConfiguration {
  modelConfiguration: BedrockRerankingModelConfiguration;
  /** The most documents to give back, 1 to 1000. */
  numberOfResults?: number;
}

/** A model that judges documents. */
export interface BedrockRerankingModelConfiguration {
  /** `arn:aws:bedrock:us-west-2::foundation-model/cohere.rerank-v3-5:0`, with the region that it is called in. */
  modelArn: string;
  /** Parameters of this one model, passed on as they are. Their names have 1 to 100 characters. */
  additionalModelRequestFields?: JsonObjectInput;
}

/** Where a document is. */
export interface RerankSource {
  type: RerankSourceType;
  /** Here. */
  inlineDocumentSource: RerankDocument;
}

export type RerankSourceType = OpenEnum<"INLINE">;

/** A document: the member that its `type` names. */
export interface RerankDocument {
  type: RerankDocumentType;
  /** If `type` is `TEXT`. */
  textDocument?: RerankTextDocument;
  /** If `type` is `JSON`: an object with parts of the document. */
  jsonDocument?: JsonValue;
}

export type RerankDocumentType = OpenEnum<"TEXT" | "JSON">;

/** How relevant a document is. */
export interface RerankResult {
  /** Which of the request's `sources`, from 0. */
  index: number;
  /** The higher, the more relevant. */
  relevanceScore: number;
  /** The document itself, if the service gives it back. */
  document?: RerankDocument;
}

// ------------------------------------------------------------------------------------------- Models and profiles

/** A foundation model in a list. */
export interface FoundationModelSummary {
  modelArn: string;
  /** Goes into `modelId`, if the model can be called `ON_DEMAND`; up to 140 characters. */
  modelId: string;
  /** For people. */
  modelName?: string;
  /** For people: `Anthropic`. */
  providerName?: string;
  /** What it takes. */
  inputModalities?: ModelModality[];
  /** What it answers in. */
  outputModalities?: ModelModality[];
  /** Whether it can answer piece by piece. */
  responseStreamingSupported?: boolean;
  /** How it can be customized. */
  customizationsSupported?: ModelCustomization[];
  /** How it can be called. */
  inferenceTypesSupported?: InferenceType[];
  /** How long it will be there. */
  modelLifecycle?: FoundationModelLifecycle;
}

/** A foundation model. */
export interface FoundationModelDetails extends FoundationModelSummary {}

export type ModelModality = OpenEnum<"TEXT" | "IMAGE" | "EMBEDDING">;
export type ModelCustomization = OpenEnum<"FINE_TUNING" | "CONTINUED_PRE_TRAINING" | "DISTILLATION">;
/**
 * `PROVISIONED` needs throughput that was bought. Bedrock answers `INFERENCE_PROFILE` too: such a model is called by
 * the id of an inference profile.
 */
export type InferenceType = OpenEnum<"ON_DEMAND" | "PROVISIONED">;

/** How long a foundation model will be there. Its times are ISO 8601 strings. */
export interface FoundationModelLifecycle {
  status: FoundationModelLifecycleStatus;
  /** When it came out: an ISO 8601 string. */
  startOfLifeTime?: string;
  /** When it is taken away: an ISO 8601 string. */
  endOfLifeTime?: string;
  /** When its status becomes `LEGACY`: an ISO 8601 string. */
  legacyTime?: string;
  /** From when on, as a legacy model, it may cost more: an ISO 8601 string. */
  publicExtendedAccessTime?: string;
}

/** A model that is `LEGACY` still answers, but will be taken away. */
export type FoundationModelLifecycleStatus = OpenEnum<"ACTIVE" | "LEGACY">;

/** An inference profile: a name under which a model can be called, in one or several regions. */
export interface InferenceProfileSummary {
  /** For people; 1 to 64 characters. */
  inferenceProfileName: string;
  /** What it is for; 1 to 200 characters. */
  description?: string;
  /** When it was made: an ISO 8601 string. */
  createdAt?: string;
  /** When it was last changed: an ISO 8601 string. */
  updatedAt?: string;
  /** Goes into `modelId`. */
  inferenceProfileArn: string;
  /** The models that it leads to, 1 to 5: mostly one model in several regions. */
  models: InferenceProfileModel[];
  /** `us.amazon.nova-lite-v1:0`. Goes into `modelId` too; 1 to 64 characters. */
  inferenceProfileId: string;
  /** Whether it can be used. */
  status: InferenceProfileStatus;
  /** Whose it is. */
  type: InferenceProfileType;
}

/** A model that an inference profile leads to. */
export interface InferenceProfileModel {
  /** Names the model's region, too. */
  modelArn?: string;
}

export type InferenceProfileStatus = OpenEnum<"ACTIVE">;
/** `SYSTEM_DEFINED` are AWS's own; `APPLICATION` ones an account's users made, to track what a model costs them. */
export type InferenceProfileType = OpenEnum<"SYSTEM_DEFINED" | "APPLICATION">;

// --------------------------------------------------------------------------------------------------------- Basics

/** Bytes that are sent; a string is base64. */
export type InputBlob = Uint8Array | string;

/** Bytes that were received: where the compiler tells them apart, an array whose memory is not shared. */
export type OutputBlob = ReturnType<Uint8ArrayConstructor["from"]>;

/** Anything that JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue | undefined };

/** AWS's name of {@link JsonValue}. */
export type DocumentType = JsonValue;

/** Anything that JSON can say, to be read only: constants are good too. */
export type JsonInput = null | boolean | number | string | readonly JsonInput[] | JsonObjectInput;

/** A JSON object, to be read only. */
export interface JsonObjectInput {
  readonly [member: string]: JsonInput | undefined;
}

/** Anything that JSON can say, and bytes, which become base64. */
export type JsonWithBytes = JsonInput | Uint8Array | readonly JsonWithBytes[] | JsonObjectWithBytes;

/** A JSON object in which bytes become base64. */
export interface JsonObjectWithBytes {
  readonly [member: string]: JsonWithBytes | undefined;
}

/** One of AWS's known values, or one that AWS adds later. */
export type OpenEnum<Known extends string> = Known | (string & {});

/**
 * An object with exactly one of the members. Ask for a member's value to find out which:
 * `if (block.text !== undefined)`, `event.contentBlockDelta?.delta.text`. TypeScript does not narrow it by
 * `"text" in block`, because the other members are declared too.
 */
export type OneOf<Members> = {
  [Key in keyof Members]: Pick<Members, Key> & { [Other in Exclude<keyof Members, Key>]?: never };
}[keyof Members];
