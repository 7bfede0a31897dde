import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { data } = await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: ["a", "b"], dimensions: 256 });
console.log(data.map(({ embedding }) => embedding.length));

const images = await bedrock.images.generate({ model: "nova-canvas", prompt: "a fjord", size: "512x512" });
console.log(images.data[0]?.b64_json.length);

for await (const { id, owned_by } of bedrock.models.list()) console.log(id, owned_by);
console.log(await bedrock.models.retrieve("claude-sonnet-4-5"));
