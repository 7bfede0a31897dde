// OpenAI's API over Bedrock. The AWS keys stay here; clients have a token of yours, and talk to this worker with any OpenAI SDK:
//
//   new OpenAI({ baseURL: "https://bedrock-openai.example.workers.dev/v1", apiKey: API_TOKEN })
import { Bedrock } from "bedrock-wasm";
import { fromEnv } from "bedrock-wasm/credentials";
import { createFetch } from "bedrock-wasm/openai";

const PATHS = new Set(["/v1/chat/completions", "/v1/models"]);
let answer;

export default {
  async fetch(request, env) {
    if (!(await isAllowed(request, env.API_TOKEN))) return refusal(401, "Incorrect API key provided.");
    if (!PATHS.has(new URL(request.url).pathname)) return refusal(404, "This worker only has chat completions and models.");
    answer ??= createFetch(new Bedrock({ region: "us-east-1", credentials: fromEnv(env) }));
    return answer(request);
  },
};

/** Whether the request brings the token. Both are hashed, so that the time that this takes tells nothing of the token. */
async function isAllowed(request, token) {
  if (!token) throw new Error("Set the secret API_TOKEN: without it, anybody could use this worker.");
  const [, given = ""] = /^Bearer (.+)$/.exec(request.headers.get("authorization")) ?? [];
  const hash = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await hash(given), await hash(token));
}

/** An error as OpenAI's SDKs read it. */
function refusal(status, message) {
  return Response.json({ error: { message, type: "invalid_request_error", param: null, code: null } }, { status });
}
