// From nothing to the first reply: ours.
import { Bedrock } from "bedrock-wasm";

const reply = '{"output":{"message":{"role":"assistant","content":[{"text":"Hello."}]}},"stopReason":"end_turn"}';
const fetch = async () => new Response(reply, { headers: { "content-type": "application/json" } });
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const bedrock = new Bedrock({ region: "us-east-1", credentials, fetch });
const messages = [{ role: "user", content: [{ text: "Hello!" }] }];
const { output } = await bedrock.converse({ modelId: "amazon.nova-micro-v1:0", messages });
console.log(JSON.stringify({ cpu: process.cpuUsage(), text: output.message.content[0].text }));
