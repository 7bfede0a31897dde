// One chat in the terminal, through the built package: SigV4, fetch, eventstream, `for await`.
// `cargo xtask demo` builds it all, starts the local Bedrock and runs this.

import { Bedrock } from "../pkg/node.js";

const bedrock = new Bedrock({
  region: "us-east-1",
  endpoint: process.env.BEDROCK_ENDPOINT,
  // The local Bedrock's own keys: they open nothing else.
  credentials: {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
  },
});

const stream = await bedrock.converseStream({
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user", content: [{ text: "Why does a stream of tokens feel faster than a whole reply?" }] }],
});

for await (const event of stream) {
  const text = event.contentBlockDelta?.delta.text;
  if (text) process.stdout.write(text);
  if (event.messageStop) process.stdout.write("\n");
  if (event.metadata) {
    const { inputTokens, outputTokens } = event.metadata.usage;
    console.log(`(${inputTokens} tokens in, ${outputTokens} out, request ${stream.requestId})`);
  }
}
