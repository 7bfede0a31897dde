import { Bedrock } from "bedrock-wasm";

const onRequest = ({ modelId }: { modelId?: string | undefined }) => console.log(modelId);
const messages = [{ role: "user" as const, content: "Say hello." }];

// All models by their global profile, wherever the client is.
const anywhere = new Bedrock({ region: "eu-central-1", inferenceProfile: "global", onRequest });
await anywhere.chat.completions.create({ model: "claude-sonnet-4-5", messages });

// No profile: data stays in the region, and models that need a profile are an error.
const here = new Bedrock({ region: "us-east-1", inferenceProfile: "never", onRequest });
await here.chat.completions.create({ model: "nova-lite", messages });
