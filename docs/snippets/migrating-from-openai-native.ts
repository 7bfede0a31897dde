import { Bedrock } from "bedrock-wasm";

const openai = new Bedrock(); // instead of new OpenAI()
const stream = await openai.chat.completions.create({
  model: "bedrock/nova-lite",
  messages: [{ role: "user", content: "Why is the sky blue?" }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
