import { Bedrock } from "bedrock-wasm";
import { fromEnv } from "bedrock-wasm/credentials";

export default {
  async fetch(request: Request, env: object): Promise<Response> {
    const bedrock = new Bedrock({ region: "us-east-1", credentials: fromEnv(env) });
    const stream = await bedrock.converseStream(
      {
        modelId: "us.amazon.nova-lite-v1:0",
        messages: [{ role: "user", content: [{ text: await request.text() }] }],
      },
      { signal: request.signal },
    );
    return new Response(stream.toReadableStream(), { headers: { "content-type": "application/x-ndjson" } });
  },
};
