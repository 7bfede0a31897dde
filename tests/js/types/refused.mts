// What must not compile. An unused `@ts-expect-error` is an error itself.
import { APIPromise, Bedrock, PagePromise, RateLimitError, Stream } from "bedrock-wasm";
import type {
  APIError,
  ApplyGuardrailRequest,
  BedrockOptions,
  BedrockRerankingConfiguration,
  ContentBlock,
  ConverseRequest,
  ConverseResponse,
  ConverseStreamOutput,
  CountTokensInput,
  Credentials,
  EndpointOptions,
  FoundationModelLifecycle,
  GetAsyncInvokeResponse,
  InvokeGuardrailChecksRequest,
  InvokeGuardrailChecksResponse,
  InvokeModelRequest,
  InvokeModelWithBidirectionalStreamRequest,
  ListAsyncInvokesRequest,
  ListFoundationModelsRequest,
  Message,
  OutputFormat,
  RequestEvent,
  RerankResult,
  RerankSource,
  RerankingConfiguration,
  RetryEvent,
  StartAsyncInvokeRequest,
} from "bedrock-wasm";

declare const bedrock: Bedrock;
declare const bytes: Uint8Array;
declare const maybeKey: string | undefined;
declare const maybeCredentials: Credentials | undefined;
declare const blob: { arrayBuffer(): Promise<ArrayBuffer> };
declare const rerankingConfiguration: RerankingConfiguration;
const credentials = { accessKeyId: "ASIA", secretAccessKey: "x" };

// Options.
// @ts-expect-error: a region is an option
new Bedrock("us-east-1");
// @ts-expect-error: half the credentials
new Bedrock({ region: "us-east-1", credentials: { accessKeyId: "ASIA" } });
// @ts-expect-error: misspelt
new Bedrock({ region: "us-east-1", credentials, maxRetrys: 1 });
// @ts-expect-error: seconds as text
new Bedrock({ region: "us-east-1", credentials, timeout: "60s" });
// @ts-expect-error: a provider of something else
new Bedrock({ region: "us-east-1", credentials: async () => "token" });
// @ts-expect-error: the SDK's name for it
new Bedrock({ region: "us-east-1", credentials: { ...credentials, secretKey: "x" } });
// @ts-expect-error: both credentials and a key
new Bedrock({ region: "us-east-1", credentials, apiKey: "ABSK" });
// @ts-expect-error: maybe both
new Bedrock({ credentials: maybeCredentials, apiKey: maybeKey });
// @ts-expect-error: both, and one is a function
export const bothOptions: BedrockOptions = { credentials: async () => credentials, apiKey: "ABSK" };
// @ts-expect-error: a key may be absent, but not null
new Bedrock({ region: "us-east-1", apiKey: null });
// @ts-expect-error: a function of something else
new Bedrock({ region: "us-east-1", apiKey: () => credentials });
// @ts-expect-error: misspelt
export const keyOptions: BedrockOptions = { region: "us-east-1", apiKey: "ABSK", maxRetrys: 1 };
// @ts-expect-error: an endpoint is text
new Bedrock({ endpoint: new URL("http://127.0.0.1:8000") });
// @ts-expect-error: misspelt
export const endpoint: EndpointOptions = { bedrockRunTime: "http://127.0.0.1:8000" };
// @ts-expect-error: no such level
new Bedrock({ logLevel: "trace" });
// @ts-expect-error: a logger has four levels
new Bedrock({ logger: { warn() {} } });
// @ts-expect-error: a logger is no function
new Bedrock({ logger: console.log });
// @ts-expect-error: events are objects
new Bedrock({ onRequest: (url: string) => url });
// @ts-expect-error: the event of another hook
new Bedrock({ onRequest: (event: RetryEvent) => event.delayMs });
// @ts-expect-error: hooks and loggers are the client's
bedrock.converse({ modelId: "m" }, { logLevel: "debug" });
// @ts-expect-error: a number of seconds
bedrock.createApiKey({ expiresIn: "12h" });
// @ts-expect-error: misspelt
bedrock.createApiKey({ expires: 60 });
// @ts-expect-error: a controller is no signal
bedrock.converse({ modelId: "m" }, { signal: new AbortController() });
// @ts-expect-error: misspelt
bedrock.converse({ modelId: "m" }, { timeOut: 1 });

// Requests.
// @ts-expect-error: no modelId
bedrock.converse({ messages: [] });
// @ts-expect-error: misspelt
bedrock.converse({ modelID: "m" });
// @ts-expect-error: OpenAI's name for it
bedrock.converse({ modelId: "m", max_tokens: 1 });
// @ts-expect-error: for streams only
bedrock.converse({ modelId: "m", guardrailConfig: { streamProcessingMode: "sync" } });
// @ts-expect-error: misspelt
export const inference: ConverseRequest = { modelId: "m", inferenceConfig: { maxtokens: 1 } };
// @ts-expect-error: a number is wanted
export const temperature: ConverseRequest = { modelId: "m", inferenceConfig: { temperature: "hot" } };
// @ts-expect-error: content is a list of blocks
export const content: Message = { role: "user", content: "Hello" };
// @ts-expect-error: a block is an object
export const block: Message = { role: "user", content: ["Hello"] };
// @ts-expect-error: an enum's values are text
export const role: Message = { role: 1, content: [] };
// @ts-expect-error: no role
export const noRole: Message = { content: [] };
// @ts-expect-error: a schema is given as text here
export const schema: OutputFormat = { type: "json_schema", structure: { jsonSchema: { schema: {} } } };
// @ts-expect-error: a tool choice is an object
export const choice: ConverseRequest = { modelId: "m", toolConfig: { tools: [], toolChoice: "auto" } };
// @ts-expect-error: metadata are text
export const metadata: ConverseRequest = { modelId: "m", requestMetadata: { user: 42 } };
// @ts-expect-error: a function is no JSON
export const fields: ConverseRequest = { modelId: "m", additionalModelRequestFields: { callback: () => {} } };

// Unions have exactly one key.
// @ts-expect-error: two keys
export const two: ContentBlock = { text: "", cachePoint: { type: "default" } };
// @ts-expect-error: no key
export const none: ContentBlock = {};
// @ts-expect-error: not one of its keys
export const unknownKey: ContentBlock = { txt: "" };
// @ts-expect-error: two sources
export const sources: ContentBlock = { image: { format: "png", source: { bytes, s3Location: { uri: "" } } } };
// @ts-expect-error: no format
export const format: ContentBlock = { image: { source: { bytes } } };
// @ts-expect-error: bytes as a list of numbers
export const list: ContentBlock = { image: { format: "png", source: { bytes: [1, 2, 3] } } };
// @ts-expect-error: an error inside a stream is thrown, not handed out
export const exception: ConverseStreamOutput = { throttlingException: { message: "" } };

// Bodies.
// @ts-expect-error: a number
export const number: InvokeModelRequest = { modelId: "m", body: 1 };
// @ts-expect-error: a promise that was not awaited
export const promise: InvokeModelRequest = { modelId: "m", body: blob.arrayBuffer() };
// @ts-expect-error: a map of strings is for Converse; here it is JSON text
export const mapped: InvokeModelRequest = { modelId: "m", body: "", requestMetadata: { user: "42" } };
// @ts-expect-error: Converse's members
bedrock.invokeModel({ modelId: "m", messages: [] });

// Counting, guardrails, asynchronous invocations.
// @ts-expect-error: the input says for which operation
bedrock.countTokens({ modelId: "m", input: { messages: [] } });
// @ts-expect-error: for one operation, not for both
export const both: CountTokensInput = { converse: {}, invokeModel: { body: bytes } };
// @ts-expect-error: inside of JSON an object is no blob
export const counted: CountTokensInput = { invokeModel: { body: { inputText: "river" } } };
// @ts-expect-error: inference parameters are not counted
export const parameters: CountTokensInput = { converse: { inferenceConfig: { maxTokens: 1 } } };
// @ts-expect-error: no version
bedrock.applyGuardrail({ guardrailIdentifier: "gr-1", source: "INPUT", content: [] });
// @ts-expect-error: text is an object here
export const guarded: ApplyGuardrailRequest["content"] = [{ text: "Hello" }];
// @ts-expect-error: no checks
export const unchecked: InvokeGuardrailChecksRequest = { messages: [] };
// @ts-expect-error: a category is an object
export const category: InvokeGuardrailChecksRequest["checks"] = { contentFilter: { categories: ["HATE"] } };
// @ts-expect-error: no output
bedrock.startAsyncInvoke({ modelId: "m", modelInput: {} });
// @ts-expect-error: InvokeModel's name for it
bedrock.startAsyncInvoke({ modelId: "m", body: {}, outputDataConfig: { s3OutputDataConfig: { s3Uri: "" } } });
// @ts-expect-error: tags are pairs here
export const tags: StartAsyncInvokeRequest["tags"] = { team: "blue" };
// @ts-expect-error: an ARN is a member
bedrock.getAsyncInvoke("arn:aws:bedrock:us-east-1:123456789012:async-invoke/abcdefghijkl");
// @ts-expect-error: milliseconds are no date
export const after: ListAsyncInvokesRequest = { submitTimeAfter: Date.now() };
// @ts-expect-error: misspelt
bedrock.listAsyncInvokes({ status: "Failed" });

// Reranking, models, inference profiles.
// @ts-expect-error: a query is an object
bedrock.rerank({ queries: ["river"], sources: [], rerankingConfiguration });
// @ts-expect-error: no sources
bedrock.rerank({ queries: [], rerankingConfiguration });
// @ts-expect-error: InvokeModel's name for it
bedrock.rerank({ queries: [], sources: [], rerankingConfiguration, top_n: 3 });
// @ts-expect-error: models are named by their ARN here
export const reranker: BedrockRerankingConfiguration = { modelConfiguration: { modelId: "cohere.rerank-v3-5:0" } };
// @ts-expect-error: a document says what it is
export const source: RerankSource = { type: "INLINE", inlineDocumentSource: { textDocument: { text: "" } } };
// @ts-expect-error: a text is an object here
export const text: RerankSource["inlineDocumentSource"] = { type: "TEXT", textDocument: "river" };
// @ts-expect-error: the name in the URL
bedrock.listInferenceProfiles({ type: "APPLICATION" });
// @ts-expect-error: not in pages
bedrock.listFoundationModels({ maxResults: 10 });
// @ts-expect-error: one value, not several
export const modality: ListFoundationModelsRequest = { byOutputModality: ["TEXT"] };
// @ts-expect-error: Converse's name for it
bedrock.getFoundationModel({ modelId: "m" });
// @ts-expect-error: no profile
bedrock.getInferenceProfile();
// Events to be sent.
const twoWays = (body: InvokeModelWithBidirectionalStreamRequest["body"]) =>
  bedrock.invokeModelWithBidirectionalStream({ modelId: "m", body });
// @ts-expect-error: one event is no iterable of events
twoWays({ chunk: { bytes } });
// @ts-expect-error: bytes are no events
twoWays([bytes]);
// @ts-expect-error: nothing to say
bedrock.invokeModelWithBidirectionalStream({ modelId: "m" });
// @ts-expect-error: no such event
twoWays([{ audio: { bytes } }]);
// @ts-expect-error: has to be turned into bytes first
twoWays([{ chunk: { bytes: blob } }]);
// @ts-expect-error: an address is no class
new Bedrock({ region: "us-east-1", credentials, WebSocket: "ws" });

// Replies.
export async function replies(response: ConverseResponse, event: ConverseStreamOutput, error: APIError): Promise<void> {
  // @ts-expect-error: misspelt
  response.stop_reason;
  // @ts-expect-error: may be absent
  response.trace.guardrail;
  // @ts-expect-error: not every block is text
  response.output.message.content[0]!.text.length;
  // @ts-expect-error: not every event is a delta
  event.contentBlockDelta.delta;
  // @ts-expect-error: a stream has to be awaited before its loop
  for await (const part of bedrock.converseStream({ modelId: "m" })) part;
  // @ts-expect-error: a blob that was received is never base64
  response.output.message.content[0]?.image?.source.bytes?.charCodeAt(0);
  // @ts-expect-error: what JSON is has to be found out
  (await bedrock.invokeModel({ modelId: "m" })).json().embedding;
  // @ts-expect-error: to be read only
  error.status = 200;
  // @ts-expect-error: an APIError need not be a RateLimitError
  const limited: RateLimitError = error;
  limited;
}

export async function laterReplies(job: GetAsyncInvokeResponse, found: InvokeGuardrailChecksResponse): Promise<void> {
  // @ts-expect-error: times are text
  job.submitTime.getTime();
  // @ts-expect-error: only failures have one
  job.failureMessage.length;
  // @ts-expect-error: a check that was not asked for is absent
  found.results.promptAttack.results;
  // @ts-expect-error: a count is no text
  (await bedrock.countTokens({ modelId: "m", input: { converse: {} } })).inputTokens.length;
  // @ts-expect-error: a loop gives pages, not invocations
  for await (const page of bedrock.listAsyncInvokes()) page.invocationArn;
  // @ts-expect-error: awaited it is one page
  for await (const page of await bedrock.listAsyncInvokes()) page;
  // @ts-expect-error: a page may have none
  (await bedrock.listAsyncInvokes()).asyncInvokeSummaries[0];
  // @ts-expect-error: only lists have pages
  for await (const page of bedrock.getAsyncInvoke({ invocationArn: job.invocationArn })) page;
  // @ts-expect-error: a key is there at once, without a response
  bedrock.createApiKey().withResponse();
}

export async function foundReplies(result: RerankResult, life: FoundationModelLifecycle): Promise<void> {
  // @ts-expect-error: mostly absent
  result.document.textDocument;
  // @ts-expect-error: times are text
  life.endOfLifeTime?.getTime();
  // @ts-expect-error: all at once, not in pages
  for await (const page of bedrock.listFoundationModels()) page;
  // @ts-expect-error: a loop gives pages, not profiles
  for await (const page of bedrock.listInferenceProfiles()) page.inferenceProfileArn;
  // @ts-expect-error: a loop gives pages, not results
  for await (const page of bedrock.rerank({ queries: [], sources: [], rerankingConfiguration })) page.index;
  // @ts-expect-error: a model may not be described
  (await bedrock.getFoundationModel({ modelIdentifier: "m" })).modelDetails.modelName;
  // @ts-expect-error: models are objects
  const arns: string[] = (await bedrock.getInferenceProfile({ inferenceProfileIdentifier: "p" })).models;
  arns;
}

export async function costs(event: RequestEvent, stream: Stream<ConverseStreamOutput>): Promise<void> {
  // @ts-expect-error: not every operation has one
  event.modelId.length;
  // @ts-expect-error: headers are a plain object here
  event.headers.get("authorization");
  // @ts-expect-error: not known before the stream has been read
  (await bedrock.converseStream({ modelId: "m" })).usage.totalTokens;
  // @ts-expect-error: a browser may hide it
  (await bedrock.invokeModel({ modelId: "m" })).metrics.latencyMs;
  // @ts-expect-error: not every model tells all of its tokens
  (await bedrock.invokeModel({ modelId: "m" })).usage?.inputTokens.toFixed();
  // @ts-expect-error: InvokeModel's headers have no total
  (await bedrock.invokeModel({ modelId: "m" })).usage?.totalTokens;
  // @ts-expect-error: to be read only
  stream.usage = undefined;
}

// Made by calls only.
// @ts-expect-error: private
new Stream();
// @ts-expect-error: protected
new APIPromise(() => {});
// @ts-expect-error: private
new PagePromise(() => {});
