// OpenAI's API and Anthropic's over Bedrock. The AWS keys stay here; clients have a token of yours, and talk to this worker with
// the SDK of either maker, for every model:
//
//   new OpenAI({ baseURL: "https://bedrock.example.workers.dev/v1", apiKey: API_TOKEN })
//   new Anthropic({ baseURL: "https://bedrock.example.workers.dev", apiKey: API_TOKEN })
import { Bedrock } from "bedrock-wasm";
import { createFetch as createAnthropic } from "bedrock-wasm/anthropic";
import { fromEnv } from "bedrock-wasm/credentials";
import { createFetch as createOpenAI } from "bedrock-wasm/openai";

let answers;

/** The paths that are served, and what answers each. */
function routesOf(env) {
  const bedrock = new Bedrock({ region: "us-east-1", credentials: fromEnv(env) });
  const openai = createOpenAI(bedrock);
  const anthropic = createAnthropic(bedrock);
  return {
    "/v1/chat/completions": openai,
    "/v1/responses": openai,
    "/v1/embeddings": openai,
    "/v1/messages": anthropic,
    "/v1/messages/count_tokens": anthropic,
    // Both makers have this path; only Anthropic's SDK says a version.
    "/v1/models": (request) => (request.headers.has("anthropic-version") ? anthropic : openai)(request),
  };
}

export default {
  async fetch(request, env) {
    if (!(await isAllowed(request, env.API_TOKEN))) return refusal(401, "authentication_error", "Incorrect API key provided.");
    answers ??= routesOf(env);
    const { pathname } = new URL(request.url);
    // A path of one model has its id at the end.
    const path = pathname.replace(/^\/v1\/models\/.+/, "/v1/models");
    if (!Object.hasOwn(answers, path)) return refusal(404, "not_found_error", `This worker has no ${pathname}.`);
    return answers[path](request);
  },
};

/** Whether the request brings the token. Both are hashed, so that the time that this takes tells nothing of the token. */
async function isAllowed(request, token) {
  if (!token) throw new Error("Set the secret API_TOKEN: without it, anybody could use this worker.");
  // Clients of Anthropic's API send a key in a header of its own, all others as a bearer token.
  const [, bearer = ""] = /^Bearer (.+)$/.exec(request.headers.get("authorization")) ?? [];
  const given = bearer || (request.headers.get("x-api-key") ?? "");
  const hash = (text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await hash(given), await hash(token));
}

/** An error as the SDKs of both makers read it. */
function refusal(status, type, message) {
  return Response.json({ type: "error", error: { message, type, param: null, code: null } }, { status });
}
