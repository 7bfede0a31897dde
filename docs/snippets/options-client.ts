import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  maxRetries: 4,
  timeout: 60_000,
  defaultHeaders: { "x-team": "search" },
  logLevel: "info",
});
const messages = [{ role: "user" as const, content: [{ text: "Say hello." }] }];

// Each option of a call replaces the client's of that name.
const call = bedrock.converse(
  { modelId: "amazon.nova-lite-v1:0", messages },
  { timeout: 10_000, maxRetries: 0, headers: { "x-team": "mail" }, signal: AbortSignal.timeout(30_000) },
);
const { data, response, request_id } = await call.withResponse();
console.log(data.stopReason, response.status, request_id);
