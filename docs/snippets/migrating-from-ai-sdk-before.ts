import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import { streamText } from "ai";

const bedrock = createAmazonBedrock({ region: "us-east-1" });
const { textStream } = streamText({ model: bedrock("us.amazon.nova-lite-v1:0"), prompt: "Why is the sky blue?" });
for await (const text of textStream) process.stdout.write(text);
