import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { fromEnv } from "bedrock-wasm/credentials";

export default {
  async fetch(request: Request, env: { CLIENT_KEY: string }): Promise<Response> {
    // createFetch checks no key: do it first.
    if (request.headers.get("x-api-key") !== env.CLIENT_KEY) return new Response(null, { status: 401 });
    const answer = createFetch(new Bedrock({ region: "us-east-1", credentials: fromEnv(env) }), { maxBodyBytes: 1 << 20 });
    return answer(request); // POST /v1/messages, POST /v1/messages/count_tokens, GET /v1/models
  },
};
