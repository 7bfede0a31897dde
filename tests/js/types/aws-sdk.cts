// A program for the AWS SDK that uses `require`.
import { BedrockRuntimeClient, ConverseCommand, ImageFormat } from "bedrock-wasm/aws-sdk";

export const format: "png" = ImageFormat.PNG;

export async function answer(text: string): Promise<string | undefined> {
  const client = new BedrockRuntimeClient({ region: "us-east-1" });
  const { output } = await client.send(new ConverseCommand({ modelId: "m", messages: [{ role: "user", content: [{ text }] }] }));
  return output?.message?.content?.[0]?.text;
}
