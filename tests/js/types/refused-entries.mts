// What must not compile with the other entries, and in OpenAI's shape. An unused `@ts-expect-error` is an error itself.
import type { Bedrock } from "bedrock-wasm";
import {
  BedrockRuntime,
  BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandOutput,
  ConverseStreamCommand,
  ImageFormat,
  type InvokeModelCommandOutput,
  paginateListAsyncInvokes,
  ThrottlingException,
} from "bedrock-wasm/aws-sdk";
import { createFetch } from "bedrock-wasm/openai";
import { Bedrock as WorkerBedrock } from "bedrock-wasm/service-worker";
import { Bedrock as SlimBedrock } from "bedrock-wasm/slim";

declare const bedrock: Bedrock;
declare const client: BedrockRuntimeClient;

// OpenAI's API as a fetch.
// @ts-expect-error: no client
createFetch();
// @ts-expect-error: misspelt
createFetch(bedrock, { maxBytes: 1 });
// @ts-expect-error: the AWS SDK's client answers no chats
createFetch(client);

// OpenAI's shape.
// @ts-expect-error: no model
bedrock.chat.completions.create({ messages: [] });
// @ts-expect-error: the native call's name for it
bedrock.chat.completions.create({ modelId: "m", messages: [] });
// @ts-expect-error: no messages
bedrock.chat.completions.create({ model: "m" });
// @ts-expect-error: a whole reply is no stream
for await (const chunk of await bedrock.chat.completions.create({ model: "m", messages: [] })) chunk;
// @ts-expect-error: a stream is no whole reply
(await bedrock.chat.completions.create({ model: "m", messages: [], stream: true })).choices;
// @ts-expect-error: no input
bedrock.embeddings.create({ model: "m" });
// @ts-expect-error: OpenAI's other API
bedrock.completions.create({ model: "m", prompt: "Hello" });

// The AWS SDK's client.
// @ts-expect-error: this client's option
new BedrockRuntimeClient({ useFIPS: true });
// @ts-expect-error: a command, not its input
client.send({ modelId: "m", messages: [] });
// @ts-expect-error: not made
client.send(ConverseCommand);
// @ts-expect-error: no model
new ConverseCommand({ messages: [] });
// @ts-expect-error: content is a list of blocks
new ConverseCommand({ modelId: "m", messages: [{ role: "user", content: "Hello" }] });
// @ts-expect-error: this package's name for it
client.send(new ConverseCommand({ modelId: "m" }), { signal: AbortSignal.abort() });
// @ts-expect-error: the output of another command
export const invoked: Promise<InvokeModelCommandOutput> = client.send(new ConverseCommand({ modelId: "m" }));
// @ts-expect-error: the events are in a member
export const events: AsyncIterable<unknown> = await client.send(new ConverseStreamCommand({ modelId: "m" }));
// @ts-expect-error: an operation of another service
new BedrockRuntime({}).listFoundationModels({});
// @ts-expect-error: no such format
ImageFormat.BMP;
// @ts-expect-error: the client is a member
paginateListAsyncInvokes(client, {});
// @ts-expect-error: to be read only
new ThrottlingException({ message: "", $metadata: {} }).name = "Error";
export function metadata(output: ConverseCommandOutput): void {
  // @ts-expect-error: not every answer has one
  output.$metadata.requestId.length;
}

// The other ways to load the client.
// @ts-expect-error: half the credentials
new SlimBedrock({ region: "us-east-1", credentials: { accessKeyId: "ASIA" } });
// @ts-expect-error: misspelt
new WorkerBedrock({ region: "us-east-1", apikey: "ABSK" });
