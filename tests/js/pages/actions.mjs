// What the pages and the worker do with the package. Each action takes a client's options and gives plain data.

const input = {
  modelId: "amazon.nova-micro-v1:0",
  messages: [{ role: "user", content: [{ text: "Why is the sky blue over Zürich?" }] }],
};

/** The actions, with the exports of the entry under test. */
export function actionsOf({ Bedrock, APIError, load, createFetch }) {
  return {
    async converse(options) {
      const output = await new Bedrock(options).converse(input);
      return { output, requestId: output._request_id };
    },

    async chat(options) {
      const request = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why is the sky blue?" }] };
      const bedrock = new Bedrock(options);
      const { choices } = await bedrock.chat.completions.create(request);
      let streamed = "";
      for await (const chunk of await bedrock.chat.completions.create({ ...request, stream: true })) {
        streamed += chunk.choices[0]?.delta.content ?? "";
      }
      return { whole: choices[0].message.content, streamed };
    },

    /** A service worker's part: the Request of a page, answered without the service of OpenAI. Then one too deep to send. */
    async serve(options) {
      const answer = createFetch(new Bedrock(options));
      const ask = async (body) => {
        const reply = await answer(new Request("https://bedrock.invalid/v1/chat/completions", { method: "POST", body }));
        return { status: reply.status, ...(await reply.json()) };
      };
      const request = { model: "bedrock/nova-micro", messages: [{ role: "user", content: "Why is the sky blue?" }] };
      const nested = `{"model":"nova-micro","messages":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
      return { good: await ask(JSON.stringify(request)), deep: await ask(nested) };
    },

    /** A body beyond the size from which `crypto.subtle` hashes it. */
    async converseLong(options) {
      const messages = [{ role: "user", content: [{ text: "é".repeat(20_000) }] }];
      return { output: await new Bedrock(options).converse({ ...input, messages }) };
    },

    async image(options) {
      const bytes = new Uint8Array(await (await fetch("/pixel.png")).arrayBuffer());
      const content = [{ image: { format: "png", source: { bytes } } }, { text: "What is this?" }];
      const modelId = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
      return { output: await new Bedrock(options).converse({ modelId, messages: [{ role: "user", content }] }) };
    },

    /** Reads three events, lets the service go on, reads the rest. */
    async stream(options, release) {
      const iterator = (await new Bedrock(options).converseStream(input))[Symbol.asyncIterator]();
      const first = [];
      while (first.length < 3) first.push((await iterator.next()).value);
      if (release) await fetch(release, { method: "POST" });
      const rest = [];
      for await (const event of iterator) rest.push(event);
      return { first, rest };
    },

    async modelStream(options) {
      const body = { schemaVersion: "messages-v1", messages: input.messages };
      const stream = await new Bedrock(options).invokeModelWithResponseStream({
        ...input,
        contentType: "application/json",
        body,
      });
      const parts = [];
      for await (const event of stream) parts.push(JSON.parse(new TextDecoder().decode(event.chunk.bytes)));
      return { parts };
    },

    async breakOff(options) {
      for await (const event of await new Bedrock(options).converseStream(input)) if (event.contentBlockDelta) break;
      return {};
    },

    async abort(options) {
      const controller = new AbortController();
      const stream = await new Bedrock(options).converseStream(input, { signal: controller.signal });
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      const pending = iterator.next();
      controller.abort(new Error("enough"));
      const error = await pending.then(() => iterator.next()).catch((thrown) => thrown);
      return { name: error.name, cause: error.cause?.message };
    },

    async failure(options) {
      const error = await new Bedrock({ maxRetries: 0, ...options }).converse(input).catch((thrown) => thrown);
      const { name, message, status, code, requestID } = error;
      return { isAPIError: error instanceof APIError, name, message, status, code, requestID };
    },

    /** What hooks and credentials were asked on the way to an answer. */
    async persistent(options, more) {
      const told = [];
      const hook = (name) => (event) => told.push([name, event.status ?? event.code ?? event.error?.name]);
      const { credentials, ...others } = { ...options, ...more };
      const queue = [credentials].flat();
      const hooks = { onResponse: hook("response"), onRetry: hook("retry"), onWarning: hook("warning") };
      const provider = async () => (told.push(["credentials"]), queue.length > 1 ? queue.shift() : queue[0]);
      const bedrock = new Bedrock({ ...others, ...hooks, credentials: provider });
      const outcome = await bedrock.converse(input).then(
        ({ stopReason }) => stopReason,
        ({ name }) => name,
      );
      return { outcome, told };
    },

    /** Answers each question of the service, and says what it has heard. */
    async bothWays(options) {
      const heard = [];
      const waiting = [];
      const utf8 = new TextDecoder();
      async function* answers() {
        for (const number of [1, 2]) {
          const { question } = await new Promise((resolve) => waiting.push(resolve));
          yield { chunk: { bytes: { answer: question, number, sound: new Uint8Array(number) } } };
        }
      }
      const stream = await new Bedrock(options).invokeModelWithBidirectionalStream({ modelId: "m:0", body: answers() });
      for await (const { chunk } of stream) {
        heard.push(JSON.parse(utf8.decode(chunk.bytes)));
        waiting.shift()?.(heard.at(-1));
      }
      return { heard, requestId: stream.requestId };
    },

    /** Leaves a stream whose input waits for ever. */
    async leaveBothWays(options) {
      let returns = 0;
      const body = {
        [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: async () => ({ done: ++returns }) }),
      };
      for await (const event of await new Bedrock(options).invokeModelWithBidirectionalStream({ modelId: "m", body }))
        if (event) break;
      return { returns };
    },

    async failBothWays(options) {
      const client = new Bedrock({ maxRetries: 0, ...options });
      const read = async () => {
        for await (const event of await client.invokeModelWithBidirectionalStream({ modelId: "m", body: [] })) if (!event) break;
      };
      const error = await read().catch((thrown) => thrown);
      return { isAPIError: error instanceof APIError, name: error.name, message: error.message, code: error.code };
    },

    async loading() {
      const error = await load().catch((thrown) => thrown);
      return { name: error?.name, message: error?.message };
    },
  };
}
