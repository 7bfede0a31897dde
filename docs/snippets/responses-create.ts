import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const response = await bedrock.responses.create({
  model: "bedrock/nova-lite",
  instructions: "Be brief.",
  input: "Why is the sky blue?",
});
console.log(response.output_text);
console.log(response.status, response.usage?.total_tokens);
