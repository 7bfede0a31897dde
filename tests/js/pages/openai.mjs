// What the page does with the official `openai` SDK, bundled with the package. Each action takes the options of a client of
// Bedrock and gives plain data.
import OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";

const model = "claude-haiku-4-5";
const chat = { model, messages: [{ role: "user", content: "What is the weather in Oslo?" }] };
const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

const sdk = (options, more) => {
  const fetch = createFetch(new Bedrock(options));
  return new OpenAI({
    apiKey: "sk-geheim",
    baseURL: "https://bedrock.invalid/v1",
    dangerouslyAllowBrowser: true,
    maxRetries: 0,
    fetch,
    ...more,
  });
};

/** A tool that notes the cities it was asked about. */
const weatherOf = (asked) => ({
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters,
    parse: JSON.parse,
    function: ({ city }) => (asked.push(city), "cold"),
  },
});

/** An error as plain data. */
const told = ({ constructor: errorClass, status, code, type, requestID, message, cause }) => ({
  isRateLimitError: errorClass === OpenAI.RateLimitError,
  isAPIError: errorClass === OpenAI.APIError,
  isConnectionError: errorClass === OpenAI.APIConnectionError,
  isAbortError: errorClass === OpenAI.APIUserAbortError,
  isTimeoutError: errorClass === OpenAI.APIConnectionTimeoutError,
  status,
  code,
  type,
  requestID,
  message,
  cause: cause?.cause?.name,
});

globalThis.actions = {
  async chat(options) {
    const { choices, _request_id } = await sdk(options).chat.completions.create(chat);
    return { content: choices[0].message.content, requestId: _request_id };
  },

  /** What a body that is nested so deep is answered. */
  async nested(options, _, depth) {
    const body = `{"model":"${model}","messages":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const reply = await createFetch(new Bedrock(options))("https://a.invalid/v1/chat/completions", { method: "POST", body });
    const { error } = await reply.json();
    return { status: reply.status, message: error.message };
  },

  /** Reads three chunks, lets the service go on, reads the rest. */
  async stream(options, release) {
    const { data, request_id } = await sdk(options)
      .chat.completions.create({ ...chat, stream: true })
      .withResponse();
    const iterator = data[Symbol.asyncIterator]();
    const chunks = [];
    while (chunks.length < 3) chunks.push((await iterator.next()).value);
    if (release) await fetch(release, { method: "POST" });
    for await (const chunk of iterator) chunks.push(chunk);
    return {
      content: chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""),
      requestId: request_id,
      id: chunks[0].id,
    };
  },

  async helper(options) {
    return { content: await sdk(options).chat.completions.stream(chat).finalContent() };
  },

  /** A loop over a stream of which the first reply has a call. Gives what was asked, and the messages of the whole loop. */
  async toolsOfAStream(options) {
    const asked = [];
    const runner = sdk(options).chat.completions.runTools({ ...chat, tools: [weatherOf(asked)], stream: true });
    const content = await runner.finalContent().catch(told);
    return { asked, content, messages: runner.messages };
  },

  async tools(options) {
    const asked = [];
    const weather = weatherOf(asked);
    const contents = [];
    for (const stream of [false, true]) {
      contents.push(
        await sdk(options)
          .chat.completions.runTools({ ...chat, tools: [weather], stream })
          .finalContent(),
      );
    }
    return { asked, contents };
  },

  async embeddings(options) {
    const { data } = await sdk(options).embeddings.create({ model: "titan-embed-text-v2", input: ["a", "b"], dimensions: 256 });
    return data.map(({ index, embedding }) => [index, embedding.length, embedding.every((number) => typeof number === "number")]);
  },

  async failure(options) {
    return told(
      await sdk(options)
        .chat.completions.create(chat)
        .catch((error) => error),
    );
  },

  async failureInside(options) {
    try {
      for await (const chunk of await sdk(options).chat.completions.create({ ...chat, stream: true })) if (!chunk.id) return {};
    } catch (error) {
      return told(error);
    }
    return {};
  },

  /** Reads as far as the text, and leaves. */
  async breakOff(options) {
    for await (const chunk of await sdk(options).chat.completions.create({ ...chat, stream: true }))
      if (chunk.choices[0]?.delta.content) break;
    return {};
  },

  async abort(options) {
    const controller = new AbortController();
    const pending = sdk(options).chat.completions.create(chat, { signal: controller.signal });
    setTimeout(() => controller.abort(), 200);
    return told(await pending.catch((error) => error));
  },

  async timeout(options) {
    return told(
      await sdk(options, { timeout: 200 })
        .chat.completions.create(chat)
        .catch((error) => error),
    );
  },
};
