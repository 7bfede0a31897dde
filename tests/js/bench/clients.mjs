// The clients under measurement, over stubs that answer at once: what is left is what the clients themselves cost.
// For Node and browsers.
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { FetchHttpHandler } from "@smithy/fetch-http-handler";
import { Bedrock } from "bedrock-wasm";

export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
export const REGION = "us-east-1";
export const MODEL = "amazon.nova-micro-v1:0";

const STREAM = {
  "content-type": "application/vnd.amazon.eventstream",
  "x-amzn-requestid": "7d2b0a4e-8c1f-4f0e-9f3b-0123456789ab",
};
const WHOLE = { ...STREAM, "content-type": "application/json" };

/** Ours. */
export function ours(fetch) {
  return new Bedrock({ region: REGION, credentials: CREDENTIALS, fetch });
}

/** The AWS SDK with a request handler of its own, whose `body` makes what the reply has for a body. */
export function sdk(body, headers = WHOLE) {
  const handle = async () => ({ response: { statusCode: 200, headers, body: body() } });
  return sdkWith({ handle, metadata: { handlerProtocol: "http/1.1" } });
}

/** The AWS SDK whose every reply is these bytes, and the request that it sent last. */
export function sdkSending(bytes) {
  const noted = {};
  const handle = async (request) => {
    noted.sent = request;
    return { response: { statusCode: 200, headers: WHOLE, body: bytes } };
  };
  noted.client = sdkWith({ handle, metadata: { handlerProtocol: "http/1.1" } });
  return noted;
}

/** The AWS SDK over the global `fetch`, by its own handler for browsers and edge workers. */
export function sdkOverFetch() {
  return sdkWith(new FetchHttpHandler());
}

function sdkWith(requestHandler) {
  return new BedrockRuntimeClient({ region: REGION, credentials: CREDENTIALS, requestHandler });
}

/** A `fetch` whose every reply is this text or these bytes. */
export function replying(body, headers = WHOLE) {
  return async () => new Response(body, { headers });
}

/** A `fetch` whose every reply is a stream of these chunks. */
export function streaming(chunks) {
  return async () => new Response(streamOf(chunks), { headers: STREAM });
}

/** The AWS SDK whose every reply is a stream; `body` makes it of the chunks, as the runtime's own HTTP client does. */
export function sdkStreaming(chunks, body) {
  return sdk(() => body(chunks), STREAM);
}

/** A stream of these chunks, one a read. */
export function streamOf(chunks) {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next < chunks.length) controller.enqueue(chunks[next++]);
      else controller.close();
    },
  });
}

/** An output or event of the SDK without what it adds: metadata, and members that are there but undefined. */
export function plain(value) {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== "$metadata" && member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member)]));
}

/** Fails unless both are the same value: a benchmark of different results says nothing. */
export function assertSame(what, ours, theirs) {
  const [own, other] = [JSON.stringify(sorted(ours)), JSON.stringify(sorted(theirs))];
  if (own === other) return;
  const at = [...own].findIndex((character, index) => character !== other[index]);
  const around = (text) => text.slice(Math.max(0, at - 60), at + 60);
  throw new Error(`${what}: the outputs differ\n  ours:   …${around(own)}…\n  theirs: …${around(other)}…`);
}

/** With members in the order of their names: which comes first is nobody's promise. */
export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}
