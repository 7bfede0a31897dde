// A worker that talks to Bedrock: the path of the request says what about, and the answer is what came of it, as JSON.
import { Bedrock, BedrockError, RateLimitError } from "bedrock-wasm";

const MODEL_ID = "amazon.nova-micro-v1:0";
const messages = [{ role: "user", content: [{ text: "Why is the sky blue over Zürich?" }] }];
const input = { modelId: MODEL_ID, messages };

const actions = {
  async converse(bedrock) {
    const output = await bedrock.converse(input);
    return { output, requestId: output._request_id };
  },

  async chat(bedrock) {
    const request = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why is the sky blue?" }] };
    const { choices } = await bedrock.chat.completions.create(request);
    let streamed = "";
    for await (const chunk of await bedrock.chat.completions.create({ ...request, stream: true })) {
      streamed += chunk.choices[0]?.delta.content ?? "";
    }
    return { whole: choices[0].message.content, streamed };
  },

  /** Reads three events, lets the service go on, reads the rest. */
  async stream(bedrock, { RELEASE }) {
    const iterator = (await bedrock.converseStream(input))[Symbol.asyncIterator]();
    const first = [];
    while (first.length < 3) first.push((await iterator.next()).value);
    await (await fetch(RELEASE, { method: "POST" })).text();
    const rest = [];
    for await (const event of iterator) rest.push(event);
    return { first, rest };
  },

  /** The stream goes on to whoever asked the worker. */
  async passOn(bedrock) {
    return new Response((await bedrock.converseStream(input)).toReadableStream());
  },

  async failure(bedrock) {
    const error = await bedrock.converse(input, { maxRetries: 0 }).catch((thrown) => thrown);
    const { name, message, status, code, requestID } = error;
    return { isRateLimitError: error instanceof RateLimitError && error instanceof BedrockError, name, message, status, code, requestID };
  },

  /** Sends events of some size, and counts what comes back. */
  async bothWays(bedrock) {
    async function* body() {
      for (const length of [1, 100_000, 0]) yield { chunk: { bytes: new Uint8Array(length) } };
    }
    const lengths = [];
    for await (const { chunk } of await bedrock.invokeModelWithBidirectionalStream({ modelId: MODEL_ID, body: body() })) {
      lengths.push(JSON.parse(new TextDecoder().decode(chunk.bytes)).length);
    }
    return { lengths };
  },

  async leaveBothWays(bedrock) {
    const body = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    for await (const event of await bedrock.invokeModelWithBidirectionalStream({ modelId: MODEL_ID, body })) if (event) break;
    return {};
  },

  async breakOff(bedrock) {
    for await (const event of await bedrock.converseStream(input)) if (event.contentBlockDelta) break;
    return {};
  },

  async abort(bedrock) {
    const controller = new AbortController();
    const stream = await bedrock.converseStream(input, { signal: controller.signal });
    const events = [];
    try {
      for await (const event of stream) {
        events.push(event);
        controller.abort(new Error("enough"));
      }
    } catch (error) {
      return { count: events.length, name: error.name, cause: error.cause.message };
    }
    return { count: events.length };
  },
};

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    const credentials = { accessKeyId: env.ACCESS_KEY_ID, secretAccessKey: env.SECRET_ACCESS_KEY, sessionToken: env.SESSION_TOKEN };
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: env.ENDPOINT, credentials });
    try {
      const result = await actions[pathname.slice(1)](bedrock, env);
      return result instanceof Response ? result : Response.json(result);
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};
