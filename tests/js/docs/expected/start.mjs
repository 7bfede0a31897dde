// The pages on getting started, and on credentials.

const answers = { modelId: "us.amazon.nova-lite-v1:0", text: "Why is the sky blue?" };
const page = '<p id="answer"></p>';

export const rows = {
  "start-install.sh": { reads: /^npm install bedrock-wasm\n$/ },
  "start-runtimes.sh": {
    reads: /^node main\.mjs\ndeno run --allow-net --allow-env --allow-read main\.mjs .*\nbun run main\.mjs\n$/,
  },
  "start-bundler.ts": { page, answers },
  "start-page.html": { answers },
  "start-slim.html": { answers },
  "start-node.mjs": { runtimes: ["node", "deno", "bun"], answers },
  "start-worker.ts": { worker: {}, answers },
  "start-service-worker.js": { serviceWorker: { question: answers.text }, answers },
};
