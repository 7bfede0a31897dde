import { Bedrock } from "bedrock-wasm";

const messages = [{ role: "user" as const, content: "Say hello." }];
const bedrock = new Bedrock({ unsupportedParams: "warn", onWarning: () => {} });
const reply = await bedrock.chat.completions.create({ model: "nova-lite", messages, seed: 7 });
for (const { code, message } of reply._warnings) console.log(code, message); // unsupported_param, about `seed`

const strict = new Bedrock({ unsupportedParams: "error" });
await strict.chat.completions.create({ model: "nova-lite", messages, seed: 7 }).catch((error) => {
  console.log(error.name, error.param); // BedrockError seed: nothing was sent
});
