import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.responses.create({ model: "bedrock/nova-lite", input: "Why is the sky blue?", stream: true });
for await (const event of stream) {
  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);
  if (event.type === "response.completed") console.log(`\n${event.response.usage?.total_tokens} tokens`);
}
