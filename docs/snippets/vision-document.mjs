import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { output } = await bedrock.converse({
  modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  messages: [
    {
      role: "user",
      content: [
        { document: { format: "pdf", name: "Annual report", source: { bytes: await readFile("report.pdf") } } },
        { text: "Summarize this report in three sentences." }, // a document needs a text beside it
      ],
    },
  ],
});
console.log(output.message.content[0]?.text);
