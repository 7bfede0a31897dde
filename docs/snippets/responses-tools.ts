import { Bedrock } from "bedrock-wasm";
import type { ResponseInputItem } from "bedrock-wasm";

const bedrock = new Bedrock();
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const tools = [{ type: "function", name: "get_weather", description: "The weather of a city", parameters }];
const input: ResponseInputItem[] = [{ role: "user", content: "What is the weather in Oslo?" }];
for (;;) {
  const { output, output_text } = await bedrock.responses.create({
    model: "bedrock/claude-haiku-4-5",
    reasoning: { effort: "low" },
    tools,
    input,
  });
  input.push(...output); // its thoughts, too: as they came
  const calls = output.filter((item) => item.type === "function_call");
  if (calls.length === 0) {
    console.log(output_text);
    break;
  }
  for (const { call_id, arguments: json } of calls) {
    const { city } = JSON.parse(json);
    input.push({ type: "function_call_output", call_id, output: `It rains in ${city}.` });
  }
}
