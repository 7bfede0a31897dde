// The same refusal becomes the same error: AWS's name for it, what AWS said, and the members it has besides.

import { differences } from "./differences.mjs";
import { jsonBytes, requiredInput } from "./replies.mjs";
import { examplesOf, pathsIn } from "./shapes.mjs";

/** The places where AWS's services put the name of an error: a header, or a member of the body. */
const PLACES = {
  "the header": (name) => ({ header: { "x-amzn-errortype": `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/` } }),
  code: (name) => ({ member: { code: name } }),
  __type: (name) => ({ member: { __type: `com.amazon.bedrock#${name}` } }),
};

/** Compares what each modelled error becomes, wherever its name is, and one that nobody has modelled. */
export async function compareErrors(pair, model, operation, { seen }) {
  const refusals = [
    ...modelledErrors(model, operation),
    ...inEachPlace({ name: "TeapotException", value: { message: "I am a teapot" }, status: 418 }),
  ];
  const input = requiredInput(model, operation);
  const problems = [];
  for (const { name, value, status, place } of refusals) {
    const { header, member } = PLACES[place](name);
    const headers = { "content-type": "application/json", ...header };
    const { own, other } = await pair.both(operation, input, { status, headers, body: jsonBytes({ ...value, ...member }) });
    const found = errorDifferences(own.error, other.error, { value, status });
    problems.push(...found.map((difference) => `${operation.method}, ${name} named in ${place}: ${difference}`));
    if (!model.shapes[name] || !other.error) continue;
    for (const covered of pathsIn(model, name, { ...other.error, message: other.error.message })) seen.add(covered);
  }
  return { cases: refusals.length, problems };
}

/** Every example of every error, the first of each in all places. */
function modelledErrors(model, operation) {
  return operation.errors.flatMap((name) => {
    const { httpStatusCode: status } = model.shapes[name].error;
    const [first, ...others] = examplesOf(model, name, { onTheWire: true }).map((value) => ({ name, value, status }));
    return [...inEachPlace(first), ...others.map((refusal) => ({ ...refusal, place: "the header" }))];
  });
}

function inEachPlace(refusal) {
  return Object.keys(PLACES).map((place) => ({ ...refusal, place }));
}

/**
 * Where two errors differ. Ours has AWS's name as `code`, and after AWS's words the next step; where AWS said nothing, the
 * words are each client's own. Members besides the message are in `body`.
 */
export function errorDifferences(ours, theirs, { value, status }) {
  if (!ours || !theirs) return [`ours: ${ours ?? "no error"}, theirs: ${theirs ?? "no error"}`];
  const found = differences(ours.code, nameOf(theirs), "name");
  if (status) found.push(...differences(ours.status, theirs.$metadata.httpStatusCode, "status"));
  const said = value?.message ?? value;
  if (typeof said !== "string" || said === "") return found;
  if (!theirs.message.includes(said)) found.push(`message: theirs is ${theirs.message}`);
  // Half a surrogate pair becomes U+FFFD in ours.
  if (!ours.message.startsWith(said.toWellFormed())) found.push(...differences(ours.message, said, "message"));
  for (const [member, other] of Object.entries(value).filter(([member]) => member !== "message" && typeof value === "object")) {
    found.push(
      ...differences(JSON.parse(ours.body)[member], theirs[member], member),
      ...differences(theirs[member], other, member),
    );
  }
  return found;
}

/** The SDK leaves the name of an exception that is not modelled as the stream spells it. */
function nameOf({ name }) {
  return name[0].toUpperCase() + name.slice(1);
}
