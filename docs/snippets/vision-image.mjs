import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { output } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [
    {
      role: "user",
      content: [{ image: { format: "png", source: { bytes: await readFile("photo.png") } } }, { text: "Describe this picture." }],
    },
  ],
});
console.log(output.message.content[0]?.text);
