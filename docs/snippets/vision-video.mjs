import { readFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { output } = await bedrock.converse({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [
    {
      role: "user",
      content: [
        // In S3 instead: source: { s3Location: { uri: "s3://bucket/clip.mp4" } }
        { video: { format: "mp4", source: { bytes: await readFile("clip.mp4") } } },
        { text: "What happens in this clip?" },
      ],
    },
  ],
});
console.log(output.message.content[0]?.text);
