// The pages on credentials, streams and each task.

const modelId = "us.amazon.nova-lite-v1:0";
const answers = { modelId, text: "Why is the sky blue?" };
const page = '<p id="answer"></p>';
const file = { name: "photo.png", mimeType: "image/png" };
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const rows = {
  "credentials-page.ts": { page, answers },
  "credentials-server.mjs": { compiles: "it asks STS, and listens until it is stopped" },
  "credentials-cognito.ts": { compiles: "it needs an identity pool" },
  "credentials-web-token.ts": { compiles: "it needs STS and an identity provider" },
  "credentials-api-key.mjs": { answers },
  "credentials-sdk.mjs": { answers },
  "credentials-bedrock.json": { parses: true },
  "streaming-events.mjs": { answers, prints: /\n\[end_turn\]\n\d+ tokens in \d+ ms, request [\w-]+\n$/ },
  "streaming-whole.mjs": { prints: /^\S.+\nend_turn \d+ [\w-]+\n$/s },
  "streaming-stop.ts": {
    page: `${page}<button id="stop">Stop</button>`,
    faults: [{ kind: "stall", after: 4 }],
    shows: /^\S.* \[stopped\]$/,
    act: async (opened) => {
      await opened.waitForFunction(() => document.querySelector("#answer").textContent.length > 0);
      await opened.click("#stop");
    },
  },
  "streaming-break.mjs": { prints: /^The first words: .{41,}\n$/s },
  "streaming-timeouts.mjs": { faults: [{ kind: "stall", after: 4 }], prints: /\nThe reply stalled: .+\n$/ },
  "streaming-tee.mjs": { answers, prints: /\n[1-9]\d* characters logged\n$/ },
  "streaming-response.ts": {
    worker: { method: "POST", body: answers.text },
    prints: /^{"messageStart":.*\n.*{"metadata":.*}\n$/s,
  },
  "batches-create.mjs": { prints: /^arn:aws:bedrock:us-east-1:\d+:model-invocation-job\/\w+\n$/ },
  "batches-read.ts": { compiles: "it needs the output of a job" },
  "tools-loop.ts": { prints: /calls get_weather { city: .*\n.+\n$/s },
  "tools-stream.mjs": { prints: /^get_weather { city: '.*' }\n$/ },
  "tools-openai.ts": { prints: /calls get_weather .+\n.+\n$/s },
  "vision-image.mjs": { prints: /\w+/ },
  "vision-document.mjs": { prints: /\w+/ },
  "vision-video.mjs": { prints: /\w+/ },
  "vision-openai.mjs": { prints: /\w+/ },
  "vision-page.ts": {
    page: `<input id="file" type="file">${page}`,
    shows: /\w+ \w+/,
    act: (opened) => opened.setInputFiles("#file", { ...file, buffer: Buffer.from(PNG, "base64") }),
  },
  "json-schema.mjs": { prints: /^{ name: '.*', age: \d+, city: '.*' } native\n$/ },
  "json-zod.ts": { prints: /^string number string\n$/ },
  "json-native.mjs": { prints: /^{ name: '.*', age: \d+ }\n$/ },
  "reasoning-effort.mjs": { prints: /^\(.+\).*\w+/s },
  "reasoning-native.mjs": { prints: /^thought: .+\nanswer: .+/s },
  "reasoning-tools.ts": { prints: /^1 thought; .+\n$/s },
  "caching-native.mjs": { prints: /^written: [1-9]\d*, read: 0\nwritten: 0, read: [1-9]\d*\n$/ },
  "caching-openai.mjs": { prints: /^written: [1-9]\d*, read: 0\nwritten: 0, read: [1-9]\d*\n$/ },
  "embeddings-search.mjs": { prints: /similarity: -?\d.*[1-9]\d* tokens\n$/s },
  "embeddings-cohere.mjs": { prints: /^2 1024\n$/ },
  "images-generate.mjs": { prints: /^2 images\n$/ },
};
