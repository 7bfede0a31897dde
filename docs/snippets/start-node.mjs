import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock(); // region and credentials: from the environment or your AWS profile
const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
for await (const event of stream) {
  process.stdout.write(event.contentBlockDelta?.delta.text ?? "");
}
