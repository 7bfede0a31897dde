import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({ region: "us-east-1" });
const stream = await bedrock.chat.completions.create({
  model: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: "Why is the sky blue?" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
