// The program of the matrix. It is the same in every runtime: it streams from the local Bedrock in each vocabulary that it is
// given, and tells what it saw as plain data. It knows neither Node nor pages, and imports nothing: each app hands in what it
// imports of the package, in the way of its own tools.

/** When this module was run: before the package, if an app imports this first. */
export const started = performance.now();

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
const region = "us-east-1";
const modelId = "amazon.nova-lite-v1:0";
const question = "Why is the sky blue over Zürich?";
const native = { modelId, messages: [{ role: "user", content: [{ text: question }] }] };
const openai = { model: modelId, messages: [{ role: "user", content: question }], stream: true };
/** Bedrock refuses it. */
const NOTHING = { modelId, messages: [] };
/** Neither OpenAI nor Anthropic: addresses that must never be asked. */
const COMPLETIONS = "https://openai.invalid/v1/chat/completions";
const MESSAGES = "https://anthropic.invalid/v1/messages";
/** Events that the local Bedrock sends before it waits for the word to go on. The third has text. */
const EVENTS_BEFORE_GATE = 3;
/** Each is an answer over HTTP, so this is long. */
const LOOKS_MAX = 5_000;

/**
 * What there is to speak, if the app imports what it `needs`: `pieces` yields the pieces of a reply's text, `refused` tells
 * whether the error of a bad request is of the class that the documentation names.
 */
const VOCABULARIES = {
  converseStream: {
    needs: "Bedrock",
    async *pieces({ Bedrock }, options) {
      for await (const event of await new Bedrock(options).converseStream(native)) {
        const text = event.contentBlockDelta?.delta.text;
        if (text) yield text;
      }
    },
    async refused({ Bedrock, BadRequestError, APIError, BedrockError }, options) {
      const error = await caught(new Bedrock(options).converseStream(NOTHING));
      return [BadRequestError, APIError, BedrockError, Error].every((Class) => error instanceof Class);
    },
  },
  chat: {
    needs: "Bedrock",
    async *pieces({ Bedrock }, options) {
      for await (const chunk of await new Bedrock(options).chat.completions.create(openai)) {
        const text = chunk.choices[0]?.delta.content;
        if (text) yield text;
      }
    },
    async refused({ Bedrock, BadRequestError }, options) {
      const request = { ...openai, model: "amazon.no-such-model-v1:0" };
      return (await caught(new Bedrock(options).chat.completions.create(request))) instanceof BadRequestError;
    },
  },
  responses: {
    needs: "Bedrock",
    async *pieces({ Bedrock }, options) {
      const request = { model: modelId, input: question, stream: true };
      for await (const event of await new Bedrock(options).responses.create(request)) {
        if (event.type === "response.output_text.delta") yield event.delta;
      }
    },
    async refused({ Bedrock, BedrockError }, options) {
      const error = await caught(new Bedrock(options).responses.create({ model: modelId, input: 1 }));
      return error instanceof BedrockError && error.message.includes("`input`");
    },
  },
  createFetch: {
    needs: "createFetch",
    async *pieces({ Bedrock, createFetch }, options) {
      const response = await createFetch(new Bedrock(options))(COMPLETIONS, { method: "POST", body: JSON.stringify(openai) });
      for await (const data of serverSentEvents(response.body)) {
        const text = data === "[DONE]" ? "" : JSON.parse(data).choices[0]?.delta.content;
        if (text) yield text;
      }
    },
    async refused({ Bedrock, createFetch }, options) {
      const body = JSON.stringify({ ...openai, messages: "none" });
      const response = await createFetch(new Bedrock(options))(COMPLETIONS, { method: "POST", body });
      return response.status === 400 && (await response.json()).error.type === "invalid_request_error";
    },
  },
  messages: {
    needs: "createMessagesFetch",
    async *pieces({ Bedrock, createMessagesFetch }, options) {
      const body = JSON.stringify({ ...openai, max_tokens: 1_000 });
      const response = await createMessagesFetch(new Bedrock(options))(MESSAGES, { method: "POST", body });
      for await (const event of serverSentEvents(response.body)) {
        const text = JSON.parse(event.split("\ndata: ")[1]).delta?.text;
        if (text) yield text;
      }
    },
    /** Claude goes another way than other models. */
    async refused({ Bedrock, createMessagesFetch }, options) {
      const body = JSON.stringify({ model: "claude-sonnet-5", messages: [] });
      const response = await createMessagesFetch(new Bedrock(options))(MESSAGES, { method: "POST", body });
      return response.status === 400 && (await response.json()).error.type === "invalid_request_error";
    },
  },
  awsSdk: {
    needs: "BedrockRuntimeClient",
    async *pieces({ BedrockRuntimeClient, ConverseStreamCommand }, options) {
      const { stream } = await new BedrockRuntimeClient(options).send(new ConverseStreamCommand(native));
      for await (const event of stream) {
        const text = event.contentBlockDelta?.delta?.text;
        if (text) yield text;
      }
    },
    async refused({ BedrockRuntimeClient, ConverseStreamCommand, ValidationException }, options) {
      const error = await caught(new BedrockRuntimeClient(options).send(new ConverseStreamCommand(NOTHING)));
      return error instanceof ValidationException && error.name === "ValidationException";
    },
  },
};

/**
 * Runs it all. `given` is what the app imports; a vocabulary whose part of the package is not there is left out, and the row
 * says which ones there must be.
 *
 * - `emulator`: where the local Bedrock is
 * - `since`: from when to count the cold start, which ends with the first event of a stream; by default from now
 */
export async function check(given, { emulator, since = performance.now() }) {
  const coldStart = await untilFirstEvent(given, emulator, since);
  const names = Object.keys(VOCABULARIES).filter((name) => VOCABULARIES[name].needs in given);
  const vocabularies = {};
  for (const name of names) vocabularies[name] = await speak(VOCABULARIES[name], given, emulator);
  return { agent: globalThis.navigator?.userAgent, coldStart, vocabularies };
}

async function untilFirstEvent({ Bedrock }, endpoint, since) {
  for await (const _ of await new Bedrock({ region, endpoint, credentials }).converseStream(native)) break;
  return performance.now() - since;
}

async function speak({ pieces, refused }, given, emulator) {
  const streamed = await inSession(emulator, [{ kind: "gate", after: EVENTS_BEFORE_GATE }], async (session) => {
    const texts = [];
    let sentBefore;
    for await (const text of pieces(given, session.options)) {
      texts.push(text);
      if (sentBefore !== undefined) continue;
      sentBefore = (await session.log()).events;
      await session.release();
    }
    return { first: texts[0], text: texts.join(""), pieces: texts.length, sentBefore, sentAfter: await session.ended() };
  });
  const left = await inSession(emulator, [{ kind: "stall", after: EVENTS_BEFORE_GATE }], async (session) => {
    for await (const _ of pieces(given, session.options)) break;
    return session.ended();
  });
  const isClass = await inSession(emulator, [], (session) => refused(given, session.options));
  return { ...streamed, left, isClass };
}

/** Runs something in a session of its own, which has these faults. */
async function inSession(emulator, faults, run) {
  const control = async (method, path, body) => {
    // React, on servers, answers what was asked before from its memory, but nothing that has a signal.
    const { signal } = new AbortController();
    const response = await fetch(`${emulator}/_emulator/sessions${path}`, { method, body, signal });
    if (!response.ok) throw new Error(`the local Bedrock: ${method} ${path}: ${response.status}`);
    return response.json();
  };
  const { id, endpoint } = await control("POST", "", JSON.stringify({ faults }));
  // Before what they ask for, browsers ask whether they may.
  const log = async () => {
    const { open, requests } = await control("GET", `/${id}`);
    return { open, events: requests.find(({ preflight }) => !preflight)?.events };
  };
  const release = () => control("POST", `/${id}/release`);
  const ended = async () => {
    for (let look = 0; look < LOOKS_MAX; look++) {
      const { open, events } = await log();
      if (open === 0) return events;
    }
    throw new Error("a request goes on that has nobody left to read it");
  };
  const result = await run({ options: { region, endpoint, credentials }, log, release, ended });
  await control("DELETE", `/${id}`);
  return result;
}

/** What a promise is rejected with; nothing, if it is not. */
function caught(promise) {
  return Promise.resolve(promise).then(
    () => undefined,
    (error) => error,
  );
}

/** The data of each event. Leaving it cancels the body. */
async function* serverSentEvents(body) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) yield event.replace(/^data: /, "");
    }
  } finally {
    await reader.cancel();
  }
}
