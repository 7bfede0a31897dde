// Bulk in requests: an image of 5 MB, as bytes in Converse's terms and as a data URL in OpenAI's.
import { ConverseCommand } from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";
import { assertSame, ours, sdkSending } from "../clients.mjs";
import { OPENAI_REPLY, aiSdk } from "./chat.mjs";
import { REPLY } from "./calls.mjs";

export const IMAGE_BYTES = 5 * 1000 * 1000;
/** The catalogue does not know it: whether such a model takes images is for Bedrock to say. */
const MODEL = "example.model-v1:0";
const QUESTION = "What is this?";
const JSON_HEADERS = { "content-type": "application/json" };

export function cases() {
  const bytes = imageOf(IMAGE_BYTES);
  return {
    "images/converse": () => inConverse(bytes),
    "images/chat-openai": () => besideOpenAi(bytes),
    "images/chat-ai-sdk": () => besideAiSdk(bytes),
  };
}

/** A Converse request with this image. */
export function converseInput(bytes) {
  const content = [{ text: QUESTION }, { image: { format: "png", source: { bytes } } }];
  return { modelId: MODEL, messages: [{ role: "user", content }] };
}

/** The same in OpenAI's terms. */
export function chatRequest(bytes) {
  const content = [
    { type: "text", text: QUESTION },
    { type: "image_url", image_url: { url: dataUrl(bytes) } },
  ];
  return { model: MODEL, messages: [{ role: "user", content }] };
}

/** Bytes that begin as a PNG does and follow no pattern after that. */
export function imageOf(length) {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    bytes[at] = state >> 16;
  }
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  return bytes;
}

function inConverse(bytes) {
  const input = converseInput(bytes);
  const [own, other] = [sending(REPLY), sdkSending(new TextEncoder().encode(REPLY))];
  const client = ours(own.fetch);
  const operations = [() => client.converse(input), () => other.client.send(new ConverseCommand(input))];
  const check = async () => {
    for (const operation of operations) await operation();
    assertSame("the request", own.json(), JSON.parse(new TextDecoder().decode(bytesOf(other.sent.body))));
  };
  return { operations, check };
}

function besideOpenAi(bytes) {
  const request = chatRequest(bytes);
  const [own, other] = [sending(REPLY), sending(OPENAI_REPLY)];
  const client = ours(own.fetch);
  const openai = new OpenAI({ apiKey: "unused", fetch: other.fetch });
  const operations = [() => client.chat.completions.create(request), () => openai.chat.completions.create(request)];
  const check = async () => {
    for (const operation of operations) await operation();
    const [, part] = other.json().messages[0].content;
    assertSame("the image", `data:image/png;base64,${imageIn(own)}`, part.image_url.url);
  };
  return { operations, check };
}

function besideAiSdk(bytes) {
  const [own, other] = [sending(REPLY), sending(REPLY)];
  const client = ours(own.fetch);
  const model = aiSdk(other.fetch);
  const request = chatRequest(bytes);
  // Its prompt takes base64 as well: then it has as little to encode as ours.
  const file = { type: "file", mediaType: "image/png", data: dataUrl(bytes).split(",")[1] };
  const prompt = [{ role: "user", content: [{ type: "text", text: QUESTION }, file] }];
  const operations = [() => client.chat.completions.create(request), () => model.doGenerate({ prompt })];
  const check = async () => {
    for (const operation of operations) await operation();
    assertSame("the image", imageIn(own), imageIn(other));
  };
  return { operations, check };
}

/** A `fetch` whose every reply is this text, and the JSON that it was sent last. */
function sending(reply) {
  let sent;
  const fetch = async (_, { body }) => {
    sent = body;
    return new Response(reply, { headers: JSON_HEADERS });
  };
  return { fetch, json: () => JSON.parse(new TextDecoder().decode(bytesOf(sent))) };
}

function bytesOf(body) {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

function imageIn(sender) {
  const content = sender.json().messages[0].content;
  return content.find(({ image }) => image).image.source.bytes;
}

function dataUrl(bytes) {
  return `data:image/png;base64,${Buffer.from(bytes).toString("base64")}`;
}
