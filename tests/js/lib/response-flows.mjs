// What the official `openai` SDK and OpenAI's Agents SDK do by Responses, in whatever runtime: each flow takes a fetch of
// `createFetch`, and gives plain data.
import { Agent, OpenAIProvider, Runner, tool } from "@openai/agents";
import OpenAI from "openai";
import { zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";

const model = "claude-haiku-4-5";
const WEATHER = "What is the weather in Oslo?";
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };

const sdk = (fetch) =>
  new OpenAI({
    apiKey: "sk-geheim",
    baseURL: "https://bedrock.invalid/v1",
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    fetch,
  });

/** Whole, streamed, parsed, with a tool, and refused. */
export async function sdkFlow(fetch) {
  const openai = sdk(fetch);
  const ask = { model, input: "Why is the sky blue?" };
  const whole = await openai.responses.create(ask);
  const streamed = await openai.responses.stream(ask).finalResponse();
  const City = z.object({ name: z.string(), inhabitants: z.number() });
  const { output_parsed } = await openai.responses.parse({
    ...ask,
    input: "Name a city.",
    text: { format: zodTextFormat(City, "city") },
  });
  const tools = [{ type: "function", name: "get_weather", description: "The weather of a city", parameters, strict: null }];
  const input = [{ role: "user", content: WEATHER }];
  const asked = await openai.responses.create({ model, input, tools });
  const calls = asked.output.filter(({ type }) => type === "function_call");
  const answers = calls.map(({ call_id }) => ({ type: "function_call_output", call_id, output: "cold" }));
  const told = await openai.responses.create({ model, input: [...input, ...asked.output, ...answers], tools });
  const refused = await openai.responses.create({ ...ask, background: true }).catch((error) => error);
  return {
    whole: whole.output_text,
    streamed: streamed.output_text,
    parsed: [typeof output_parsed.name, typeof output_parsed.inhabitants],
    calls: calls.map(({ name, arguments: json }) => [name, typeof JSON.parse(json).city]),
    told: told.output_text,
    refused: [refused.status, refused.param],
  };
}

/** Tools and a hand-off, whole and streamed. */
export async function agentFlow(fetch) {
  const runner = new Runner({
    modelProvider: new OpenAIProvider({ openAIClient: sdk(fetch), useResponses: true }),
    tracingDisabled: true,
  });
  const cities = [];
  const get_weather = tool({
    name: "get_weather",
    description: "The weather of a city",
    parameters: z.object({ city: z.string() }),
    execute: async ({ city }) => (cities.push(typeof city), "cold"),
  });
  const agent = new Agent({ name: "a", instructions: "Be brief.", model, tools: [get_weather] });
  const whole = await runner.run(agent, WEATHER);
  const streamed = await runner.run(agent, WEATHER, { stream: true });
  let text = "";
  for await (const event of streamed)
    if (event.type === "raw_model_stream_event" && event.data.type === "output_text_delta") text += event.data.delta;
  await streamed.completed;
  return { whole: whole.finalOutput, streamed: streamed.finalOutput, isTold: text.endsWith(streamed.finalOutput), cities };
}
