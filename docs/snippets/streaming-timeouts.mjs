import { APIConnectionTimeoutError, Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({ timeout: 30_000, streamIdleTimeout: 10_000 }); // milliseconds, for all calls
try {
  const stream = await bedrock.converseStream(
    {
      modelId: "us.amazon.nova-lite-v1:0",
      messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
    },
    { streamIdleTimeout: 200, maxRetries: 0 }, // for this call
  );
  for await (const event of stream) process.stdout.write(event.contentBlockDelta?.delta.text ?? "");
} catch (error) {
  if (!(error instanceof APIConnectionTimeoutError)) throw error;
  console.log("\nThe reply stalled:", error.message);
}
