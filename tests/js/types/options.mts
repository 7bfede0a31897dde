// Options of a client, what its hooks are told, and what a reply cost: programs as users write them.
import { APIError, Bedrock, BedrockError, RateLimitError } from "bedrock-wasm";
import type {
  ApiKeyProvider,
  BedrockOptions,
  ConverseStream,
  ConverseStreamMetrics,
  ConverseStreamOutput,
  Credentials,
  EndpointOptions,
  InvokeModelMetrics,
  InvokeModelResponse,
  InvokeModelStream,
  InvokeModelUsage,
  LogLevel,
  Logger,
  RequestEvent,
  ResponseEvent,
  ResponseStream,
  RetryEvent,
  Stream,
  TokenUsage,
  Warning,
  WarningCode,
} from "bedrock-wasm";

declare const environment: { readonly key: string | undefined; readonly region: string | undefined };
declare const credentials: Credentials | undefined;
declare const keyProvider: ApiKeyProvider | undefined;
declare const modelId: string;

// Outside of browsers and edge workers everything can be found, so that everything may be absent.
export const clients = [
  new Bedrock(),
  new Bedrock(undefined),
  new Bedrock({}),
  new Bedrock({ region: environment.region }),
  new Bedrock({ credentials }),
  new Bedrock({ region: "us-east-1", credentials, apiKey: undefined }),
  new Bedrock({ apiKey: environment.key }),
  new Bedrock({ apiKey: keyProvider, credentials: undefined }),
];

const perService: EndpointOptions = {
  bedrockRuntime: "https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com",
  bedrockAgentRuntime: undefined,
};
export const endpoints: BedrockOptions[] = [
  { endpoint: "https://gateway.example.com/bedrock", signingRegion: "us-east-1", signingHost: "bedrock.example.com" },
  { endpoint: perService },
  { endpoint: { ...perService, bedrock: "http://127.0.0.1:8000" }, signingRegion: undefined, signingHost: undefined },
  { endpoint: {}, correctClockSkew: false },
];

const lines: [string, string, unknown[]][] = [];
const memory: Logger = {
  error: (message, ...rest) => lines.push(["error", message, rest]),
  warn: (message, ...rest) => lines.push(["warn", message, rest]),
  info: (message) => lines.push(["info", message, []]),
  debug() {},
};
/** As pino declares its levels. */
interface LevelOfPino {
  <Values>(values: Values, message?: string, ...rest: unknown[]): void;
  (message: string, ...rest: unknown[]): void;
}
declare const pino: Record<"fatal" | "error" | "warn" | "info" | "debug" | "trace", LevelOfPino>;
const levels: LogLevel[] = ["off", "error", "warn", "info", "debug"];
export const logged: BedrockOptions[] = [
  { logger: console },
  { logger: memory, logLevel: "off" },
  { logger: pino, logLevel: undefined },
  ...levels.map((logLevel) => ({ logLevel })),
];

/** What is slow, what is repeated, and what should be changed in the program. */
export function watched(report: (line: string) => void): Bedrock {
  const onRequest = ({ operation, modelId, attempt, method, url, headers }: RequestEvent): void =>
    report(`${operation} ${modelId ?? "-"} ${attempt}: ${method} ${url} ${headers["authorization"]}`);
  return new Bedrock({
    onRequest,
    onResponse(event: ResponseEvent) {
      const requestId: string | undefined = event.requestId;
      const latencyMs: number = event.latencyMs;
      report(`${event.operation} ${event.attempt}: ${event.status} ${requestId} ${latencyMs} ${event.headers["date"]}`);
    },
    onRetry: ({ operation, attempt, delayMs, error }: RetryEvent) => {
      const why: BedrockError = error;
      const code = error instanceof APIError ? error.code : why.name;
      report(`${operation} ${attempt}: ${code}, again in ${delayMs} ms, ${error instanceof RateLimitError}`);
    },
    onWarning: ({ code, message }: Warning) => report(isMistake(code) ? message : ""),
  });
}

/** Known codes are completed; later ones are strings. */
function isMistake(code: WarningCode): boolean {
  switch (code) {
    case "unknown_option":
    case "ambiguous_configuration":
    case "unsent_headers":
      return true;
    case "clock_skew":
    case "credentials_refresh":
      return false;
    default: {
      const later: string = code;
      return later.length > 0;
    }
  }
}

/** Tokens and milliseconds, known when a stream has been read. */
export async function cost(bedrock: Bedrock): Promise<[number, number]> {
  const stream: ConverseStream = await bedrock.converseStream({ modelId });
  const asBefore: Stream<ConverseStreamOutput> = stream;
  const [left, right]: [ConverseStream, ConverseStream] = stream.tee();
  for await (const event of left) console.log(event.metadata?.usage === left.usage, asBefore.requestId);
  const usage: TokenUsage | undefined = right.usage;
  const metrics: ConverseStreamMetrics | undefined = left.metrics;
  return [usage?.totalTokens ?? 0, metrics?.latencyMs ?? 0];
}

export async function modelCost(bedrock: Bedrock): Promise<number> {
  const reply: InvokeModelResponse = await bedrock.invokeModel({ modelId, body: "{}" });
  const usage: InvokeModelUsage | undefined = reply.usage;
  const metrics: InvokeModelMetrics | undefined = reply.metrics;
  const cached: number | undefined = usage?.cacheReadInputTokens;
  console.log(metrics?.latencyMs, cached, usage?.cacheWriteInputTokens, usage?.outputTokens);

  const stream: InvokeModelStream = await bedrock.invokeModelWithResponseStream({ modelId, body: "{}" });
  const parts: Stream<ResponseStream> = stream;
  for await (const part of parts) console.log(part.chunk.bytes?.length);
  const ofStream: InvokeModelUsage | undefined = stream.usage;
  const latencyMs: number | undefined = stream.metrics?.latencyMs;
  return (ofStream?.inputTokens ?? usage?.inputTokens ?? 0) + (latencyMs ?? 0);
}

/** What all streams have in common. */
export function tokens<T>(stream: Stream<T>): number {
  return (stream.usage?.inputTokens ?? 0) + (stream.usage?.outputTokens ?? 0);
}
export const anyStream = (stream: ConverseStream | InvokeModelStream): Stream<unknown> => stream;
