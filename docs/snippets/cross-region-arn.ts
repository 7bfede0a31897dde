import { Bedrock } from "bedrock-wasm";

const profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd";
const bedrock = new Bedrock({
  region: "us-east-1",
  models: {
    aliases: { team: profile, fast: "us.amazon.nova-micro-v1:0" },
    capabilities: { [profile]: { baseModel: "claude-sonnet-4-5" } }, // the ARN does not say which model is behind it
  },
});
const { choices } = await bedrock.chat.completions.create({
  model: "team",
  messages: [{ role: "user", content: "Say hello." }],
});
console.log(choices[0]?.message.content);
