// The same bytes of a stream become the same events, and the same exceptions.

import { EventStreamCodec } from "@smithy/core/event-streams";
import { differences } from "./differences.mjs";
import { errorDifferences } from "./errors.mjs";
import { jsonBytes, replyOf, requiredInput } from "./replies.mjs";
import { Titles } from "./report.mjs";
import { eventsOf } from "./services.mjs";
import { examplesOf, pathsIn } from "./shapes.mjs";

/** In which pieces a stream arrives, in bytes. */
const PIECES = [1_000_000, 61, 1000];
const NO_PAYLOAD = undefined;
const codec = new EventStreamCodec(
  (bytes) => new TextDecoder().decode(bytes),
  (text) => new TextEncoder().encode(text),
);

/** Compares the events of a stream that has every example of every event, whole and in pieces, and what is beside it. */
export async function compareStreams(pair, model, operation, { seen }) {
  const { union, events, path } = partsOf(model, operation);
  const besides = besidesOf(model, operation);
  const titles = new Titles(model, operation.outputName, seen);
  const padded = events.map(([name, value]) => ({ type: "event", name, value: { ...value, p: "abcdef" } }));
  const frames = [...padded, { type: "event", name: events[0][0], value: NO_PAYLOAD }];
  const body = concat(frames.map(frame));
  const problems = [];
  const runs = Math.max(PIECES.length, besides.length);
  for (let run = 0; run < runs; run++) {
    const beside = besides[run % besides.length];
    const reply = { ...streamReply(operation, body, beside), pieceBytes: PIECES[run % PIECES.length] };
    const { own, other } = await readBoth(pair, model, operation, reply);
    const title = `${operation.method}, ${titles.next("stream", other.beside ?? {})}`;
    const found = [...differences(own, other), ...differences(own.events.length, frames.length, "number of events")];
    for (const difference of found) problems.push(`${title}: ${difference}`);
    if (other.events.length > 0) seen.add(path);
    for (const event of other.events) for (const covered of pathsIn(model, union, event, path)) seen.add(covered);
  }
  return { cases: frames.length * runs, problems };
}

/** Compares what each modelled exception inside a stream becomes, and one that nobody has modelled. */
export async function compareExceptions(pair, model, operation, { seen }) {
  const { union, events, exceptions, path } = partsOf(model, operation);
  const [name, value] = events[0];
  const before = frame({ type: "event", name, value });
  const unmodelled = [{ type: "exception", name: "teapotException", value: { message: "I am a teapot" } }];
  unmodelled.push({ type: "error", name: "TeapotError", value: "I am a teapot" });
  const problems = [];
  const broken = [...exceptions.map(([name, value]) => ({ type: "exception", name, value })), ...unmodelled];
  for (const exception of broken) {
    const reply = streamReply(operation, concat([before, frame(exception)]), {});
    const { own, other } = await readBoth(pair, model, operation, reply);
    const isModelled = model.shapes[union].members[exception.name];
    const found = [...differences(own.events, other.events), ...errorDifferences(own.error, other.error, exception)];
    for (const difference of found) problems.push(`${operation.method}, ${exception.name}: ${difference}`);
    if (!isModelled) continue;
    const said = { [exception.name]: { ...other.error, message: other.error.message } };
    for (const covered of pathsIn(model, union, said, path)) seen.add(covered);
  }
  return { cases: broken.length, problems };
}

/** The examples of all events and exceptions of an operation, `[[name, value]]`, and where the model has them. */
function partsOf(model, operation) {
  const { payload } = operation.output;
  const union = operation.output.members[payload].shape;
  const parts = Object.entries(eventsOf(model, operation).members).flatMap(([name, { shape }]) => {
    const bound = Object.values(model.shapes[shape].members).find((member) => member.eventpayload || member.eventheader);
    if (bound) throw new Error(`${name} is not JSON as a whole: write its frame`);
    return examplesOf(model, shape, { onTheWire: true }).map((value) => ({
      name,
      value,
      isException: model.shapes[shape].exception,
    }));
  });
  const those = (isException) =>
    parts.filter((part) => Boolean(part.isException) === isException).map(({ name, value }) => [name, value]);
  return { union, events: those(false), exceptions: those(true), path: `${operation.outputName}.${payload}` };
}

/** Examples of the members that come beside the stream, in headers. */
function besidesOf(model, { outputName, output }) {
  const { [output.payload]: _, ...members } = output.members;
  const required = output.required?.filter((name) => name !== output.payload);
  const shapes = { ...model.shapes, [outputName]: { ...output, members, required } };
  return examplesOf({ shapes }, outputName, { onTheWire: true });
}

/** One frame as Bedrock writes it. */
export function frame({ type, name, value }) {
  const nameHeader = { event: ":event-type", exception: ":exception-type", error: ":error-code" }[type];
  const headers = { [nameHeader]: name, ":content-type": "application/json", ":message-type": type };
  if (type === "error") headers[":error-message"] = value;
  const hasPayload = type !== "error" && value !== NO_PAYLOAD;
  const texts = Object.entries(headers).map(([header, text]) => [header, { type: "string", value: text }]);
  return codec.encode({ headers: Object.fromEntries(texts), body: hasPayload ? jsonBytes(value) : new Uint8Array() });
}

/** A reply that is a stream, with these members beside it. */
export function streamReply(operation, body, beside) {
  const { status, headers } = replyOf({ output: { ...operation.output, payload: undefined } }, beside);
  return { status, headers: { ...headers, "content-type": "application/vnd.amazon.eventstream" }, body };
}

/** What both clients make of a stream: events, the error at their end or instead of them, and the members beside them. */
export async function readBoth(pair, model, operation, reply) {
  const input = requiredInput(model, operation);
  const { payload, members } = operation.output;
  const own = await pair.ours(operation, input, reply);
  const ours = await read(own, own.output);
  const other = await pair.theirs(operation, input, reply);
  const theirs = await read(other, other.output?.[payload]);
  const beside = (output) =>
    Object.fromEntries(Object.entries(output ?? {}).filter(([name]) => name in members && name !== payload));
  return { own: { ...ours, beside: beside(own.output) }, other: { ...theirs, beside: beside(other.output) } };
}

async function read({ error }, stream) {
  const events = [];
  if (error) return { events, error, isRefused: true };
  try {
    for await (const event of stream) events.push(event);
    return { events, error: undefined, isRefused: false };
  } catch (error) {
    return { events, error, isRefused: false };
  }
}

/** All bytes behind each other. */
export function concat(pieces) {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  pieces.reduce((at, piece) => (whole.set(piece, at), at + piece.length), 0);
  return whole;
}
