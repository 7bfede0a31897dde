import { APIUserAbortError, Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: async () => (await fetch("/api/bedrock-credentials")).json(),
});
const answer = document.querySelector("#answer");
const controller = new AbortController();
document.querySelector("#stop")?.addEventListener("click", () => controller.abort());

try {
  const stream = await bedrock.converseStream(
    {
      modelId: "us.amazon.nova-lite-v1:0",
      messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
    },
    { signal: controller.signal },
  );
  for await (const event of stream) answer?.append(event.contentBlockDelta?.delta.text ?? "");
} catch (error) {
  if (!(error instanceof APIUserAbortError)) throw error;
  answer?.append(" [stopped]");
}
