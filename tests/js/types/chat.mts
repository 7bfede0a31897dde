// A program as users write it: a chat with tools and images, streams, errors, and credentials from anywhere.
import bedrockWasm, {
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  Bedrock,
  BedrockError,
  RateLimitError,
  load,
} from "bedrock-wasm";
import type {
  BedrockOptions,
  BedrockOptionsBase,
  ContentBlock,
  ConverseRequest,
  ConverseResponse,
  ConverseStreamOutput,
  CredentialProvider,
  JsonValue,
  Message,
  Stream,
  TokenUsage,
  Tool,
  ToolResultBlock,
  ToolUseBlock,
} from "bedrock-wasm";

/** What the AWS SDK's credential providers are, as declared in @smithy/types. */
interface AwsCredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly credentialScope?: string;
  readonly accountId?: string;
  readonly expiration?: Date;
}
interface AwsCredentialIdentityProvider {
  (identityProperties?: Record<string, unknown>): Promise<AwsCredentialIdentity>;
}

declare const fromCognitoIdentityPool: AwsCredentialIdentityProvider;
declare const environment: { readonly sessionToken: string | undefined };

const provider: CredentialProvider = fromCognitoIdentityPool;
const options: BedrockOptions = { region: "us-east-1", credentials: provider, maxRetries: 4, timeout: 0 };
const bedrock: Bedrock = new bedrockWasm(options);

export const clients = [
  new Bedrock({ region: "eu-west-1", credentials: fromCognitoIdentityPool }),
  new Bedrock({
    region: "eu-west-1",
    credentials: { accessKeyId: "ASIA", secretAccessKey: "x", sessionToken: environment.sessionToken, expiration: 0 },
    endpoint: "http://127.0.0.1:8000",
    useFipsEndpoint: false,
    fetch: (url, init) => fetch(url, { ...init, keepalive: true }),
    defaultHeaders: { "x-team": "blue" },
    onWarning: ({ code, message }) => console.error(code, message),
  }),
  new Bedrock({
    region: "eu-west-1",
    credentials: async () => ({ accessKeyId: "ASIA", secretAccessKey: "x", expiration: "2030-01-01T00:00:00Z" }),
    fetch,
  }),
  new Bedrock({ region: "eu-west-1", apiKey: "ABSK", endpoint: undefined, credentials: undefined }),
  new Bedrock({ region: "eu-west-1", apiKey: () => "bedrock-api-key-" }),
  new Bedrock({ region: "eu-west-1", apiKey: () => bedrock.createApiKey({ expiresIn: 900 }) }),
];

/** Options put together before it is known which they are. */
export function connect(apiKey: string | undefined): Bedrock {
  const base: BedrockOptionsBase = { region: "us-east-1", maxRetries: 4 };
  const chosen: BedrockOptions = apiKey ? { ...base, apiKey } : { ...base, credentials: provider };
  if (chosen.apiKey === undefined) console.log(typeof chosen.credentials);
  return new Bedrock(chosen);
}

const tools: Tool[] = [
  {
    toolSpec: {
      name: "get_weather",
      description: "The weather in a city.",
      inputSchema: { json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
    },
  },
  { cachePoint: { type: "default", ttl: "1h" } },
];
const constantSchema = { type: "object", required: ["city"] } as const;
export const constantTool: Tool = { toolSpec: { name: "get_city", inputSchema: { json: constantSchema } } };

function runTool(toolUse: ToolUseBlock): ToolResultBlock {
  const input: JsonValue = toolUse.input;
  if (input === null || typeof input !== "object" || Array.isArray(input)) {
    return { toolUseId: toolUse.toolUseId, content: [{ text: "The input is no object." }], status: "error" };
  }
  return { toolUseId: toolUse.toolUseId, content: [{ json: { city: input["city"], celsius: 21 } }] };
}

/** Talks until the model needs no more tools. */
export async function chat(photo: Uint8Array, signal: AbortSignal): Promise<string> {
  await load();
  const messages: Message[] = [
    { role: "user", content: [{ image: { format: "png", source: { bytes: photo } } }, { text: "Where is it warm?" }] },
    { role: "assistant", content: [{ text: "Let me see. " }] },
    { role: "user", content: [{ image: { format: "jpeg", source: { bytes: "/9j/4AAQ" } } }] },
  ];
  for (;;) {
    const request: ConverseRequest = {
      modelId: "us.amazon.nova-lite-v1:0",
      messages,
      system: [{ text: "Be brief." }, { cachePoint: { type: "default" } }],
      inferenceConfig: { maxTokens: 500, temperature: 0.2, stopSequences: ["END"] },
      toolConfig: { tools, toolChoice: { auto: {} } },
      additionalModelRequestFields: { inferenceConfig: { topK: 20 } },
      requestMetadata: { user: "42" },
    };
    const reply = await bedrock.converse(request, { signal, timeout: 30_000, headers: { "x-trace": "1" } });
    const requestId: string | undefined = reply._request_id;
    console.log(requestId, reply.metrics.latencyMs, reply.usage.cacheReadInputTokens ?? 0);

    // A reply goes into the next request as it is.
    messages.push(reply.output.message);
    if (reply.stopReason !== "tool_use") return reply.output.message.content.map(textOf).join("");

    const results: ContentBlock[] = [];
    for (const block of reply.output.message.content) {
      if (block.toolUse) results.push({ toolResult: runTool(block.toolUse) });
    }
    messages.push({ role: "user", content: results });
  }
}

/** Members narrow a block by their values. */
function textOf(block: ContentBlock): string {
  if (block.text !== undefined) return block.text;
  if (block.reasoningContent?.reasoningText) return block.reasoningContent.reasoningText.text;
  if (block.citationsContent) return block.citationsContent.content?.map(({ text }) => text).join("") ?? "";
  const text: undefined = block.text;
  return text ?? ("toolUse" in block ? "(tool)" : "(other)");
}

/** Puts the pieces of a stream together. */
export async function collect(stream: Stream<ConverseStreamOutput>): Promise<[string, TokenUsage | undefined]> {
  let text = "";
  let toolInput = "";
  let usage: TokenUsage | undefined;
  for await (const event of stream) {
    text += event.contentBlockDelta?.delta.text ?? "";
    toolInput += event.contentBlockDelta?.delta.toolUse?.input ?? "";
    if (event.contentBlockStart) {
      const name: string | undefined = event.contentBlockStart.start.toolUse?.name;
      console.log(name, event.contentBlockStart.contentBlockIndex);
    } else if (event.messageStop) {
      const message: string = event.messageStop.stopReason;
      console.log(message, toolInput);
    } else if (event.metadata) {
      usage = event.metadata.usage;
      const blocked = event.metadata.trace?.guardrail?.outputAssessments?.["gr-1"]?.[0]?.topicPolicy?.topics;
      console.log(blocked?.filter((topic) => topic.action === "BLOCKED").map((topic) => topic.name));
    }
  }
  return [text, usage];
}

export async function streams(): Promise<void> {
  const messages: Message[] = [{ role: "user", content: [{ text: "Hello" }] }];
  const call = bedrock.converseStream(
    { modelId: "m", messages, guardrailConfig: { guardrailIdentifier: "gr-1", streamProcessingMode: "async" } },
    { streamIdleTimeout: 5_000, maxRetries: 0 },
  );
  const { data, response, request_id } = await call.withResponse();
  console.log(response.status, response.headers.get("content-type"), request_id, data.requestId);
  const [left, right] = data.tee();
  const [text] = await collect(left);
  console.log(text);
  const iterator = right[Symbol.asyncIterator]();
  const first: IteratorResult<ConverseStreamOutput, undefined> = await iterator.next();
  if (!first.done) console.log(first.value.messageStart?.role);
  await iterator.return();
  right.controller.abort();
  await right.close();

  const raw: Response = await bedrock.converse({ modelId: "m", messages }).asResponse();
  console.log(await raw.text());
}

export async function invoke(): Promise<number[]> {
  const modelId = "amazon.titan-embed-text-v2:0";
  const reply = await bedrock.invokeModel({ modelId, body: { inputText: "river", dimensions: 256 } });
  const { embedding } = reply.json<{ embedding: number[] }>();
  const unknown: unknown = reply.json();
  console.log(reply.text(), reply.contentType, reply.body.byteLength, unknown, reply._request_id);

  const stream = await bedrock.invokeModelWithResponseStream({
    modelId,
    body: JSON.stringify({ inputText: "river" }),
    trace: "ENABLED",
    serviceTier: "flex",
  });
  console.log(stream.contentType, stream.serviceTier, stream.requestId);
  const decoder = new TextDecoder();
  for await (const part of stream) console.log(decoder.decode(part.chunk.bytes));
  return embedding;
}

export async function careful(request: ConverseRequest): Promise<ConverseResponse | undefined> {
  try {
    return await bedrock.converse(request);
  } catch (error) {
    if (error instanceof RateLimitError) {
      console.log(error.status, error.code, error.headers?.get("retry-after"));
    } else if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) {
      console.log(error.cause);
    } else if (error instanceof APIError) {
      // Still an APIError: the classes before are told apart from it.
      const { requestID, body }: { requestID: string | undefined; body: string | undefined } = error;
      console.log(error.name, requestID, body, error instanceof AuthenticationError);
    } else if (error instanceof BedrockError) {
      console.log(error.message);
    }
    return undefined;
  }
}

/** A promise like any other. */
export const chained: Promise<string> = bedrock
  .converse({ modelId: "m" })
  .then((reply) => reply.stopReason)
  .catch(() => "end_turn")
  .finally(() => {});
export const several: Promise<[ConverseResponse, Stream<ConverseStreamOutput>]> = Promise.all([
  bedrock.converse({ modelId: "m" }),
  bedrock.converseStream({ modelId: "m" }),
]);
