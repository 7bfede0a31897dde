import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  onRequest: ({ operation, attempt, url }) => console.log("->", operation, attempt, url),
  onResponse: ({ operation, status, latencyMs, requestId }) => console.log("<-", operation, status, latencyMs, requestId),
  onRetry: ({ attempt, delayMs, error }) => console.log("!!", attempt, delayMs, error.name),
  onWarning: ({ code, message }) => console.log("??", code, message),
});
const stream = await bedrock.converseStream({
  modelId: "amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Say hello." }] }],
});
for await (const event of stream) if (event.messageStop) console.log(event.messageStop.stopReason);
console.log(stream.usage?.totalTokens, stream.metrics?.latencyMs);
