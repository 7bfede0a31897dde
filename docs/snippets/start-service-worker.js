import { Bedrock } from "bedrock-wasm/service-worker";

const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: async () => (await fetch("/api/bedrock-credentials")).json(),
});

// A page posts its question, and gets the answer piece by piece.
self.addEventListener("message", async ({ data, source }) => {
  const stream = await bedrock.converseStream({
    modelId: "us.amazon.nova-lite-v1:0",
    messages: [{ role: "user", content: [{ text: data.question }] }],
  });
  for await (const event of stream) source?.postMessage(event.contentBlockDelta?.delta.text ?? "");
});
