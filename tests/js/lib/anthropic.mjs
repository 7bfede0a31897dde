// The official `@anthropic-ai/sdk` on the local Bedrock, by `createFetch`.
import Anthropic from "@anthropic-ai/sdk";
import { createFetch } from "bedrock-wasm/anthropic";
import { PNG } from "./chats.mjs";
import { connect } from "./client.mjs";

/** What the SDK would send to Anthropic: no header of Bedrock's requests may have it. */
export const API_KEY = "sk-ant-geheim-0815";
export const HAIKU = "claude-haiku-4-5";
export const NOVA = "nova-lite";

/** The smallest of PDFs; and of pictures, {@link PNG}. */
export const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF").toString("base64");
export { PNG };

/** Messages of one question. */
export const ask = (content) => [{ role: "user", content }];
/** A short request. */
export const CHAT = { model: HAIKU, max_tokens: 1024, messages: ask("Why is the sky blue over Zürich?") };

const input_schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};
export const WEATHER_TOOL = { name: "get_weather", description: "The weather of a city", input_schema };
/** A request to which a model answers with the call of a tool. */
export const WEATHER = { ...CHAT, messages: ask("What is the weather in Oslo?"), tools: [WEATHER_TOOL] };

/**
 * The SDK, with a session of the local Bedrock behind it that has these faults.
 *
 * Gives `{ client, fetch, bedrock, session }`. `sdk` are options of the SDK, which repeats nothing unless they say so; the
 * others are those of `connect`.
 */
export async function connectAnthropic(t, { sdk, ...options } = {}) {
  const { bedrock, session } = await connect(t, options);
  const fetch = createFetch(bedrock);
  return { client: sdkOf(fetch, sdk), fetch, bedrock, session };
}

/** The SDK with this fetch. */
export function sdkOf(fetch, options) {
  return new Anthropic({ apiKey: API_KEY, baseURL: "https://bedrock.invalid", maxRetries: 0, fetch, ...options });
}

/** The body that a request of the session's had, of the last one by default. */
export async function sentBody(session, at = -1) {
  return JSON.parse((await session.log()).requests.at(at).bodyText);
}

export const textOf = ({ content }) => content.map(({ text = "" }) => text).join("");
/** The blocks of this type. */
export const ofType = ({ content }, type) => content.filter((block) => block.type === type);

/** What two replies to the same request share. */
export function comparable({ id, usage, parsed_output, ...message }) {
  const { input_tokens, output_tokens } = usage;
  return JSON.parse(JSON.stringify({ ...message, usage: { input_tokens, output_tokens } }));
}
