// Where the package does something else than AWS's SDK, on purpose: what the generated examples meet of it. Each entry says
// why, and makes of what the SDK did what the package is to do; an entry that nothing meets fails the tests. What the
// examples cannot meet is in own-ways.mjs. Nowhere else is anything left out of a comparison.

import { differences } from "./differences.mjs";
import { withDates } from "./shapes.mjs";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const IN_REQUESTS = {
  "a body is JSON unless contentType says otherwise: the models take nothing else": ({ operation, input, theirs }) => {
    if (operation.input.payload !== "body" || input.contentType != null) return false;
    if (theirs.headers["content-type"] !== "application/octet-stream") return false;
    theirs.headers["content-type"] = "application/json";
    return true;
  },
  "half a surrogate pair is sent as U+FFFD: no service takes its escape": ({ theirs }) => {
    const body = wellFormed(theirs.body);
    const isMet = differences(body, theirs.body).length > 0;
    theirs.body = body;
    return isMet;
  },
  "an ARN says the region of a call: what it names is in no other": ({ operation, input, theirs }) => {
    const label = Object.keys(operation.input.members).find((name) => operation.input.members[name].location === "uri");
    const [, region] = /^arn:[^:]*:[^:]*:([^:]*):/.exec(input[label ?? "modelId"]) ?? [];
    if (!region || theirs.origin.includes(`.${region}.`)) return false;
    theirs.origin = theirs.origin.replace("us-east-1", region);
    return true;
  },
  "a token that nobody gave is made up, at random by both": ({ operation, input, ours, theirs }) => {
    const tokens = Object.entries(operation.input.members).filter(
      ([name, member]) => member.idempotencyToken && input[name] === undefined,
    );
    const madeUp = tokens.filter(([name]) => UUID.test(ours.body[name]) && UUID.test(theirs.body[name]));
    for (const [name] of madeUp) theirs.body[name] = ours.body[name];
    return madeUp.length > 0;
  },
};

/** JSON with U+FFFD in the place of half a surrogate pair, in names too. */
export function wellFormed(value) {
  if (typeof value === "string") return value.toWellFormed?.() ?? new TextDecoder().decode(new TextEncoder().encode(value));
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map((member) => member.map(wellFormed)));
}

const IN_OUTPUTS = {
  "a date stays the text that it is in the reply: it loses no digits, and is JSON again": ({ model, operation, ours }) => {
    if (!operation.outputName) return false;
    const dated = withDates(model, operation.outputName, ours);
    const isMet = differences(dated, ours).length > 0;
    Object.assign(ours, dated);
    return isMet;
  },
  "a body without bytes is no bytes, not null: it is what its type says": ({ operation, ours, theirs }) => {
    const { payload } = operation.output;
    if (!payload || theirs[payload] !== null || ours[payload].length > 0) return false;
    theirs[payload] = new Uint8Array();
    return true;
  },
};

/** The reasons of all of them. */
export const REASONS = [...Object.keys(IN_REQUESTS), ...Object.keys(IN_OUTPUTS)];

/** Changes two requests, `ours` and `theirs`, as far as they differ on purpose. The reasons are added to `used`. */
export function adjustRequests({ used, ...both }) {
  for (const [reason, change] of Object.entries(IN_REQUESTS)) if (change(both)) used.add(reason);
}

/** The same of two outputs. */
export function adjustOutputs({ used, ...both }) {
  for (const [reason, change] of Object.entries(IN_OUTPUTS)) if (change(both)) used.add(reason);
}
