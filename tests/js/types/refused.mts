// What must not compile. An unused `@ts-expect-error` is an error itself.
import { APIPromise, Bedrock, RateLimitError, Stream } from "bedrock-wasm";
import type {
  APIError,
  ContentBlock,
  ConverseRequest,
  ConverseResponse,
  ConverseStreamOutput,
  InvokeModelRequest,
  Message,
  OutputFormat,
} from "bedrock-wasm";

declare const bedrock: Bedrock;
declare const bytes: Uint8Array;
declare const blob: { arrayBuffer(): Promise<ArrayBuffer> };
const credentials = { accessKeyId: "ASIA", secretAccessKey: "x" };

// Options.
// @ts-expect-error: no region
new Bedrock({ credentials });
// @ts-expect-error: no credentials
new Bedrock({ region: "us-east-1" });
// @ts-expect-error: no options
new Bedrock();
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

// Made by calls only.
// @ts-expect-error: private
new Stream();
// @ts-expect-error: private
new APIPromise(() => {});
