// Where the package does something else than AWS's SDK, on purpose, and no generated example shows it. Each entry has the
// reason as its name, a call, and what of it to look at: in ours, and in theirs, so that a change of the SDK is seen too.

import { differences } from "./differences.mjs";
import { acceptedReply, requiredInput } from "./replies.mjs";
import { parsed } from "./requests.mjs";
import { concat, frame, readBoth, streamReply } from "./streams.mjs";

const asked = (...content) => ({ modelId: "m", messages: [{ role: "user", content }] });
const png = (bytes) => asked({ image: { format: "png", source: { bytes } } });
const fields = (additionalModelRequestFields) => ({ ...asked({ text: "x" }), additionalModelRequestFields });

const content = ({ request }) => request.body.messages[0].content;
const document = ({ request }) => request.body.additionalModelRequestFields;
const message = ({ error }) => error?.message.split("\n")[0];
const text = (bytes) => new TextDecoder().decode(bytes);

/** How a request differs: `input`, and what to `look` at. */
const REQUESTS = {
  "a member that the model does not know is sent: it may be newer than this package": {
    input: { ...asked({ text: "x", newer: 1 }), newest: 2 },
    look: ({ request }) => request.body,
    ours: { messages: [{ role: "user", content: [{ text: "x", newer: 1 }] }], newest: 2 },
    theirs: { messages: [{ role: "user", content: [{ text: "x" }] }] },
  },
  "so is a variant that the model does not know, and $unknown is no name for it": {
    input: asked({ future: { a: 1 } }, { $unknown: ["future", { a: 1 }] }),
    look: content,
    ours: [{ future: { a: 1 } }, { $unknown: ["future", { a: 1 }] }],
    theirs: [{}, { future: { a: 1 } }],
  },
  "inside members, null is sent as it is: documents may mean it, and names do not tell them from the rest": {
    input: { ...asked({ text: "x" }, null), inferenceConfig: { maxTokens: null } },
    look: ({ request: { body } }) => [body.messages[0].content, body.inferenceConfig],
    ours: [[{ text: "x" }, null], { maxTokens: null }],
    theirs: [[{ text: "x" }], {}],
  },
  "a string where bytes belong is base64 already": {
    input: png("aGk="),
    look: content,
    ours: png("aGk=").messages[0].content,
    theirs: png("YUdrPQ==").messages[0].content,
  },
  "an ArrayBuffer and its other views are bytes too": {
    input: asked(...[new Uint8Array([1, 2]).buffer, new Uint16Array([513])].map((bytes) => ({ image: { source: { bytes } } }))),
    look: (seen) => content(seen).map(({ image }) => image.source.bytes),
    ours: ["AQI=", "AQI="],
    theirs: [{}, { 0: 513 }],
  },
  "documents are what JSON.stringify makes of them": {
    input: fields({ date: new Date(0), list: [undefined, 1] }),
    look: document,
    ours: { date: "1970-01-01T00:00:00.000Z", list: [null, 1] },
    theirs: { date: 0, list: [1] },
  },
  "a number that JSON has not is refused by its name": {
    input: fields({ number: NaN }),
    look: (seen) => message(seen) ?? document(seen),
    ours: "The input cannot be sent: additionalModelRequestFields.number is NaN, for which JSON has no number",
    theirs: { number: "NaN" },
  },
  "a BigInt is refused: pass a number, or its digits as text": {
    input: fields({ big: 9007199254740993n }),
    look: (seen) => message(seen) ?? text(seen.request.raw).replace(/.*"big":(\d+).*/, "$1"),
    ours: "The input cannot be sent: Do not know how to serialize a BigInt",
    theirs: "9007199254740993",
  },
  "no model id is refused before anything is sent": {
    input: { ...asked(), modelId: "" },
    look: (seen) => message(seen)?.slice(0, 11) ?? seen.request.path,
    ours: "No modelId.",
    theirs: "/model//converse",
  },
  "an id that fetch would take out of the path is refused": {
    input: { ...asked(), modelId: ".." },
    look: (seen) => message(seen)?.slice(0, 45) ?? seen.request.path,
    ours: 'The modelId ".." is a path, not an id. Pass o',
    theirs: "/model/../converse",
  },
  "a body that is an object is JSON": {
    method: "invokeModel",
    input: { modelId: "m", body: { a: "é" } },
    look: ({ request }) => text(request.body),
    ours: '{"a":"é"}',
    theirs: "",
  },
  "no body is no bytes": {
    method: "invokeModel",
    input: { modelId: "m", contentType: "application/json" },
    look: ({ request }) => text(request.body),
    ours: "",
    theirs: "{}",
  },
  "metadata is escaped, since headers are ASCII": {
    method: "invokeModel",
    input: { modelId: "m", requestMetadata: '{"a":"é🦀"}' },
    look: ({ request }) => request.headers["x-amzn-bedrock-request-metadata"],
    ours: '{"a":"\\u00e9\\ud83e\\udd80"}',
    theirs: '{"a":"é🦀"}',
  },
  "space around a header's value is not sent, since fetch takes it away": {
    method: "invokeModel",
    input: { modelId: "m", accept: "  a/b " },
    look: ({ request }) => request.headers.accept,
    ours: "a/b",
    theirs: "  a/b ",
  },
};

/** Newer engines show a reviver the digits of a number, and the SDK makes a BigInt of those that no number can hold. */
const showsDigits = JSON.parse("1", (_, value, context) => context?.source ?? value) === "1";

/** How an output or an error differs: `reply`, as text, and its `status`. */
const REPLIES = {
  "what the model does not know is passed on, as it is": {
    reply: '{"newest":1,"output":{"message":{"content":[{"future":{"a":1}},{"__type":"x","text":"y"}]}}}',
    look: ({ output }) => [output.newest, output.output.message.content],
    ours: [1, [{ future: { a: 1 } }, { __type: "x", text: "y" }]],
    theirs: [undefined, [{ $unknown: ["future", { a: 1 }] }, { text: "y" }]],
  },
  "null is passed on": {
    reply: '{"stopReason":null,"usage":{"inputTokens":null}}',
    look: ({ output }) => output,
    ours: { stopReason: null, usage: { inputTokens: null } },
    theirs: { usage: {} },
  },
  "numbers are what JSON.parse makes of them": {
    reply: '{"usage":{"inputTokens":"NaN"},"additionalModelResponseFields":{"big":9007199254740993}}',
    look: ({ output }) => [output.usage.inputTokens, output.additionalModelResponseFields.big],
    ours: ["NaN", 9007199254740992],
    theirs: [NaN, showsDigits ? 9007199254740993n : 9007199254740992],
  },
  "a document may name its own prototype": {
    reply: '{"additionalModelResponseFields":{"__proto__":{"a":1}}}',
    look: ({ output }) => Object.entries(output.additionalModelResponseFields),
    ours: [["__proto__", { a: 1 }]],
    theirs: [["__proto__", undefined]],
  },
  "a date that nobody can read does not lose the rest": {
    method: "getAsyncInvoke",
    reply: '{"status":"Completed","submitTime":"2026-11-22T10:00:00.123456789Z","endTime":"soon"}',
    look: (seen) => message(seen) ?? seen.output,
    ours: { status: "Completed", submitTime: "2026-11-22T10:00:00.123456789Z", endTime: "soon" },
    theirs: "Invalid RFC-3339 date-time value",
  },
  "a reply without a body is no output": {
    reply: "",
    look: (seen) => message(seen)?.slice(0, 32) ?? seen.output,
    ours: "The reply is not a JSON object. ",
    theirs: {},
  },
  "a page of a proxy does not hide the status": {
    reply: "<html>",
    status: 502,
    look: ({ error }) => [error.name, error.status],
    ours: ["InternalServerError", 502],
    theirs: ["SyntaxError", undefined],
  },
  "an error without a name has none, and its class by its status": {
    reply: '{"message":"no"}',
    status: 403,
    look: ({ error }) => [error.name, error.code],
    ours: ["PermissionDeniedError", undefined],
    theirs: ["Unknown", undefined],
  },
};

const START = { type: "event", name: "messageStart", value: { role: "assistant" } };
const STOP = { type: "event", name: "messageStop", value: { stopReason: "end_turn" } };

/** How the events of a stream differ: `frames`. */
const STREAMS = {
  "an event that the model does not know is passed on": {
    frames: [{ type: "event", name: "future", value: { a: 1 } }, STOP],
    look: ({ events }) => events.map((event) => Object.entries(event)[0]),
    ours: [
      ["future", { a: 1 }],
      ["messageStop", STOP.value],
    ],
    theirs: [["messageStop", STOP.value]],
  },
  "a member of an event that the model does not know is passed on": {
    frames: [{ ...START, value: { role: "assistant", newer: [1] } }, STOP],
    look: ({ events }) => events[0].messageStart,
    ours: { role: "assistant", newer: [1] },
    theirs: { role: "assistant" },
  },
  "a conversation that stops in its middle is an error": {
    frames: [START],
    look: (seen) => message(seen)?.slice(0, 44),
    ours: "The stream ended before its messageStop even",
    theirs: undefined,
  },
};

export const OWN_WAYS = { ...REQUESTS, ...REPLIES, ...STREAMS };

/** Compares what both clients do of all this, as far as it is the operation's, with what is written here. */
export async function compareOwnWays(pair, model, operation) {
  const methodOf = ({ method, frames }) => method ?? (frames ? "converseStream" : "converse");
  const entries = Object.entries(OWN_WAYS).filter(([, entry]) => methodOf(entry) === operation.method);
  const problems = [];
  for (const [reason, { look, ours, theirs, ...call }] of entries) {
    const { own, other } = await seen(pair, model, operation, call);
    problems.push(...differences(looked(look, own), ours, `${reason}: ours, with what is expected as "theirs"`));
    problems.push(
      ...differences(looked(look, other), theirs, `${reason}: the SDK's as "ours", with what is expected as "theirs"`),
    );
  }
  return { cases: entries.length, problems };
}

/** What is to be looked at, or why it is not there. */
function looked(look, seen) {
  try {
    return look(seen);
  } catch (thrown) {
    return `${thrown}, after ${seen.error ?? "no error"}`;
  }
}

async function seen(pair, model, operation, { input, reply, status = 200, frames }) {
  if (frames) return readBoth(pair, model, operation, streamReply(operation, concat(frames.map(frame)), {}));
  const headers = { "content-type": "application/json" };
  const prepared =
    reply === undefined ? acceptedReply(model, operation) : { status, headers, body: new TextEncoder().encode(reply) };
  const { own, other } = await pair.both(operation, input ?? requiredInput(model, operation), prepared);
  return { own: plain(operation, own), other: plain(operation, other) };
}

function plain(operation, { request, output, error }) {
  const { $metadata, ...members } = { ...output };
  const sent = request && { ...parsed(operation, request), raw: request.body };
  return { request: sent, output: members, error };
}
