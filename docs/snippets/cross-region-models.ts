import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "eu-central-1",
  onRequest: ({ modelId }) => console.log(modelId), // the id that the request goes to
});
const messages = [{ role: "user" as const, content: "Say hello." }];

// An alias: the request goes to eu.anthropic.claude-sonnet-4-5-20250929-v1:0, the profile of the client's geography.
await bedrock.chat.completions.create({ model: "claude-sonnet-4-5", messages });
// The id of a profile, as it is.
await bedrock.chat.completions.create({ model: "global.anthropic.claude-sonnet-4-5-20250929-v1:0", messages });
// Another region for one request: in the model's name, or in the call's options.
await bedrock.chat.completions.create({ model: "bedrock/us-west-2/nova-lite", messages });
await bedrock.chat.completions.create({ model: "nova-lite", messages }, { region: "us-west-2" });

// Bedrock's own operations take ids and ARNs, and send them as they are.
await bedrock.converse({
  modelId: "eu.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Say hello." }] }],
});
