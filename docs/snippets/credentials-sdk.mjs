import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({ region: "us-east-1", credentials: defaultProvider() });
const { output } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
console.log(output.message.content[0]?.text);
