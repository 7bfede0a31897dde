import { BedrockRuntimeClient, ConverseStreamCommand, ThrottlingException } from "bedrock-wasm/aws-sdk";

const client = new BedrockRuntimeClient({ region: "us-east-1" });
const input = {
  modelId: "us.amazon.nova-lite-v1:0",
  messages: [{ role: "user" as const, content: [{ text: "Why is the sky blue?" }] }],
};
try {
  const { stream } = await client.send(new ConverseStreamCommand(input));
  for await (const event of stream ?? []) process.stdout.write(event.contentBlockDelta?.delta?.text ?? "");
} catch (error) {
  if (error instanceof ThrottlingException) console.error("later");
  else throw error;
}
