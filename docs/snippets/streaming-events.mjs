import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
for await (const event of stream) {
  if (event.contentBlockDelta) process.stdout.write(event.contentBlockDelta.delta.text ?? "");
  if (event.messageStop) console.log(`\n[${event.messageStop.stopReason}]`); // max_tokens: it was cut short
}
console.log(`${stream.usage?.outputTokens} tokens in ${stream.metrics?.latencyMs} ms, request ${stream.requestId}`);
