// A conversation in both directions with the local Bedrock, which verifies the address and each event's signature with AWS's
// own signer, and answers while the caller is still speaking.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { test } from "node:test";
import WebSocket from "ws";
import { CREDENTIALS, collect, connect as connectTo, failure, settled } from "./lib/client.mjs";

const SONIC = "amazon.nova-2-sonic-v1:0";
const START = [{ sessionStart: { inferenceConfiguration: { maxTokens: 1024 } } }, { promptStart: { promptName: "p" } }];
const END = [{ promptEnd: { promptName: "p" } }, { sessionEnd: {} }];
const text = (contentName, content) => [
  { contentStart: { promptName: "p", contentName, type: "TEXT", role: "USER", interactive: true } },
  { textInput: { promptName: "p", contentName, content } },
  { contentEnd: { promptName: "p", contentName } },
];

const connect = (t, options) => connectTo(t, { WebSocket, ...options });

/** Asks one question after the other, each when the one before was answered. Gives the answers. */
async function talk(bedrock, questions) {
  let answered = () => {};
  async function* events() {
    const say = (event) => ({ chunk: { bytes: { event } } });
    for (const event of START) yield say(event);
    for (const [index, question] of questions.entries()) {
      for (const event of text(`q${index}`, question)) yield say(event);
      await new Promise((resolve) => (answered = resolve));
    }
    for (const event of END) yield say(event);
  }
  const answers = [""];
  for await (const { chunk } of await bedrock.invokeModelWithBidirectionalStream({ modelId: SONIC, body: events() })) {
    const { event } = JSON.parse(new TextDecoder().decode(chunk.bytes));
    answers[answers.length - 1] += event.textOutput?.content ?? "";
    if (event.completionEnd) {
      answers.push("");
      answered();
    }
  }
  return answers.slice(0, -1);
}

test("questions are answered as they are asked", async (t) => {
  const { bedrock, session } = await connect(t);
  const answers = await talk(bedrock, ["Tell me about glaciers", "And about fjords?"]);
  assert.equal(answers.length, 2);
  assert.match(answers[0], /glaciers/);
  assert.match(answers[1], /fjords/);
  const { requests } = await settled(session);
  assert.deepEqual(
    requests.map(({ operation, modelId, status }) => [operation, modelId, status]),
    [["InvokeModelWithBidirectionalStream", SONIC, 101]],
  );
});

test("a wrong clock is no matter once it is known", async (t) => {
  const { bedrock } = await connect(t, { session: { clockSkewSeconds: 3600 }, onWarning() {} });
  await bedrock.converse({ modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Hi" }] }] });
  assert.match((await talk(bedrock, ["Tell me about glaciers"]))[0], /glaciers/);
});

test("what breaks it is an error", async (t) => {
  const cases = [
    [{ kind: "exception", name: "throttlingException", after: 1 }, "RateLimitError"],
    [{ kind: "truncate", after: 1 }, "APIConnectionError"],
    [{ kind: "badCrc", part: "message", after: 0 }, "APIError"],
  ];
  for (const [fault, name] of cases) {
    const { bedrock } = await connect(t, { faults: [fault], maxRetries: 0 });
    assert.equal((await failure(talk(bedrock, ["Tell me about glaciers"]))).name, name, fault.kind);
  }
});

test("another model is refused, and an API key before anything is sent", async (t) => {
  const { bedrock } = await connect(t, { maxRetries: 0 });
  const body = [];
  const error = await failure(
    bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-micro-v1:0", body }).then(collect),
  );
  assert.equal(error.name, "BadRequestError");
  const withKey = await connect(t, { credentials: undefined, apiKey: "ABSKkey" });
  const refused = await failure(withKey.bedrock.invokeModelWithBidirectionalStream({ modelId: SONIC, body }));
  assert.match(refused.message, /does not accept an API key/);
  assert.equal((await withKey.session.log()).total, 0);
});

test("the signed address is not in logs and hooks", async (t) => {
  const told = [];
  const tell = (...values) => void told.push(...values);
  const logger = { error: tell, warn: tell, info: tell, debug: tell };
  const { bedrock } = await connect(t, { logger, logLevel: "debug", onRequest: tell, onResponse: tell, onRetry: tell });
  await talk(bedrock, ["Tell me about glaciers"]);
  assert.ok(told.length >= 4);
  const shown = inspect(told, { depth: Infinity, maxStringLength: Infinity });
  for (const secret of [
    CREDENTIALS.secretAccessKey,
    encodeURIComponent(CREDENTIALS.sessionToken),
    CREDENTIALS.sessionToken,
    "X-Amz-",
  ]) {
    assert.ok(!shown.includes(secret), `${secret} in ${shown}`);
  }
});
