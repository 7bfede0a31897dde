// Our client and its calls in four shapes, and calls that are aborted: for Node and for pages.
import { Bedrock } from "bedrock-wasm";
import { endOf } from "./tally.mjs";

export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
export const NOVA = "amazon.nova-micro-v1:0";
export const MESSAGES = [{ role: "user", content: [{ text: "Why?" }] }];
const SHAPED = { model: NOVA, messages: [{ role: "user", content: "Why?" }] };

/** Our client of this server. */
export function ours(url, options) {
  const keys = { region: "us-east-1", credentials: CREDENTIALS };
  return new Bedrock({ ...keys, endpoint: url, maxRetries: 0, inferenceProfile: "never", ...options });
}

/** Opens a stream and leaves it to the caller. */
export const OPENS = {
  converseStream: (bedrock, options) => bedrock.converseStream({ modelId: NOVA, messages: MESSAGES }, options),
  chatStream: (bedrock, options) => bedrock.chat.completions.create({ ...SHAPED, stream: true }, options),
};

/** Each call gives its result, of a stream all its events. */
export const SHAPES = {
  converse: (bedrock, options) => bedrock.converse({ modelId: NOVA, messages: MESSAGES }, options),
  converseStream: async (bedrock, options) => drained(await OPENS.converseStream(bedrock, options)),
  chat: (bedrock, options) => bedrock.chat.completions.create(SHAPED, options),
  chatStream: async (bedrock, options) => drained(await OPENS.chatStream(bedrock, options)),
};

/** Reads a recorded stream; the model's id tells the server what to do. `see` is told of each event as it comes. */
export async function readOurs(bedrock, modelId, { isConverse = true, see, ...options } = {}) {
  const stream = isConverse
    ? await bedrock.converseStream({ modelId, messages: MESSAGES }, options)
    : await bedrock.invokeModelWithResponseStream({ modelId, body: "{}" }, options);
  return drained(stream, see);
}

export async function drained(stream, see) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
    see?.(event);
  }
  return events;
}

/** The text of a stream of either shape. */
export function textOf(events) {
  return events.map((event) => event.contentBlockDelta?.delta.text ?? event.choices?.[0]?.delta.content ?? "").join("");
}

/** What becomes of one call that is aborted when `wait` is over. */
export async function aborted(shape, bedrock, wait) {
  const controller = new AbortController();
  const end = endOf(SHAPES[shape](bedrock, { signal: controller.signal }));
  await wait();
  controller.abort();
  return { end: await end, signal: controller.signal };
}

/** So many microtasks. */
export async function microtasks(count) {
  for (let done = 0; done < count; done++) await undefined;
}

/** A `fetch` that answers within microtasks, so that an abort meets each step of a call. */
export function stub(answer, stream) {
  return async (url, init) => {
    init.signal.throwIfAborted();
    const isStream = url.endsWith("stream");
    const type = isStream ? "application/vnd.amazon.eventstream" : "application/json";
    return new Response(isStream ? stream : answer, { headers: { "content-type": type } });
  };
}

/** What is wrong with how an aborted call ended, which may have had its result before or not. */
export function problemOfAbort({ how, error }, mayHaveEnded) {
  if (how === "ended" && !mayHaveEnded) return "ended although it was aborted before any reply";
  if (how === "threw" && error.name !== "APIUserAbortError") return error.stack ?? String(error);
  return how === "hung" ? how : undefined;
}
