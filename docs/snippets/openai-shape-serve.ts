import { Bedrock } from "bedrock-wasm";
import { fromEnv } from "bedrock-wasm/credentials";
import { createFetch } from "bedrock-wasm/openai";

export default {
  async fetch(request: Request, env: { CLIENT_KEY: string }): Promise<Response> {
    // createFetch checks no key: do it first.
    if (request.headers.get("authorization") !== `Bearer ${env.CLIENT_KEY}`) return new Response(null, { status: 401 });
    const answer = createFetch(new Bedrock({ region: "us-east-1", credentials: fromEnv(env) }), { maxBodyBytes: 1 << 20 });
    return answer(request); // POST /v1/chat/completions, /v1/responses, /v1/embeddings, /v1/images/generations, GET /v1/models
  },
};
