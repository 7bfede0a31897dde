import { Bedrock, type ChatCompletionMessageParam, type ChatCompletionTool } from "bedrock-wasm";

const bedrock = new Bedrock();
const tools: ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: "get_weather",
      description: "Tells the weather of a city.",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    },
  },
];
const messages: ChatCompletionMessageParam[] = [{ role: "user", content: "What is the weather in Oslo?" }];

for (let turn = 0; turn < 5; turn += 1) {
  const { choices } = await bedrock.chat.completions.create({ model: "bedrock/claude-haiku-4-5", messages, tools });
  const message = choices[0]?.message;
  if (!message) break;
  messages.push(message); // as it came
  if (message.content) console.log(message.content);
  if (!message.tool_calls) break;
  for (const call of message.tool_calls) {
    const { city } = JSON.parse(call.function.arguments);
    console.log("calls", call.function.name, city);
    messages.push({ role: "tool", tool_call_id: call.id, content: `It is clear in ${city}, at 21 °C.` });
  }
}
