import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const model = "cohere.embed-multilingual-v3";
const documents = await bedrock.embeddings.create({
  model,
  input: ["The cat sleeps on the sofa.", "A dog barks at night."],
  input_type: "search_document",
});
const query = await bedrock.embeddings.create({ model, input: "Which animal is asleep?", input_type: "search_query" });
console.log(documents.data.length, query.data[0].embedding.length);
