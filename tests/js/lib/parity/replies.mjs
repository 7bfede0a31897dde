// The same reply becomes the same output.

import { differences } from "./differences.mjs";
import { adjustOutputs } from "./on-purpose.mjs";
import { Titles } from "./report.mjs";
import { eventsOf } from "./services.mjs";
import { examplesOf } from "./shapes.mjs";

/** Compares the outputs of every example reply. `seen` hears the paths of the model that were covered. */
export async function compareReplies(pair, model, operation, { seen, used }) {
  const examples = operation.outputName ? examplesOf(model, operation.outputName, { onTheWire: true }) : [{}];
  const titles = new Titles(model, operation.outputName, seen);
  const input = requiredInput(model, operation);
  const problems = [];
  for (const example of examples) {
    const reply = replyOf(operation, example);
    const { own, other } = await pair.both(operation, input, reply);
    const title = `${operation.method}, ${titles.next("reply", other.output ?? {})}`;
    const found = outputDifferences(model, operation, own, other, used);
    problems.push(...found.map((difference) => `${title}: ${difference}`));
  }
  return { cases: examples.length, problems };
}

function outputDifferences(model, operation, own, other, used) {
  if (own.error || other.error) return [`ours: ${own.error ?? "an output"}, theirs: ${other.error ?? "an output"}`];
  const { $metadata, ...theirs } = other.output;
  const ours = { ...own.output };
  adjustOutputs({ model, operation, ours, theirs, used });
  return differences(ours, theirs);
}

/** A small input that both clients take. */
export function requiredInput(model, operation) {
  return operation.inputName ? examplesOf(model, operation.inputName).at(-1) : {};
}

/** The reply that has these members where the model puts them: in headers, and in the body. */
export function replyOf({ output }, example) {
  const headers = { "content-type": "application/json" };
  const members = {};
  for (const [name, value] of Object.entries(example)) {
    const { location, locationName } = output.members[name];
    if (location === "header") headers[locationName.toLowerCase()] = value;
    else if (location) throw new Error(`${name} of a reply travels as ${location}`);
    else members[name] = value;
  }
  const body = output.payload ? fromBase64(members[output.payload] ?? "") : jsonBytes(members);
  return { status: 200, headers, body };
}

/** A reply to any input, of which nothing matters but that it is one. */
export function acceptedReply(model, operation) {
  if (!eventsOf(model, operation)) return replyOf(operation, {});
  return { status: 200, headers: { "content-type": "application/vnd.amazon.eventstream" }, body: new Uint8Array() };
}

/** The bytes of a value as JSON. */
export function jsonBytes(value) {
  return new TextEncoder().encode(JSON.stringify(value));
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
