import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { z } from "zod";

const openai = new OpenAI({ apiKey: "unused", fetch: createFetch(new Bedrock()) });
const City = z.object({ name: z.string(), inhabitants: z.number() });
const { output_parsed } = await openai.responses.parse({
  model: "bedrock/claude-haiku-4-5",
  input: "Name a city.",
  text: { format: zodTextFormat(City, "city") },
});
console.log(typeof output_parsed?.name, typeof output_parsed?.inhabitants);
