import { Bedrock } from "bedrock-wasm";

const client = new Bedrock(); // profile and region of bedrock.json, or of the environment
const response = await client.chat.completions.create({
  model: "bedrock/claude-3-5-sonnet",
  messages: [
    { role: "system", content: "You are a helpful assistant." },
    { role: "user", content: "Explain quantum computing in simple terms." },
  ],
  max_tokens: 200,
  temperature: 0.7,
});
console.log(response.choices[0]?.message.content);

const stream = await client.chat.completions.create({
  model: "bedrock/claude-3-haiku",
  messages: [{ role: "user", content: "Write a story about a robot." }],
  max_tokens: 500,
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? "");
