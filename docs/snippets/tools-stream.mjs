import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const stream = await bedrock.converseStream({
  modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
  messages: [{ role: "user", content: [{ text: "What is the weather in Oslo?" }] }],
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: "get_weather",
          description: "Tells the weather of a city.",
          inputSchema: { json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
        },
      },
    ],
    toolChoice: { any: {} }, // it has to call one
  },
});
const calls = new Map();
for await (const { contentBlockStart, contentBlockDelta, contentBlockStop } of stream) {
  if (contentBlockStart?.start.toolUse) {
    calls.set(contentBlockStart.contentBlockIndex, { name: contentBlockStart.start.toolUse.name, json: "" });
  }
  if (contentBlockDelta?.delta.toolUse) {
    calls.get(contentBlockDelta.contentBlockIndex).json += contentBlockDelta.delta.toolUse.input;
  }
  const call = contentBlockStop && calls.get(contentBlockStop.contentBlockIndex);
  if (call) console.log(call.name, JSON.parse(call.json || "{}")); // complete only now
}
