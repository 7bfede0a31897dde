// The client: a method for each operation of Bedrock.

import type { ConverseRequest, ConverseResponse, ConverseStream, ConverseStreamRequest } from "./converse.js";
import type {
  InvokeModelRequest,
  InvokeModelResponse,
  InvokeModelStream,
  InvokeModelWithBidirectionalStreamOutput,
  InvokeModelWithBidirectionalStreamRequest,
  InvokeModelWithResponseStreamRequest,
} from "./invoke-model.js";
import type { BedrockOptions, CreateApiKeyOptions } from "./options.js";
import type {
  ApplyGuardrailRequest,
  ApplyGuardrailResponse,
  CountTokensRequest,
  CountTokensResponse,
  GetAsyncInvokeRequest,
  GetAsyncInvokeResponse,
  InvokeGuardrailChecksRequest,
  InvokeGuardrailChecksResponse,
  ListAsyncInvokesRequest,
  ListAsyncInvokesResponse,
  StartAsyncInvokeRequest,
  StartAsyncInvokeResponse,
} from "./other-operations.js";
import type { ControlPlane } from "./control-plane.js";
import type { RerankRequest, RerankResponse } from "./reranking.js";
import type { ChatCompletions, Embeddings, Images, Models, Responses } from "./resources.js";
import type { APIPromise, CallOptions, PagePromise, Stream, StreamCallOptions, WithRequestID } from "./results.js";

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
   * @throws as {@link Bedrock.converse}. A blocked text is not an error: see `action`.
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
  /** Responses in OpenAI's shape, for the same models. */
  readonly responses: Responses;
  /** Embeddings in OpenAI's shape: Titan, Cohere, Nova, Marengo. */
  readonly embeddings: Embeddings;
  /** Images in OpenAI's shape: Nova Canvas, Titan, Stability. */
  readonly images: Images;
  /** The models that can be called, in OpenAI's shape. */
  readonly models: Models;
}

export interface Bedrock extends ControlPlane {}

export default Bedrock;
