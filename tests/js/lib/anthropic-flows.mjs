// What the official `@anthropic-ai/sdk` does in whatever runtime: each flow takes a fetch of `createFetch`, and gives plain data.
import Anthropic from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";

const model = "claude-haiku-4-5";
const inputSchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false };
const chat = { model, max_tokens: 1024, messages: [{ role: "user", content: "Why is the sky blue?" }] };
const weather = { ...chat, messages: [{ role: "user", content: "What is the weather in Oslo?" }] };

const sdk = (fetch, more) =>
  new Anthropic({
    apiKey: "sk-ant-geheim",
    baseURL: "https://bedrock.invalid",
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    fetch,
    ...more,
  });
const textOf = ({ content }) => content.map(({ text = "" }) => text).join("");

/** An error as plain data. */
const told = ({ constructor: errorClass, status, type, requestID, apiMessage }) => ({
  isAPIError: errorClass.prototype instanceof Anthropic.APIError || errorClass === Anthropic.APIError,
  isAbortError: errorClass === Anthropic.APIUserAbortError,
  isRateLimitError: errorClass === Anthropic.RateLimitError,
  status,
  type,
  requestID,
  message: apiMessage,
});

export const flows = {
  /** Whole, streamed, of another model, counted. */
  async chat(fetch) {
    const client = sdk(fetch);
    const whole = await client.messages.create(chat);
    let streamed = "";
    for await (const { delta } of await client.messages.create({ ...chat, stream: true })) streamed += delta?.text ?? "";
    const helped = await client.messages.stream(chat).finalText();
    const other = textOf(await client.messages.stream({ ...chat, model: "nova-lite" }).finalMessage());
    const { input_tokens } = await client.messages.countTokens({ model, messages: chat.messages });
    const isCounted = input_tokens === whole.usage.input_tokens;
    return { whole: textOf(whole), requestId: whole._request_id, streamed, helped, other, isCounted };
  },

  /** Tools, whole and streamed. */
  async tools(fetch) {
    const client = sdk(fetch);
    const cities = [];
    const run = ({ city }) => (cities.push(city), "cold");
    const tools = [betaTool({ name: "get_weather", description: "The weather of a city", inputSchema, run })];
    const whole = await client.beta.messages.toolRunner({ ...weather, tools });
    let json = "";
    let streamed;
    for await (const stream of client.beta.messages.toolRunner({ ...weather, tools, stream: true })) {
      stream.on("inputJson", (delta) => (json += delta));
      streamed = await stream.finalMessage();
    }
    return { texts: [textOf(whole), textOf(streamed)], cities, streamedCity: JSON.parse(json).city };
  },

  failure: (fetch) => sdk(fetch).messages.create(chat).catch(told),
  repeated: (fetch) => sdk(fetch, { maxRetries: 2 }).messages.create(chat).then(textOf, told),
  failureInside: (fetch) => sdk(fetch).messages.stream(chat).finalText().catch(told),

  /** A stream that is aborted at its first text. */
  abort(fetch) {
    const stream = sdk(fetch).messages.stream(chat);
    stream.on("text", () => stream.abort());
    return stream.finalText().catch(told);
  },
};
