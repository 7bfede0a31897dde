import { Bedrock } from "bedrock-wasm";
import WebSocket from "ws"; // Node 20 has none; pages, Deno, Bun and Node 22 need no such import

const bedrock = new Bedrock({ region: "us-east-1", WebSocket });
const promptName = crypto.randomUUID();
const contentName = crypto.randomUUID();
let answered = () => {};
const whenAnswered = new Promise((resolve) => (answered = () => resolve(undefined)));

async function* events() {
  const say = (event) => ({ chunk: { bytes: { event } } }); // an object becomes JSON, bytes inside of it base64
  yield say({ sessionStart: { inferenceConfiguration: { maxTokens: 1024 } } });
  yield say({ promptStart: { promptName, textOutputConfiguration: { mediaType: "text/plain" } } });
  yield say({ contentStart: { promptName, contentName, type: "TEXT", role: "USER", interactive: true } });
  yield say({ textInput: { promptName, contentName, content: "Tell me about glaciers." } });
  yield say({ contentEnd: { promptName, contentName } });
  await whenAnswered; // a microphone would go on here
  yield say({ promptEnd: { promptName } });
  yield say({ sessionEnd: {} });
}

const stream = await bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-2-sonic-v1:0", body: events() });
for await (const { chunk } of stream) {
  const { event } = JSON.parse(new TextDecoder().decode(chunk.bytes));
  if (event.textOutput) console.log(event.textOutput.content);
  if (event.completionEnd) answered();
}
