// The same input makes the same request.

import { differences } from "./differences.mjs";
import { adjustRequests, wellFormed } from "./on-purpose.mjs";
import { acceptedReply } from "./replies.mjs";
import { Titles } from "./report.mjs";
import { toBase64 } from "./samples.mjs";
import { examplesOf } from "./shapes.mjs";
import { UNUSUAL } from "./unusual.mjs";

/** Compares the requests of every example input. `seen` hears the paths of the model that were covered. */
export async function compareRequests(pair, model, operation, { seen, used }) {
  const inputs = (operation.inputName ? examplesOf(model, operation.inputName) : [{}]).map(frozen);
  const titles = new Titles(model, operation.inputName, seen);
  const reply = acceptedReply(model, operation);
  const problems = [];
  for (const input of inputs) {
    const title = `${operation.method}, ${titles.next("input", input)}`;
    const { own, other } = await pair.both(operation, input, reply);
    const found = [...requestDifferences(operation, input, own, other, used), ...lostMembers(operation, input, own)];
    problems.push(...found.map((difference) => `${title}: ${difference}`));
  }
  return { cases: inputs.length, problems };
}

/** Compares the requests of inputs that no generator thinks of. */
export async function compareUnusual(pair, model, operation, { used }) {
  const inputs = Object.entries(UNUSUAL[operation.method] ?? {});
  const reply = acceptedReply(model, operation);
  const problems = [];
  for (const [what, input] of inputs) {
    const { own, other } = await pair.both(operation, input, reply);
    const found = requestDifferences(operation, input, own, other, used);
    problems.push(...found.map((difference) => `${operation.method}, ${what}: ${difference}`));
  }
  return { cases: inputs.length, problems };
}

function requestDifferences(operation, input, own, other, used) {
  if (!own.request || !other.request) {
    return [`nothing was sent, ours: ${own.error ?? "sent"}, theirs: ${other.error ?? "sent"}`];
  }
  const [ours, theirs] = [parsed(operation, own.request), parsed(operation, other.request)];
  adjustRequests({ operation, input, ours, theirs, used });
  return differences(ours, theirs);
}

/** What of an example's JSON body is not in the request, should both clients have lost it. */
function lostMembers(operation, input, { request }) {
  const { members, payload } = operation.input;
  const { body } = request ? parsed(operation, request) : {};
  if (payload || body === undefined || body instanceof Uint8Array) return [];
  const inBody = Object.entries(input).filter(([name]) => !members[name].location);
  const base64 = (_, value) => (value instanceof Uint8Array ? toBase64(value) : value);
  const expected = wellFormed(JSON.parse(JSON.stringify(Object.fromEntries(inBody), base64)));
  const sent = Object.fromEntries(Object.entries(body).filter(([name]) => name in expected || !members[name]?.idempotencyToken));
  return differences(sent, expected, 'sent, with the input as "theirs"');
}

/** The input, so that neither client can change it, for itself or for the other. */
function frozen(value) {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** The request with its body as the operation means it. */
export function parsed({ input }, request) {
  const isJson = !input.payload && request.body.length > 0;
  return isJson ? { ...request, body: JSON.parse(new TextDecoder().decode(request.body)) } : request;
}
