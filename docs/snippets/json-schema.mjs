import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const { choices, _bedrock } = await bedrock.chat.completions.create({
  model: "bedrock/claude-sonnet-4-5",
  messages: [{ role: "user", content: "Ada, 36, writes programs in London. Extract the person." }],
  response_format: {
    type: "json_schema",
    json_schema: {
      name: "person",
      schema: {
        type: "object",
        properties: { name: { type: "string" }, age: { type: "integer" }, city: { type: "string" } },
        required: ["name", "age", "city"],
        additionalProperties: false,
      },
    },
  },
});
console.log(JSON.parse(choices[0].message.content ?? ""), _bedrock.structuredOutput);
