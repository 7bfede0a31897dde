// Beside AWS's SDK for Python: for the same calls, boto3 and the package make the same of the replies.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BODIES, CHATS, modeled } from "./lib/calls.mjs";
import { collect, connect } from "./lib/client.mjs";

const PYTHON = process.env.BOTO3_PYTHON;
const CALLS_PY = fileURLToPath(new URL("../python/calls.py", import.meta.url));

/** `{ operation, input }` of every call. */
const CALLS = [
  ...Object.values(CHATS).flatMap((input) => ["converse", "converseStream"].map((operation) => ({ operation, input }))),
  ...Object.values(BODIES).flatMap((input) =>
    ["invokeModel", "invokeModelWithResponseStream"].map((operation) => ({ operation, input })),
  ),
];

test("boto3 and the package parse the same replies alike", async (t) => {
  assert.ok(PYTHON, "BOTO3_PYTHON names no Python with boto3: run `cargo xtask test package`");
  const { bedrock, session } = await connect(t);
  // Python has no undefined: a member that is there but undefined is absent.
  const script = JSON.stringify({ endpoint: session.endpoint, calls: CALLS }, bytesInBase64);
  const printed = execFileSync(PYTHON, [CALLS_PY], {
    input: script,
    encoding: "utf8",
    env: { ...process.env, BEDROCK_EMULATOR_URL: session.endpoint },
  });
  const theirs = JSON.parse(printed);
  assert.equal(theirs.length, CALLS.length);
  for (const [index, { operation, input }] of CALLS.entries()) {
    const output = await bedrock[operation](input);
    const ours = Symbol.asyncIterator in output ? await collect(output) : { ...output };
    const plain = JSON.parse(JSON.stringify(ours, bytesInBase64));
    const counted = { converse: () => plain, converseStream: () => plain.at(-1).metadata }[operation]?.();
    if (counted) counted.usage = modeled(counted.usage, operation, input);
    assert.deepEqual(withoutFigures(plain), withoutFigures(theirs[index]), `${operation} ${JSON.stringify(input).slice(0, 200)}`);
  }
});

function bytesInBase64(name, value) {
  const raw = this[name];
  return raw instanceof Uint8Array ? { $base64: Buffer.from(raw).toString("base64") } : value;
}

/** Without what differs from call to call: how long it took. Model bodies are parsed to find it there. */
function withoutFigures(value) {
  if (Array.isArray(value)) return value.map(withoutFigures);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$base64 === "string") return withoutFigures(parsed(Buffer.from(value.$base64, "base64").toString()));
  const members = Object.entries(value).filter(([name]) => name !== "latencyMs" && name !== "amazon-bedrock-invocationMetrics");
  return Object.fromEntries(members.map(([name, member]) => [name, withoutFigures(member)]));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
