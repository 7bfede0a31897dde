// Programs before and after they change to this package.
const ANSWER = { modelId: "us.amazon.nova-lite-v1:0", text: "Why is the sky blue?" };
const LITE = { ...ANSWER, modelId: "amazon.nova-lite-v1:0" };

export const rows = {
  // The AWS SDK warns of Node 20.
  "migrating-from-aws-sdk-before.ts": { answers: ANSWER, env: { NODE_NO_WARNINGS: "1" } },
  "migrating-from-aws-sdk-import.ts": { answers: ANSWER },
  "migrating-from-aws-sdk-after.ts": { answers: ANSWER },
  // It asks for a length of its own, so that the answer is another one.
  "migrating-from-ai-sdk-before.ts": { prints: /sky/ },
  "migrating-from-ai-sdk-after.ts": { answers: ANSWER },
  "migrating-from-ai-sdk-native.ts": { answers: ANSWER },
  "migrating-from-openai-fetch.ts": { answers: LITE },
  "migrating-from-openai-native.ts": { answers: LITE },
  "migrating-from-langchain-tools.ts": { prints: /^get_weather \{ city: '[^']+' \}$/m },
  "migrating-from-onellm-bedrock.json": { parses: true },
  "migrating-from-onellm-chat.ts": { prints: /quantum computing|computing in simple terms/ },
  "migrating-from-onellm-others.ts": { prints: /^1024 \[/m },
};
