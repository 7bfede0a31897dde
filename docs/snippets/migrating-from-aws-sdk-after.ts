import { Bedrock, RateLimitError } from "bedrock-wasm";

const bedrock = new Bedrock({ region: "us-east-1" });
const input = {
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user" as const, content: [{ text: "Why is the sky blue?" }] }],
};
try {
  const stream = await bedrock.converseStream(input);
  for await (const event of stream) process.stdout.write(event.contentBlockDelta?.delta.text ?? "");
} catch (error) {
  if (error instanceof RateLimitError) console.error("later");
  else throw error;
}
