import { ChatOpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const configuration = { baseURL: "https://bedrock.invalid/v1", fetch: createFetch(new Bedrock()) };
const model = new ChatOpenAI({ model: "claude-haiku-4-5", apiKey: "unused", configuration });
for await (const chunk of await model.stream("Why is the sky blue?")) process.stdout.write(String(chunk.content));

const embeddings = new OpenAIEmbeddings({ model: "titan-embed-text-v2", apiKey: "unused", configuration });
console.log((await embeddings.embedQuery("a fjord")).length);
