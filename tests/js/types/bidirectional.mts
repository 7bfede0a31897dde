// A stream in both directions, as a program with a speech model has it.
import { Bedrock } from "bedrock-wasm";
import type {
  APIPromise,
  EventInput,
  InvokeModelWithBidirectionalStreamInput,
  InvokeModelWithBidirectionalStreamOutput,
  InvokeModelWithBidirectionalStreamRequest,
  OutputBlob,
  Stream,
  WebSocketClass,
} from "bedrock-wasm";

declare const bedrock: Bedrock;
declare const microphone: AsyncIterable<Int16Array>;
declare const recording: ReadableStream<InvokeModelWithBidirectionalStreamInput>;

async function* spoken() {
  yield { chunk: { bytes: { event: { sessionStart: { inferenceConfiguration: { maxTokens: 1024 } } } } } };
  for await (const samples of microphone) {
    const content = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    yield { chunk: { bytes: { event: { audioInput: { promptName: "p", content } } } } };
  }
  yield { chunk: { bytes: JSON.stringify({ event: { sessionEnd: {} } }) } };
}

export const bodies: EventInput<InvokeModelWithBidirectionalStreamInput>[] = [
  spoken(),
  recording,
  [{ chunk: { bytes: new Uint8Array(1) } }, { chunk: { bytes: new ArrayBuffer(1) } }, { chunk: { bytes: new Int16Array(1) } }],
  new Set([{ chunk: { bytes: "{}" } }]),
];

/** What the model said. */
export async function converse(body: InvokeModelWithBidirectionalStreamRequest["body"]): Promise<string> {
  const signal = AbortSignal.timeout(1000);
  const stream = await bedrock.invokeModelWithBidirectionalStream({ modelId: "m", body }, { signal, streamIdleTimeout: 0 });
  let said = "";
  for await (const event of stream) {
    const bytes: OutputBlob | undefined = event.chunk.bytes;
    const { event: output } = JSON.parse(new TextDecoder().decode(bytes)) as { event: { textOutput?: { content: string } } };
    said += output.textOutput?.content ?? "";
    if (said.length > 100) break;
  }
  await stream.close();
  return said;
}

export const promise: APIPromise<Stream<InvokeModelWithBidirectionalStreamOutput>> = bedrock.invokeModelWithBidirectionalStream({
  modelId: "m",
  body: spoken(),
});

/** The shape of npm's ws. */
declare class Ws {
  constructor(address: string | URL, protocols?: string | string[], options?: { origin?: string });
  binaryType: "nodebuffer" | "arraybuffer" | "fragments";
  get bufferedAmount(): number;
  send(data: Uint8Array | string, done?: (error?: Error) => void): void;
  close(code?: number, data?: string): void;
}
const credentials = { accessKeyId: "ASIA", secretAccessKey: "x" };
export const classes: WebSocketClass[] = [Ws];
export const client = new Bedrock({ region: "us-east-1", credentials, WebSocket: Ws });
