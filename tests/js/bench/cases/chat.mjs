// OpenAI's vocabulary: what it adds to a native call of ours, and beside the clients that people use for it.
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock";
import OpenAI from "openai";
import { CREDENTIALS, REGION, assertSame, ours, replying, streaming } from "../clients.mjs";
import { chunked, repeated } from "../streams.mjs";
import { INPUT, REPLY, TEXT } from "./calls.mjs";

const MODEL = "bedrock/nova-micro";
const REQUEST = {
  model: MODEL,
  messages: [
    { role: "system", content: "Answer in one sentence." },
    ...INPUT.messages.map(({ role, content }) => ({ role, content: content[0].text })),
  ],
  max_tokens: 256,
  temperature: 0.5,
};
export const OPENAI_REPLY = JSON.stringify({
  id: "chatcmpl-7d2b0a4e",
  object: "chat.completion",
  created: 1_790_000_000,
  model: "gpt",
  choices: [{ index: 0, message: { role: "assistant", content: TEXT, refusal: null }, logprobs: null, finish_reason: "stop" }],
  usage: { prompt_tokens: 41, completion_tokens: 22, total_tokens: 63 },
});
const PROMPT = REQUEST.messages.map(({ role, content }) => ({
  role,
  content: role === "system" ? content : [{ type: "text", text: content }],
}));

export function cases({ recording }) {
  const fetch = replying(REPLY);
  const own = ours(fetch);
  const chat = () => own.chat.completions.create(REQUEST);
  return {
    "chat/over-native": () => {
      const native = () => own.converse(INPUT);
      const check = async () => {
        const { output, usage } = await native();
        assertSame("chat", ofOpenAi(await chat()), [
          output.message.content[0].text,
          "stop",
          usage.inputTokens,
          usage.outputTokens,
        ]);
      };
      return { operations: [native, chat], check };
    },
    "chat/ai-sdk": () => {
      const model = aiSdk(fetch);
      const theirs = () => model.doGenerate({ prompt: PROMPT, maxOutputTokens: 256, temperature: 0.5 });
      return {
        operations: [chat, theirs],
        check: async () => assertSame("chat", ofOpenAi(await chat()), ofAiSdk(await theirs())),
      };
    },
    "chat/openai": () => {
      const client = new OpenAI({ apiKey: "unused", fetch: replying(OPENAI_REPLY) });
      const theirs = () => client.chat.completions.create(REQUEST);
      return {
        operations: [chat, theirs],
        check: async () => assertSame("chat", ofOpenAi(await chat()), ofOpenAi(await theirs())),
      };
    },
    "chat/stream-ai-sdk": () => streams(streaming(chunked(repeated(recording, 256 * 1024), 16 * 1024))),
  };
}

function streams(fetch) {
  const own = ours(fetch);
  const model = aiSdk(fetch);
  const ownText = async () => {
    let text = "";
    const stream = await own.chat.completions.create({ ...REQUEST, stream: true });
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
    return text;
  };
  const theirText = async () => {
    let text = "";
    const { stream } = await model.doStream({ prompt: PROMPT, maxOutputTokens: 256, temperature: 0.5 });
    for await (const part of stream) if (part.type === "text-delta") text += part.delta;
    return text;
  };
  return {
    operations: [ownText, theirText],
    check: async () => assertSame("chat streams", await ownText(), await theirText()),
  };
}

export function aiSdk(fetch) {
  return createAmazonBedrock({ region: REGION, ...CREDENTIALS, fetch })(INPUT.modelId);
}

function ofOpenAi({ choices, usage }) {
  return [choices[0].message.content, choices[0].finish_reason, usage.prompt_tokens, usage.completion_tokens];
}

function ofAiSdk({ content, finishReason, usage }) {
  return [content[0].text, finishReason.unified ?? finishReason, usage.inputTokens.total, usage.outputTokens.total];
}
