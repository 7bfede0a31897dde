import { writeFile } from "node:fs/promises";
import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { data } = await bedrock.images.generate({
  model: "bedrock/nova-canvas",
  prompt: "A fjord at dawn, as a woodcut",
  size: "512x512",
  n: 2,
});
for (const [index, { b64_json }] of data.entries()) {
  await writeFile(`fjord-${index + 1}.png`, Buffer.from(b64_json, "base64"));
}
console.log(`${data.length} images`);
