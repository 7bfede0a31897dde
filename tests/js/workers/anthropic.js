// A worker that asks Bedrock by the official `@anthropic-ai/sdk`: the path says for what. It serves the same API at /v1.
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { flows } from "../lib/anthropic-flows.mjs";

export default {
  async fetch(request, { ENDPOINT, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN }) {
    const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY, sessionToken: SESSION_TOKEN };
    const answer = createFetch(new Bedrock({ region: "us-east-1", endpoint: ENDPOINT, credentials }));
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/v1/")) return answer(request);
    return Response.json(await flows[pathname.slice(1)](answer));
  },
};
