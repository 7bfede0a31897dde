import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  onWarning: ({ code, message }) => console.warn(code, message), // fallback_model, when another model is asked
});
const { model, choices } = await bedrock.chat.completions.create(
  { model: "claude-sonnet-4-5", messages: [{ role: "user", content: "Say hello." }] },
  { fallbackModels: ["nova-pro", "bedrock/us-west-2/nova-pro"] },
);
console.log(model, choices[0]?.message.content);
