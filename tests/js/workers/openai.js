// A worker that serves OpenAI's API, and one that uses the official SDK: the first segment of the path says which.
import OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

export default {
  async fetch(request, { ENDPOINT, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN }) {
    const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY, sessionToken: SESSION_TOKEN };
    const answer = createFetch(new Bedrock({ region: "us-east-1", endpoint: ENDPOINT, credentials }));
    if (new URL(request.url).pathname.startsWith("/v1/")) return answer(request);
    const openai = new OpenAI({ apiKey: "unused", baseURL: "https://bedrock.invalid/v1", fetch: answer, maxRetries: 0 });
    const chat = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why is the sky blue?" }] };
    const { choices } = await openai.chat.completions.create(chat);
    let streamed = "";
    for await (const chunk of await openai.chat.completions.create({ ...chat, stream: true })) streamed += chunk.choices[0]?.delta.content ?? "";
    const { name, code, status } = await openai.chat.completions.create({ ...chat, n: 2 }).catch((error) => error);
    return Response.json({ whole: choices[0].message.content, streamed, failure: { name, code, status } });
  },
};
