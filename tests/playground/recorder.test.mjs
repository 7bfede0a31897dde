// The recorder alone: what it keeps of calls, and to which attempt it adds what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../js/lib/emulator.mjs";
import { load } from "./lib/modules.mjs";

const MODULES = `
export { record, recordings, BYTES_MAX } from "./recorder/index.ts";
export { Attempts } from "./recorder/attempts.ts";
export { startConnection } from "./connection/index.ts";
`;
const NOVA = "us.amazon.nova-lite-v1:0";
const CHAT = { model: NOVA, messages: [{ role: "user", content: "Why is the sky blue?" }], stream: true };

/** The recorder, connected to a session of its own. */
async function connected(t, options = {}) {
  const session = await createSession(options);
  t.after(() => session.delete());
  const modules = await load(t, MODULES);
  modules.startConnection(`?endpoint=${encodeURIComponent(session.endpoint)}`);
  return { ...modules, session };
}

const bytesOf = ({ bytes }) => Buffer.concat(bytes.map(({ value }) => value));

async function stream(record, input = CHAT) {
  const recording = record("nova", { method: "chat.completions.create", input });
  let text = "";
  try {
    const bedrock = await recording.client();
    for await (const chunk of recording.watch(await bedrock.chat.completions.create(input))) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    recording.end();
  } catch (error) {
    recording.fail(error);
  }
  return { turn: recording.turn, text };
}

test("a recording has the bytes that the service sent, and where they came from", async (t) => {
  const { record, session } = await connected(t);
  const { turn, text } = await stream(record);
  assert.equal(turn.outcome, "done");
  assert.ok(text.length > 10);
  assert.deepEqual(turn.place, { region: "us-east-1", endpoint: session.endpoint, local: true });
  const [attempt] = turn.attempts;
  assert.equal(attempt.response.value.status, 200);
  assert.equal(bytesOf(attempt).length, attempt.byteCount);
  const [sent] = (await session.log()).requests;
  assert.equal(attempt.request.body, sent.bodyText);
  assert.equal(attempt.request.bodyBytes, Buffer.byteLength(sent.bodyText));
  assert.doesNotMatch(JSON.stringify(turn), /wJalrXUtnFEMI|IQoJb3JpZ2lu|AKIDEXAMPLE/);
});

test("each repeated attempt has its own reason, status and body", async (t) => {
  const faults = [
    { kind: "throttle", retryAfterMs: 1 },
    { kind: "status", status: 503 },
  ];
  const { record } = await connected(t, { faults });
  const { turn } = await stream(record);
  assert.deepEqual(
    turn.attempts.map(({ number, call, response, retry }) => [number, call, response.value.status, retry?.value.error.status]),
    [
      [1, 0, 429, 429],
      [2, 0, 503, 503],
      [3, 0, 200, undefined],
    ],
  );
  assert.match(bytesOf(turn.attempts[0]).toString(), /message/);
  const [first, second] = turn.attempts.map(({ request }) => request.body);
  assert.equal(first, second);
});

test("a request that no response came to says why", async (t) => {
  const { record } = await connected(t, { faults: [{ kind: "closeBeforeHead" }] });
  const { turn } = await stream(record);
  assert.equal(turn.outcome, "done");
  const [lost, answered] = turn.attempts;
  assert.equal(lost.response, undefined);
  assert.ok(lost.failure.value.length > 0);
  assert.ok(lost.retry);
  assert.equal(answered.response.value.status, 200);
});

test("calls that run at once keep apart what belongs to each", async (t) => {
  const texts = Array.from({ length: 6 }, (_, index) => `Text number ${index}`);
  const { record, session } = await connected(t, { faults: [{ kind: "throttle", retryAfterMs: 1 }] });
  const input = { model: "amazon.titan-embed-text-v2:0", input: texts };
  const recording = record("embeddings", { method: "embeddings.create", input });
  const bedrock = await recording.client();
  recording.answer(await bedrock.embeddings.create(input));
  recording.end();
  const { attempts } = recording.turn;
  assert.equal(attempts.length, 7, "one for each text, and one that was repeated");
  assert.equal(new Set(attempts.map(({ call }) => call)).size, 6);
  const { requests } = await session.log();
  assert.deepEqual(
    attempts.map(({ request, response }) => [request.body, response.value.status]).sort(),
    requests.map(({ bodyText, status }) => [bodyText, status]).sort(),
  );
  const [refused] = attempts.filter(({ response }) => response.value.status === 429);
  const [again] = attempts.filter(({ call, number }) => call === refused.call && number === 2);
  assert.ok(refused.retry);
  assert.equal(again.request.body, refused.request.body);
  const other = await record("alone").client();
  for (const { call, number, response, request, ...attempt } of attempts) {
    if (response.value.status === 429) continue;
    const { embedding } = JSON.parse(bytesOf(attempt));
    const { data } = await other.embeddings.create({ ...input, input: [JSON.parse(request.body).inputText] });
    assert.deepEqual(embedding.slice(0, 8), data[0].embedding.slice(0, 8), `call ${call}, attempt ${number}`);
  }
});

/** An attempt that `Attempts` sends over a `fetch` of the test's. */
const told = (attempt, url = "https://a.example/model/m/converse") => ({
  operation: "Converse",
  modelId: "m",
  attempt,
  method: "POST",
  url,
  headers: {},
});

/** Answers each request when the test says so. */
function heldFetch(t) {
  const held = [];
  t.mock.method(globalThis, "fetch", (url, init) => new Promise((resolve) => held.push({ url, init, answer: resolve })));
  return held;
}

test("responses that come in another order stay with their requests", async (t) => {
  const { Attempts } = await load(t, MODULES);
  const held = heldFetch(t);
  const list = [];
  const attempts = new Attempts(list, () => 0);
  const sent = ["one", "two"].map((body) => {
    attempts.announce(told(1));
    return attempts.send("https://a.example/model/m/converse?secret=1", { method: "POST", body });
  });
  held[1].answer(new Response("to two", { status: 200 }));
  assert.equal(await (await sent[1]).text(), "to two");
  held[0].answer(new Response("to one", { status: 429 }));
  assert.equal(await (await sent[0]).text(), "to one");
  attempts.retry({ ...told(1), delayMs: 5, error: Object.assign(new Error("slow down"), { status: 429 }) });
  assert.deepEqual(
    list.map(({ call, request, response, retry, ...attempt }) => [
      call,
      request.body,
      response.value.status,
      String(bytesOf(attempt)),
      retry?.value.delayMs,
    ]),
    [
      [0, "one", 429, "to one", 5],
      [1, "two", 200, "to two", undefined],
    ],
  );
  attempts.announce(told(2));
  const again = attempts.send("https://a.example/model/m/converse", { method: "POST", body: "one" });
  held[2].answer(new Response(null, { status: 200 }));
  await again;
  assert.equal(list[2].call, 0);
});

test("a request that no hook told of is sent, and not recorded", async (t) => {
  const { Attempts } = await load(t, MODULES);
  const held = heldFetch(t);
  const list = [];
  const sent = new Attempts(list, () => 0).send("https://images.example/cat.png", { method: "GET" });
  held[0].answer(new Response("a cat"));
  assert.equal(await (await sent).text(), "a cat");
  assert.deepEqual(list, []);
});

test("of bodies beyond the limit the beginning is kept, and the reader gets everything", async (t) => {
  const { Attempts, BYTES_MAX } = await load(t, MODULES);
  const held = heldFetch(t);
  const list = [];
  const attempts = new Attempts(list, () => 0);
  const piece = new Uint8Array(1024 * 1024).fill(7);
  const whole = async (pieces) => {
    attempts.announce(told(1));
    const sent = attempts.send("https://a.example/model/m/converse", { method: "POST", body: "{}" });
    let left = pieces;
    const body = new ReadableStream({ pull: (to) => (left-- > 0 ? to.enqueue(piece) : to.close()) });
    held.at(-1).answer(new Response(body));
    return (await (await sent).arrayBuffer()).byteLength;
  };
  assert.equal(await whole(6), 6 * piece.length);
  assert.equal(await whole(6), 6 * piece.length);
  assert.equal(await whole(1), piece.length);
  assert.deepEqual(
    list.map(({ cut, byteCount, ...attempt }) => [cut, byteCount, bytesOf(attempt).length]),
    [
      [false, 6 * piece.length, 6 * piece.length],
      [true, 6 * piece.length, BYTES_MAX - 6 * piece.length],
      [true, piece.length, 0],
    ],
  );
});

test("of requests beyond the limit the length alone is kept", async (t) => {
  const { Attempts, BYTES_MAX } = await load(t, MODULES);
  const held = heldFetch(t);
  const list = [];
  const attempts = new Attempts(list, () => 0);
  for (const body of ["x".repeat(BYTES_MAX - 1), "é".repeat(10), "y"]) {
    attempts.announce(told(1));
    const sent = attempts.send("https://a.example/model/m/converse", { method: "POST", body });
    held.at(-1).answer(new Response(null));
    await sent;
  }
  assert.deepEqual(
    list.map(({ request: { body, bodyBytes } }) => [body?.length, bodyBytes]),
    [
      [BYTES_MAX - 1, BYTES_MAX - 1],
      [undefined, 20],
      [1, 1],
    ],
  );
});

test("a stopped reader stops the request", async (t) => {
  const { record, session } = await connected(t, { tokenMs: 20, sentences: 40 });
  const recording = record("nova", { method: "chat.completions.create", input: CHAT });
  const bedrock = await recording.client();
  for await (const _ of recording.watch(await bedrock.chat.completions.create(CHAT))) break;
  recording.end("stopped");
  let state;
  while (state !== "aborted") {
    state = (await session.log()).requests[0].events.state;
    assert.notEqual(state, "done", "the emulator sent everything");
  }
  assert.equal(recording.turn.outcome, "stopped");
});
