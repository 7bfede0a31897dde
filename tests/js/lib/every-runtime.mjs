// A program for any runtime that has `fetch`: both vocabularies, whole and streamed, and what depends on the runtime. Its
// arguments are the endpoint and an address with an image; it prints what it saw as JSON.
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const [endpoint, image] = (globalThis.Deno?.args ?? process.argv.slice(2)).slice(-2);
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
const bedrock = new Bedrock({ region: "us-east-1", endpoint, credentials });
const modelId = "amazon.nova-lite-v1:0";
const text = "Why is the sky blue over Zürich?";
const messages = [{ role: "user", content: text }];

const seen = {};
const native = await bedrock.converse({ modelId, messages: [{ role: "user", content: [{ text }] }] });
seen.native = native.output.message.content[0].text;
seen.whole = (await bedrock.chat.completions.create({ model: "nova-lite", messages })).choices[0].message.content;
seen.streamed = "";
for await (const chunk of await bedrock.chat.completions.create({ model: "nova-lite", messages, stream: true })) {
  seen.streamed += chunk.choices[0]?.delta.content ?? "";
}
const left = await bedrock.chat.completions.create({ model: "nova-lite", messages, stream: true });
for await (const _ of left) break;
const input = ["a", "b"];
seen.embeddings = (await bedrock.embeddings.create({ model: "titan-embed-text-v2", input })).data.map(
  ({ embedding }) => embedding.length,
);
seen.models = (await bedrock.models.list()).data.length;
const body = JSON.stringify({ model: "nova-lite", messages, stream: true });
const response = await createFetch(bedrock)("https://any.invalid/v1/chat/completions", { method: "POST", body });
seen.events = (await response.text()).split("\n\n").filter(Boolean).length;
const content = [
  { type: "text", text },
  { type: "image_url", image_url: { url: image } },
];
const shown = (fetchImages) =>
  bedrock.chat.completions.create({ model: "nova-lite", messages: [{ role: "user", content }] }, { fetchImages });
seen.image = (await shown({ allowPrivateAddresses: true })).choices[0].finish_reason;
seen.refusal = await shown(true).catch(({ message }) => message);
seen.error = await bedrock.chat.completions
  .create({ model: "nova-lite", messages, n: 2 })
  .catch(({ name, message }) => `${name}: ${message}`);
console.log(JSON.stringify(seen));
