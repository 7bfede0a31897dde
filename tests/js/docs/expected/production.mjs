// Errors, regions, options, security, the local Bedrock.
const QUESTION = "Why is the sky blue?";
const HELLO = /hello/i;

export const rows = {
  "bundlers-copy.sh": { reads: /^npx esbuild .* --splitting .*\ncp node_modules\/bedrock-wasm\/\*\.wasm dist\/\n$/ },
  "bundlers-manifest.json": { parses: true },
  // The matrix builds it and asks for its page.
  "bundlers-next.jsx": { reads: /await connection\(\);.*\n.* new Bedrock\(\)/ },
  "errors-catch.ts": { says: /^Bedrock refuses the input: A conversation must start with a user message/ },
  "errors-retries.ts": { prints: /^end_turn$/m },
  "errors-stream.ts": { prints: /^stopped after \d+ letters$/m },
  "cross-region-arn.ts": { prints: HELLO },
  "cross-region-fallbacks.ts": { prints: /^claude-sonnet-4-5 .*hello/i },
  "cross-region-list.ts": { prints: /^us\.amazon\.nova-lite-v1:0 us-east-1 us-east-2 us-west-2$/m },
  "cross-region-models.ts": { prints: /^eu\.anthropic\.claude-sonnet-4-5-20250929-v1:0$/m },
  "cross-region-profile.ts": { prints: /^global\.anthropic\.claude-sonnet-4-5-20250929-v1:0\namazon\.nova-lite-v1:0$/m },
  "options-client.ts": { prints: /^end_turn 200 [0-9a-f-]{36}$/m },
  "options-hooks.ts": { prints: /^-> ConverseStream 1 http.*\n<- ConverseStream 200 \d+ [0-9a-f-]{36}\nend_turn\n\d+ \d+$/m },
  "options-gateway.ts": { compiles: "its endpoints are examples" },
  "security-api-key.ts": { compiles: "it is half a server and half a page, and who has signed in is the reader's business" },
  "security-policy.json": { parses: true },
  "local-bedrock-client.ts": { answers: { modelId: "amazon.nova-lite-v1:0", text: QUESTION } },
  "local-bedrock-docker.sh": { reads: /--file tests\/emulator\/Dockerfile \.\ndocker run .*:8080:8080/ },
  "local-bedrock-env.sh": { reads: /^export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:8080$/m },
  "local-bedrock-faults.mjs": { prints: /^429 200$/m },
  "local-bedrock-ollama.sh": { reads: /bedrock-emulator --port 8080 --upstream .* --upstream-model / },
  "local-bedrock-run.sh": { reads: /bedrock-emulator\nbedrock-emulator --port 8080 --token-ms 20/ },
};
