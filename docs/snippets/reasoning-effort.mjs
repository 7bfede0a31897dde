import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.chat.completions.create({
  model: "bedrock/claude-sonnet-4-5",
  messages: [{ role: "user", content: "How many primes are below 100?" }],
  reasoning_effort: "medium",
  stream: true,
});
for await (const { choices } of stream) {
  const { reasoning_content, content } = choices[0]?.delta ?? {};
  if (reasoning_content) process.stdout.write(`(${reasoning_content})`);
  if (content) process.stdout.write(content);
}
