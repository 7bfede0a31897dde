import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const schema = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
  additionalProperties: false,
};
const { output } = await bedrock.converse({
  modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  messages: [{ role: "user", content: [{ text: "Ada is 36. Extract the person." }] }],
  outputConfig: {
    textFormat: { type: "json_schema", structure: { jsonSchema: { name: "person", schema: JSON.stringify(schema) } } },
  },
});
console.log(JSON.parse(output.message.content[0]?.text ?? ""));
