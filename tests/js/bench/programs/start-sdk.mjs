// From nothing to the first reply: the AWS SDK, over the same `fetch`.
import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";

const reply = '{"output":{"message":{"role":"assistant","content":[{"text":"Hello."}]}},"stopReason":"end_turn"}';
globalThis.fetch = async () => new Response(reply, { headers: { "content-type": "application/json" } });
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const client = new BedrockRuntimeClient({ region: "us-east-1", credentials, requestHandler: new FetchHttpHandler() });
const messages = [{ role: "user", content: [{ text: "Hello!" }] }];
const { output } = await client.send(new ConverseCommand({ modelId: "amazon.nova-micro-v1:0", messages }));
console.log(JSON.stringify({ cpu: process.cpuUsage(), text: output.message.content[0].text }));
