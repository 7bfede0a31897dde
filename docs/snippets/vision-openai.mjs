import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { choices } = await bedrock.chat.completions.create({
  model: "bedrock/claude-haiku-4-5",
  messages: [
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: await readFile("photo.png") } }, // or a data URL
        { type: "file", file: { filename: "report.pdf", file_data: await readFile("report.pdf") } },
        { type: "text", text: "Does this picture belong to this report?" },
      ],
    },
  ],
});
console.log(choices[0].message.content);
