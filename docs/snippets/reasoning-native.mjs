import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { output } = await bedrock.converse({
  modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  messages: [{ role: "user", content: [{ text: "How many primes are below 100?" }] }],
  inferenceConfig: { maxTokens: 4096 },
  additionalModelRequestFields: { thinking: { type: "enabled", budget_tokens: 2048 } },
});
for (const { reasoningContent, text } of output.message.content) {
  if (reasoningContent?.reasoningText) console.log("thought:", reasoningContent.reasoningText.text);
  if (text) console.log("answer:", text);
}
