import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue?" }] }],
});
const [shown, logged] = stream.tee();
let text = "";
await Promise.all([
  (async () => {
    for await (const event of shown) process.stdout.write(event.contentBlockDelta?.delta.text ?? "");
  })(),
  (async () => {
    for await (const event of logged) text += event.contentBlockDelta?.delta.text ?? "";
  })(),
]);
console.log(`\n${text.length} characters logged`);
