import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const client = new Bedrock();

export async function describe(file: string) {
  const { choices } = await client.chat.completions.create({
    model: "bedrock/nova-pro",
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "What is in this image?" },
          { type: "image_url", image_url: await readFile(file) }, // bytes; a data URL is good as well
        ],
      },
    ],
    max_tokens: 300,
  });
  return choices[0]?.message.content;
}

const response = await client.embeddings.create({
  model: "bedrock/titan-embed-text-v2",
  input: "The quick brown fox jumps over the lazy dog.",
});
console.log(response.data[0]?.embedding.length, response.data[0]?.embedding.slice(0, 5));
