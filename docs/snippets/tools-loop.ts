import { Bedrock, type Message, type ToolConfiguration } from "bedrock-wasm";

const bedrock = new Bedrock();
const toolConfig: ToolConfiguration = {
  tools: [
    {
      toolSpec: {
        name: "get_weather",
        description: "Tells the weather of a city.",
        inputSchema: { json: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } },
      },
    },
  ],
};
const getWeather = ({ city }: { city: string }) => ({ city, sky: "clear", celsius: 21 });

const messages: Message[] = [{ role: "user", content: [{ text: "What is the weather in Oslo?" }] }];
for (let turn = 0; turn < 5; turn += 1) {
  const { output } = await bedrock.converse({
    modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    messages,
    toolConfig,
  });
  messages.push(output.message); // as it came
  const content: Message["content"] = [];
  for (const { text, toolUse } of output.message.content) {
    if (text) console.log(text);
    if (!toolUse) continue;
    console.log("calls", toolUse.name, toolUse.input);
    const json = getWeather(toolUse.input as { city: string });
    content.push({ toolResult: { toolUseId: toolUse.toolUseId, content: [{ json }] } });
  }
  if (content.length === 0) break;
  messages.push({ role: "user", content }); // all results in one message
}
