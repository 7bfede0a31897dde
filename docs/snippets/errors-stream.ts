import { Bedrock, APIConnectionError, APIUserAbortError } from "bedrock-wasm";

const bedrock = new Bedrock({ streamIdleTimeout: 60_000 });
const controller = new AbortController();
const stream = await bedrock.converseStream(
  { modelId: "amazon.nova-lite-v1:0", messages: [{ role: "user", content: [{ text: "Tell me about fjords." }] }] },
  { signal: controller.signal },
);
let text = "";
try {
  for await (const event of stream) {
    text += event.contentBlockDelta?.delta.text ?? "";
    if (text.length > 20) controller.abort();
  }
} catch (error) {
  if (error instanceof APIUserAbortError) console.log("stopped after", text.length, "letters");
  else if (error instanceof APIConnectionError) console.log("cut off after", text.length, "letters");
  else throw error;
}
