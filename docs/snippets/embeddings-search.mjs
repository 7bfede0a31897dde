import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const texts = ["The cat sleeps on the sofa.", "Bedrock streams events.", "A dog barks at night."];
const { data, usage } = await bedrock.embeddings.create({
  model: "bedrock/titan-embed-text-v2",
  input: [...texts, "Which animal is asleep?"],
  dimensions: 256,
});
const vectors = data.map(({ embedding }) => embedding);
const question = vectors.pop() ?? [];

/** Titan's vectors have the length 1, so that the cosine is their dot product. */
const similarity = (vector) => vector.reduce((sum, value, index) => sum + value * question[index], 0);
const ranked = texts.map((text, index) => ({ text, similarity: similarity(vectors[index]) }));
ranked.sort((a, b) => b.similarity - a.similarity);
console.log(ranked, `${usage.prompt_tokens} tokens`);
