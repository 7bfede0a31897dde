import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.chat.completions.create({
  model: "bedrock/nova-lite",
  messages: [{ role: "user", content: "Why is the sky blue?" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
console.log(stream.usage?.total_tokens, stream.warnings);
