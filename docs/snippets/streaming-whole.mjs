import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { output, stopReason, usage, _request_id } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  system: [{ text: "Answer in one sentence." }],
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
  inferenceConfig: { maxTokens: 300, temperature: 0.2 },
});
console.log(output.message.content[0]?.text);
console.log(stopReason, usage.totalTokens, _request_id);
