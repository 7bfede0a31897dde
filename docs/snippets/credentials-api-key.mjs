import { Bedrock } from "bedrock-wasm";

// On a server that has credentials: a key for 15 minutes and one region. Nothing is sent.
const apiKey = await new Bedrock({ region: "us-east-1" }).createApiKey({ expiresIn: 900 });

// Wherever the key is used:
const bedrock = new Bedrock({ region: "us-east-1", apiKey });
const { output } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
console.log(output.message.content[0]?.text);
