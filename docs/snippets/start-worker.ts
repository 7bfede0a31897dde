import { Bedrock } from "bedrock-wasm";
import { fromEnv } from "bedrock-wasm/credentials";

export default {
  async fetch(_request: Request, env: object): Promise<Response> {
    const bedrock = new Bedrock({ region: "us-east-1", credentials: fromEnv(env) });
    const stream = await bedrock.converseStream({
      modelId: "us.amazon.nova-lite-v1:0",
      messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
    });
    const { readable, writable } = new TransformStream<string, string>();
    const writer = writable.getWriter();
    void (async () => {
      for await (const event of stream) await writer.write(event.contentBlockDelta?.delta.text ?? "");
      await writer.close();
    })();
    return new Response(readable.pipeThrough(new TextEncoderStream()), { headers: { "content-type": "text/plain" } });
  },
};
