// What most tests begin with: a session of the local Bedrock, a client of the packed package for it, and ways to look at
// what a call came to.
import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { Bedrock } from "bedrock-wasm";
import { createSession } from "./emulator.mjs";

// Whoever runs the tests has a region and keys of their own, which are none of the tests' business.
for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) process.env[name] = "/nowhere";

/** The keys that the emulator knows; they open nothing else. */
export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};
/** Signed rightly with these, a request gets `ExpiredTokenException`. */
export const EXPIRED = { accessKeyId: "ASIAEXPIRED", secretAccessKey: "expiredSecretAccessKeyEXAMPLE", sessionToken: "old" };
/** Signed rightly with these, a request gets `AccessDeniedException`. */
export const DENIED = { accessKeyId: "ASIADENIED", secretAccessKey: "deniedSecretAccessKeyEXAMPLE", sessionToken: "any" };

export const NOVA = "amazon.nova-micro-v1:0";
export const CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

/** A short conversation. */
export const CHAT = { modelId: NOVA, messages: [{ role: "user", content: [{ text: "Why is the sky blue over Zürich?" }] }] };

/** How long anything here may take, in milliseconds, before a test calls it hanging. */
const PATIENCE_MS = 20_000;

/**
 * A session with these faults, which ends with the test, and a client for it.
 *
 * Gives `{ bedrock, session }`; `options` are added to those of the client.
 */
export async function connect(t, { faults = [], session: sessionOptions = {}, ...options } = {}) {
  const session = await createSession({ faults, ...sessionOptions });
  t.after(() => session.delete());
  const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS, ...options });
  return { bedrock, session };
}

/** All events of a stream. */
export async function collect(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** What a promise is rejected with. Fails if it is not, or if it hangs. */
export async function failure(promise) {
  return within(
    Promise.resolve(promise).then(
      (value) => assert.fail(`it went well: ${JSON.stringify(value)}`),
      (error) => error,
    ),
  );
}

/** The promise itself, or a failure if it hangs. */
export async function within(promise, what = "a promise") {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Asks for the session's log until it fits, and returns it. */
export async function logWhen(session, fits) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const log = await session.log();
    if (fits(log)) return log;
    if (Date.now() > end) assert.fail(`the log never fits ${fits}: ${JSON.stringify(log)}`);
  }
}

/** The log as soon as no request of the session is open. */
export function settled(session) {
  return logWhen(session, ({ open }) => open === 0);
}

/** Rejections during a test that nobody handled; call the returned function at its end to have them. */
export function watchRejections(t) {
  const rejections = [];
  const add = (reason) => rejections.push(reason);
  process.on("unhandledRejection", add);
  t.after(() => process.off("unhandledRejection", add));
  return async () => {
    // Node reports them after the microtasks of a turn.
    await new Promise(setImmediate);
    return rejections;
  };
}

/** Collects garbage until it is so: what a collection sets off comes in later turns. */
export async function collects(isSo, what) {
  v8.setFlagsFromString("--expose-gc");
  const gc = vm.runInNewContext("gc");
  for (let round = 0; round < 200; round += 1) {
    // A reference that was looked at is held until its turn ends.
    await new Promise(setImmediate);
    gc();
    await new Promise(setImmediate);
    if (await isSo()) return;
  }
  assert.fail(`${what} never goes`);
}

/** The milliseconds of CPU that a thing takes, the least of several times. */
export async function cpuOf(thing) {
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    await thing();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}
