import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
let text = "";
for await (const event of stream) {
  text += event.contentBlockDelta?.delta.text ?? "";
  if (text.length > 40) break; // ends the request
}
console.log(`The first words: ${text}`);
