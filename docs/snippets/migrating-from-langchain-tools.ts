import { ChatOpenAI } from "@langchain/openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const model = new ChatOpenAI({
  model: "claude-haiku-4-5", // instead of new ChatBedrockConverse({ model: "us.anthropic.claude-haiku-4-5-20251001-v1:0" })
  apiKey: "unused",
  configuration: { baseURL: "https://bedrock.invalid/v1", fetch: createFetch(new Bedrock({ region: "us-east-1" })) },
});
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const weather = {
  type: "function" as const,
  function: { name: "get_weather", description: "The weather of a city", parameters },
};
const { tool_calls } = await model.bindTools([weather]).invoke("What is the weather in Oslo?");
console.log(tool_calls?.[0]?.name, tool_calls?.[0]?.args);
