import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: async () => (await fetch("/api/bedrock-credentials")).json(),
});
const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
for await (const event of stream) {
  document.querySelector("#answer")?.append(event.contentBlockDelta?.delta.text ?? "");
}
