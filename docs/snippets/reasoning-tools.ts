import { Bedrock, type ChatCompletionMessageParam, type ChatCompletionTool } from "bedrock-wasm";

const bedrock = new Bedrock();
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools: ChatCompletionTool[] = [{ type: "function", function: { name: "get_weather", parameters } }];
const messages: ChatCompletionMessageParam[] = [{ role: "user", content: "What is the weather in Oslo?" }];

async function ask() {
  const request = { model: "bedrock/claude-sonnet-4-5", messages, tools, reasoning_effort: "low" };
  const { choices } = await bedrock.chat.completions.create({ ...request, stream: false });
  if (!choices[0]) throw new Error("no choice");
  return choices[0].message;
}

const message = await ask();
messages.push(message); // with its thinking_blocks, as they came: Claude wants them beside the call
for (const call of message.tool_calls ?? []) {
  messages.push({ role: "tool", tool_call_id: call.id, content: "Clear, 21 °C" });
}
const answer = await ask();
console.log(message.thinking_blocks?.length, "thought;", answer.content);
