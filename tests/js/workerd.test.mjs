// The package in workerd, the runtime of Cloudflare Workers, where no bytes may be compiled: the wasm is a module there.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CREDENTIALS, settled, within } from "./lib/client.mjs";
import { createSession, emulatorUrl } from "./lib/emulator.mjs";
import { serveStreams } from "./lib/service.mjs";
import { startWorker } from "./lib/workerd.mjs";

const WORKER = path.join(path.dirname(fileURLToPath(import.meta.url)), "workers/main.js");

/** Asks a worker of its own, whose Bedrock has these faults. Gives its answer and the session. */
async function ask(t, action, faults = []) {
  const session = await createSession({ faults });
  t.after(() => session.delete());
  return {
    response: await askAt(t, action, session.endpoint, `${emulatorUrl()}/_emulator/sessions/${session.id}/release`),
    session,
  };
}

/** Asks a worker of its own, whose Bedrock is at this endpoint. */
async function askAt(t, action, endpoint, release = "") {
  const worker = await startWorker(WORKER, {
    ENDPOINT: endpoint,
    RELEASE: release,
    ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    SESSION_TOKEN: CREDENTIALS.sessionToken,
  });
  t.after(() => worker.stop());
  const response = await fetch(`${worker.url}/${action}`);
  assert.equal(response.status, 200, response.status === 200 ? "" : await response.text());
  return response;
}

test("converse", async (t) => {
  const { response, session } = await ask(t, "converse");
  const { output, requestId } = await response.json();
  assert.equal(output.stopReason, "end_turn");
  assert.match(requestId, /^[0-9a-f-]{36}$/);
  assert.equal((await session.log()).requests[0].headers["x-amz-security-token"], CREDENTIALS.sessionToken);
});

test("a chat in OpenAI's shape", async (t) => {
  const { whole, streamed } = await (await ask(t, "chat")).response.json();
  assert.ok(whole.length > 0);
  assert.equal(streamed, whole);
});

test("a stream's first events are there before the rest is sent", async (t) => {
  const { response, session } = await ask(t, "stream", [{ kind: "gate", after: 3 }]);
  const { first, rest } = await response.json();
  assert.deepEqual(first[0], { messageStart: { role: "assistant" } });
  assert.ok(rest.at(-1).metadata);
  const { sent, state } = (await settled(session)).requests[0].events;
  assert.deepEqual([first.length + rest.length, state], [sent, "done"]);
});

test("a stream can be passed on", async (t) => {
  const { response } = await ask(t, "passOn");
  const events = (await response.text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  assert.ok(events.length > 10 && events.at(-1).metadata);
});

test("an error has its class and members", async (t) => {
  const { response } = await ask(t, "failure", [{ kind: "throttle" }]);
  const { requestID, message, ...error } = await response.json();
  assert.deepEqual(error, { isRateLimitError: true, name: "RateLimitError", status: 429, code: "ThrottlingException" });
  assert.match(requestID, /^[0-9a-f-]{36}$/);
  assert.match(message, /Send fewer requests/);
});

test("a redirect is not followed", async (t) => {
  const { response } = await ask(t, "failure", [{ kind: "redirect", location: `${emulatorUrl()}/elsewhere` }]);
  const { name, status } = await response.json();
  assert.deepEqual([name, status], ["APIError", 307]);
});

test("break ends the request", async (t) => {
  const { session } = await ask(t, "breakOff", [{ kind: "stall", after: 3 }]);
  assert.equal((await settled(session)).requests[0].events.state, "aborted");
});

test("the signal ends the request, and its reason is the cause", async (t) => {
  const { response, session } = await ask(t, "abort", [{ kind: "stall", after: 1 }]);
  assert.deepEqual(await response.json(), { count: 1, name: "APIUserAbortError", cause: "enough" });
  assert.equal((await settled(session)).requests[0].events.state, "aborted");
});

test("a stream in both directions, by the worker's own WebSocket", async (t) => {
  const service = await serveStreams(t, async (session) => {
    for (let event; (event = await session.next()) && !event.end; ) session.say({ length: event.bytes.length });
    session.close(1000);
  });
  assert.deepEqual(await (await askAt(t, "bothWays", service.endpoint)).json(), { lengths: [1, 100_000, 0] });
});

test("a stream in both directions that is left is closed", async (t) => {
  const service = await serveStreams(t, (session) => session.say("hello"));
  await askAt(t, "leaveBothWays", service.endpoint);
  assert.equal((await within(service.sessions[0].closed)).code, 1000);
});
