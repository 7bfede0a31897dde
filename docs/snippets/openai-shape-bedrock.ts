import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { choices, _bedrock } = await bedrock.chat.completions.create({
  model: "nova-lite",
  messages: [{ role: "user", content: "Say hello." }],
  guardrailConfig: { guardrailIdentifier: "gr1a2b3c4d5e", guardrailVersion: "1", trace: "enabled" },
  bedrock: { performanceConfig: { latency: "standard" } }, // the same, apart from OpenAI's parameters
});
console.log(choices[0]?.finish_reason, _bedrock.stopReason, _bedrock.trace);
