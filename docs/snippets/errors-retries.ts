import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  maxRetries: 5, // six attempts at most
  timeout: 30_000, // milliseconds for each attempt
  onRetry: ({ operation, attempt, delayMs, error }) => {
    console.warn(`${operation}, attempt ${attempt}: ${error.message} Again in ${Math.round(delayMs)} ms.`);
  },
});
const messages = [{ role: "user" as const, content: [{ text: "Hello." }] }];
const reply = await bedrock.converse({ modelId: "amazon.nova-lite-v1:0", messages });
console.log(reply.stopReason);

// A call that must answer soon or not at all: one attempt, for 20 seconds.
await bedrock.converse({ modelId: "amazon.nova-lite-v1:0", messages }, { maxRetries: 0, signal: AbortSignal.timeout(20_000) });
