// In workerd: the official `openai` SDK in a worker, and a worker that serves OpenAI's API to the SDK elsewhere.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import OpenAI from "openai";
import { CREDENTIALS, collect, failure, settled } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { CHAT, sdkOf } from "./lib/openai.mjs";
import { startWorker } from "./lib/workerd.mjs";

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), "workers/openai.js");

/** A worker of its own, whose Bedrock has these faults. */
async function start(t, options) {
  const session = await createSession(options);
  t.after(() => session.delete());
  const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS;
  const worker = await startWorker(WORKER, {
    ENDPOINT: session.endpoint,
    ACCESS_KEY_ID: accessKeyId,
    SECRET_ACCESS_KEY: secretAccessKey,
    SESSION_TOKEN: sessionToken,
  });
  t.after(() => worker.stop());
  return { url: worker.url, session };
}

test("the SDK runs in a worker", async (t) => {
  const { url } = await start(t);
  const { whole, streamed, failure: refusal } = await (await fetch(url)).json();
  assert.ok(whole.length > 0);
  assert.equal(streamed, whole);
  assert.deepEqual([refusal.status, refusal.code], [400, null]);
});

test("a worker serves OpenAI's API over HTTP: answers, streams, errors, and the end of who leaves", async (t) => {
  const faults = [{ kind: "gate", after: 4 }, { kind: "throttle" }, { kind: "slow", tokenMs: 50 }];
  const { url, session } = await start(t, { faults });
  const openai = sdkOf(undefined, { baseURL: `${url}/v1` });
  const iterator = (await openai.chat.completions.create({ ...CHAT, stream: true }))[Symbol.asyncIterator]();
  const chunks = [(await iterator.next()).value];
  await session.release();
  chunks.push(...(await collect({ [Symbol.asyncIterator]: () => iterator })));
  const error = await failure(openai.chat.completions.create(CHAT));
  assert.ok(error instanceof OpenAI.RateLimitError);
  assert.equal(error.code, "ThrottlingException");
  // workerd notices at the next piece that it cannot hand on, not before.
  for await (const chunk of await openai.chat.completions.create({ ...CHAT, stream: true }))
    if (chunk.choices[0].delta.content) break;
  assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
  const { choices } = await openai.chat.completions.create(CHAT);
  assert.equal(chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join(""), choices[0].message.content);
});
