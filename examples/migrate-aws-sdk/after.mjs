// The program of before.mjs: only the name of the package is another one.
import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "bedrock-wasm/aws-sdk";

const client = new BedrockRuntimeClient({ region: "us-east-1", maxAttempts: 3 });
const modelId = "us.amazon.nova-lite-v1:0";
const ask = (text) => [{ role: "user", content: [{ text }] }];

// A whole reply.
const { output, stopReason, usage, $metadata } = await client.send(
  new ConverseCommand({ modelId, messages: ask("Why is the sky blue?"), inferenceConfig: { maxTokens: 200 } }),
);
console.log(output.message.content[0].text);
console.log(stopReason, usage.totalTokens, $metadata.httpStatusCode);

// The same in pieces, as they come.
const { stream } = await client.send(new ConverseStreamCommand({ modelId, messages: ask("Why is the sea salty?") }));
for await (const { contentBlockDelta, messageStop } of stream) {
  process.stdout.write(contentBlockDelta?.delta.text ?? "");
  if (messageStop) console.log(`\n${messageStop.stopReason}`);
}

// What Bedrock refuses.
try {
  await client.send(new ConverseCommand({ modelId, messages: [] }));
} catch (error) {
  console.log(error.name, error.$fault, error.$metadata.httpStatusCode);
}
