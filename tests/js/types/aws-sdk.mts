// A program for the AWS SDK. It compiles with `bedrock-wasm/aws-sdk` and with the SDK itself: tests/js/aws-sdk-exports.test.mjs.
import {
  ApplyGuardrailCommand,
  BedrockRuntime,
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  BedrockRuntimeServiceException,
  type ContentBlock,
  ConversationRole,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  type ConverseStreamCommandOutput,
  type ConverseStreamOutput,
  CountTokensCommand,
  GetAsyncInvokeCommand,
  ImageFormat,
  InvokeModelCommand,
  InvokeModelWithBidirectionalStreamCommand,
  InvokeModelWithResponseStreamCommand,
  ListAsyncInvokesCommand,
  type Message,
  ModelErrorException,
  paginateListAsyncInvokes,
  StartAsyncInvokeCommand,
  StopReason,
  type SystemContentBlock,
  ThrottlingException,
  type TokenUsage,
  type Tool,
  type ToolConfiguration,
  type ToolResultBlock,
  type ToolUseBlock,
} from "bedrock-wasm/aws-sdk";

const config: BedrockRuntimeClientConfig = {
  region: "us-east-1",
  credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b", expiration: new Date() }),
  maxAttempts: 3,
  requestHandler: { requestTimeout: 5000 },
};
export const clients = [
  new BedrockRuntimeClient(config),
  new BedrockRuntime({}),
  new BedrockRuntimeClient({ region: async () => "x" }),
];
export const byToken = new BedrockRuntimeClient({
  token: async () => ({ token: "t" }),
  authSchemePreference: ["httpBearerAuth"],
});
const client = new BedrockRuntimeClient({
  endpoint: "https://gateway.example.com",
  useFipsEndpoint: true,
  retryMode: "standard",
});
export const region: Promise<string> = client.config.region();

const modelId = process.env["MODEL_ID"];
const weather: Tool = {
  toolSpec: {
    name: "get_weather",
    description: "The weather of a city",
    inputSchema: { json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
  },
};
const toolConfig: ToolConfiguration = { tools: [weather], toolChoice: { auto: {} } };
const system: SystemContentBlock[] = [{ text: "Be brief." }];

export async function answer(question: string, image: Uint8Array): Promise<string> {
  const messages: Message[] = [
    {
      role: ConversationRole.USER,
      content: [{ text: question }, { image: { format: ImageFormat.PNG, source: { bytes: image } } }],
    },
  ];
  const input: ConverseCommandInput = {
    modelId,
    messages,
    system,
    toolConfig,
    inferenceConfig: { maxTokens: 512, temperature: 0.5 },
  };
  for (;;) {
    const output: ConverseCommandOutput = await client.send(new ConverseCommand(input));
    const message = output.output?.message;
    if (!message) throw new Error(`nothing, ${output.$metadata.requestId}`);
    messages.push(message);
    const usage: TokenUsage | undefined = output.usage;
    console.log(usage?.totalTokens, output.metrics?.latencyMs, output.$metadata.httpStatusCode);
    if (output.stopReason !== StopReason.TOOL_USE) return textOf(message.content ?? []);
    messages.push({ role: "user", content: (message.content ?? []).flatMap(resultsOf) });
  }
}

function textOf(content: ContentBlock[]): string {
  return content.map((block) => block.text ?? "").join("");
}

function resultsOf({ toolUse }: ContentBlock): ContentBlock[] {
  if (!toolUse) return [];
  const used: ToolUseBlock = toolUse;
  const toolResult: ToolResultBlock = {
    toolUseId: used.toolUseId,
    status: "success",
    content: [{ json: { celsius: 12, asked: used.input ?? null } }],
  };
  return [{ toolResult }];
}

export async function stream(messages: Message[], abortSignal: AbortSignal): Promise<string> {
  const response: ConverseStreamCommandOutput = await client.send(new ConverseStreamCommand({ modelId, messages }), {
    abortSignal,
  });
  if (!response.stream) throw new Error("no stream");
  let text = "";
  for await (const event of response.stream) text += deltaOf(event);
  return text;
}

function deltaOf(event: ConverseStreamOutput): string {
  if (event.internalServerException) throw event.internalServerException;
  if (event.metadata) console.log(event.metadata.usage?.outputTokens, event.metadata.metrics?.latencyMs);
  if (event.messageStop?.stopReason === "max_tokens") console.warn("cut short");
  const start = event.contentBlockStart?.start?.toolUse;
  if (start) console.log(start.name, start.toolUseId);
  return event.contentBlockDelta?.delta?.text ?? event.contentBlockDelta?.delta?.toolUse?.input ?? "";
}

export async function invoke(body: object): Promise<unknown> {
  const command = new InvokeModelCommand({ modelId, body: JSON.stringify(body), contentType: "application/json", accept: "*/*" });
  const response = await client.send(command);
  const decoded = new TextDecoder().decode(response.body);
  const streamed = await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) }));
  for await (const { chunk } of streamed.body ?? []) if (chunk?.bytes) console.log(new TextDecoder().decode(chunk.bytes));
  return [JSON.parse(decoded), JSON.parse(response.body.transformToString())];
}

export async function talk(events: AsyncIterable<{ chunk: { bytes: Uint8Array } }>): Promise<void> {
  const { body } = await client.send(new InvokeModelWithBidirectionalStreamCommand({ modelId, body: events }));
  for await (const event of body ?? []) console.log(event.chunk?.bytes?.length);
}

export async function others(): Promise<Date | undefined> {
  const s3OutputDataConfig = { s3Uri: "s3://bucket/videos" };
  const { invocationArn } = await client.send(
    new StartAsyncInvokeCommand({ modelId, modelInput: { taskType: "TEXT_VIDEO" }, outputDataConfig: { s3OutputDataConfig } }),
  );
  const { submitTime, status } = await client.send(new GetAsyncInvokeCommand({ invocationArn }));
  console.log(status, (await client.send(new ListAsyncInvokesCommand({}))).asyncInvokeSummaries?.[0]?.endTime?.getTime());
  for await (const page of paginateListAsyncInvokes({ client, pageSize: 10 }, { statusEquals: "Failed" })) {
    for (const { failureMessage } of page.asyncInvokeSummaries ?? []) console.log(failureMessage);
  }
  const { inputTokens } = await client.send(new CountTokensCommand({ modelId, input: { converse: { messages: [] } } }));
  const guardrailIdentifier = process.env["GUARDRAIL"];
  const { action } = await client.send(
    new ApplyGuardrailCommand({
      guardrailIdentifier,
      guardrailVersion: "1",
      source: "INPUT",
      content: [{ text: { text: "?" } }],
    }),
  );
  console.log(inputTokens, action === "GUARDRAIL_INTERVENED");
  return submitTime;
}

export async function guarded(input: ConverseCommandInput): Promise<ConverseCommandOutput | undefined> {
  const bedrock = new BedrockRuntime({ region: "us-east-1" });
  bedrock.converse(input, (error, output) => console.log(error, output?.stopReason));
  client.send(new ConverseCommand(input), { requestTimeout: 1000 }, (error, output) => console.log(error, output?.stopReason));
  try {
    return await bedrock.converse(input, { abortSignal: AbortSignal.timeout(1000) });
  } catch (error) {
    if (error instanceof ThrottlingException) return undefined;
    if (error instanceof ModelErrorException) console.log(error.originalStatusCode, error.resourceName);
    if (error instanceof BedrockRuntimeServiceException) console.log(error.name, error.$fault, error.$metadata.httpStatusCode);
    throw error;
  } finally {
    bedrock.destroy();
  }
}

export const mock = new ThrottlingException({ message: "Slow down", $metadata: { httpStatusCode: 429 } });

// @ts-expect-error: there is no such model of input
export const wrong = new ConverseCommand({ modelId, messages: "hello" });
