// A worker that asks Bedrock by Responses: the path says by whose SDK. It serves the same API at /v1.
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { agentFlow, sdkFlow } from "../lib/response-flows.mjs";

export default {
  async fetch(request, { ENDPOINT, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN }) {
    const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY, sessionToken: SESSION_TOKEN };
    const answer = createFetch(new Bedrock({ region: "us-east-1", endpoint: ENDPOINT, credentials }));
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/v1/")) return answer(request);
    return Response.json(await (pathname === "/agents" ? agentFlow : sdkFlow)(answer));
  },
};
