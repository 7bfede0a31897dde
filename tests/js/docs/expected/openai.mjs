// OpenAI's shape, Anthropic's, and both directions.
const ANSWER = { modelId: "amazon.nova-lite-v1:0", text: "Why is the sky blue?" };
const HAIKU = { ...ANSWER, modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0" };

export const rows = {
  "openai-shape-ai-sdk.ts": { answers: HAIKU, prints: /\d+\n$/ },
  "openai-shape-bedrock.ts": { prints: /^stop end_turn \{\s+guardrail:/ },
  "openai-shape-chat.ts": { answers: ANSWER, prints: /\d+ \[\]\n$/ },
  "openai-shape-langchain.ts": { answers: HAIKU, prints: /1024\n$/ },
  "openai-shape-others.ts": { prints: /^\[ 256, 256 \]\n\d+\n[\s\S]*amazon\.nova-lite-v1:0 Amazon\n[\s\S]*claude-sonnet-4-5/ },
  "openai-shape-sdk.ts": { prints: /It rains in Oslo/ },
  "openai-shape-serve.ts": {
    env: { CLIENT_KEY: "let-me-in" },
    worker: {
      path: "/v1/chat/completions",
      method: "POST",
      headers: { authorization: "Bearer let-me-in" },
      body: JSON.stringify({ model: "nova-lite", messages: [{ role: "user", content: "Say hello." }] }),
    },
    prints: /"object":"chat\.completion"/,
  },
  "openai-shape-warnings.ts": { prints: /^unsupported_param `seed`.*\nBedrockError seed$/m },
  "responses-agents.ts": { prints: /Oslo/ },
  "responses-ai-sdk.ts": { answers: HAIKU, prints: /\d+\n$/ },
  "responses-create.ts": { prints: /blue[\s\S]*\ncompleted \d+\n$/ },
  "responses-sdk.ts": { prints: /^string number\n$/ },
  "responses-stream.ts": { answers: ANSWER, prints: /\n\d+ tokens\n$/ },
  "responses-tools.ts": { prints: /It rains in/ },
  "messages-ai-sdk.ts": { answers: HAIKU, prints: /\d+\n$/ },
  "messages-count.ts": { prints: /^\d+\n[\s\S]*claude-sonnet-4-5/ },
  "messages-langchain.ts": { answers: HAIKU, prints: /blue/ },
  "messages-sdk.ts": { answers: HAIKU, prints: /blue/ },
  "messages-serve.ts": {
    env: { CLIENT_KEY: "let-me-in" },
    worker: {
      path: "/v1/messages",
      method: "POST",
      headers: { "x-api-key": "let-me-in" },
      body: JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 99, messages: [{ role: "user", content: "Say hello." }] }),
    },
    prints: /"type":"message"/,
  },
  "messages-stream.ts": { answers: HAIKU, prints: /\n\d+ tokens\n$/ },
  "messages-tools.ts": { prints: /It rains in Oslo/ },
  "bidirectional-sonic.mjs": { prints: /glaciers/ },
  "bidirectional-microphone.ts": { compiles: "there is no microphone" },
};
