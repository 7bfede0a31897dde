// What pages do with replies: the DOM's own types take them without a cast.
import { Bedrock } from "bedrock-wasm";
import { Bedrock as WorkersBedrock } from "bedrock-wasm/service-worker";

declare const bedrock: Bedrock;

export async function show(image: HTMLImageElement): Promise<void> {
  const reply = await bedrock.converse({ modelId: "m" });
  const bytes = reply.output.message.content[0]?.image?.source.bytes;
  if (bytes) image.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

export const client = new Bedrock({ region: "us-east-1", apiKey: "k", WebSocket });

export async function handOn(): Promise<Response> {
  const stream = await bedrock.converseStream({ modelId: "m" });
  return new Response(stream.toReadableStream(), { headers: { "content-type": "application/x-ndjson" } });
}

export async function save(): Promise<Response> {
  const reply = await bedrock.invokeModel({ modelId: "m", body: new Uint8Array(1) });
  return new Response(reply.body, { headers: { "content-type": reply.contentType ?? "application/json" } });
}

// In a service worker, the same client.
export const worker: Bedrock = new WorkersBedrock({ region: "us-east-1", apiKey: "k" });
