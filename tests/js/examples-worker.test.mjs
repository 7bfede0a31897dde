// The example of a worker: OpenAI's SDK and Anthropic's talk to it.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { collect, connect, failure, settled } from "./lib/client.mjs";
import { answerTo, copyOf, environment, setEndpoint } from "./lib/examples.mjs";
import { startWorker } from "./lib/workerd.mjs";

const QUESTION = "Why is the sky blue?";
const messages = [{ role: "user", content: QUESTION }];
const TOKEN = "a-token-of-the-worker's-owner";

async function start(t, faults) {
  const { session, bedrock } = await connect(t, { faults });
  const file = path.join(copyOf(t, "worker"), "worker.js");
  setEndpoint(file, "env.ENDPOINT");
  const worker = await startWorker(file, { ...environment(session), ENDPOINT: session.endpoint, API_TOKEN: TOKEN });
  t.after(() => worker.stop());
  const openai = new OpenAI({ baseURL: `${worker.url}/v1`, apiKey: TOKEN, maxRetries: 0 });
  const anthropic = new Anthropic({ baseURL: worker.url, apiKey: null, authToken: TOKEN, maxRetries: 0 });
  return { session, bedrock, worker, openai, anthropic };
}

/** The rest of a stream, whose first piece has to come while the local Bedrock holds the rest back. */
async function piecewise(session, stream) {
  const iterator = stream[Symbol.asyncIterator]();
  const first = (await iterator.next()).value;
  await session.release();
  return [first, ...(await collect({ [Symbol.asyncIterator]: () => iterator }))];
}

test("the openai SDK streams a chat and a response through it, piece by piece", async (t) => {
  const { session, bedrock, openai } = await start(t, [{ kind: "gate", after: 4 }]);
  const chat = await openai.chat.completions.create({ model: "bedrock/nova-lite", messages, stream: true });
  const chunks = await piecewise(session, chat);
  const answer = await answerTo(bedrock, QUESTION);
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""), answer);
  const response = await openai.responses.create({ model: "nova-lite", input: QUESTION, stream: true });
  const events = await collect(response);
  assert.equal(events.at(-1).response.output[0].content[0].text, answer);
});

test("the openai SDK gets embeddings, and Anthropic's and OpenAI's their own list of models", async (t) => {
  const { openai, anthropic } = await start(t);
  const { data } = await openai.embeddings.create({ model: "titan-embed-text-v2", input: QUESTION });
  assert.equal(data[0].embedding.length, 1024);
  assert.equal((await openai.models.list()).data[0].object, "model");
  assert.equal((await anthropic.models.list()).data[0].type, "model");
  const id = "amazon.nova-lite-v1:0";
  assert.deepEqual([(await openai.models.retrieve(id)).object, (await anthropic.models.retrieve(id)).type], ["model", "model"]);
});

for (const model of ["claude-sonnet-4-5", "bedrock/nova-lite"]) {
  test(`Anthropic's SDK streams a message of ${model} through it, piece by piece`, async (t) => {
    const { session, anthropic } = await start(t, [{ kind: "gate", after: 4 }]);
    const stream = await anthropic.messages.create({ model, max_tokens: 400, messages, stream: true });
    const events = await piecewise(session, stream);
    assert.equal(events.at(-1).type, "message_stop");
    const text = events.map(({ delta }) => delta?.text ?? "").join("");
    const { content } = await anthropic.messages.create({ model, max_tokens: 400, messages });
    assert.equal(text, content[0].text);
  });
}

test("Anthropic's SDK is let in by a key, which other clients of its API have only", async (t) => {
  const { worker } = await start(t);
  const anthropic = new Anthropic({ baseURL: worker.url, apiKey: TOKEN, authToken: null, maxRetries: 0 });
  const { type } = await anthropic.messages.create({ model: "claude-sonnet-4-5", max_tokens: 9, messages });
  assert.equal(type, "message");
  const stranger = await failure(anthropic.withOptions({ apiKey: "wrong" }).models.list());
  assert.ok(stranger instanceof Anthropic.AuthenticationError, stranger.stack);
});

test("nobody is answered without the token, and nothing but its routes is served", async (t) => {
  const { session, worker, openai, anthropic } = await start(t);
  for (const path of ["chat/completions", "messages"]) {
    const url = `${worker.url}/v1/${path}`;
    for (const authorization of [undefined, "Bearer ", "Bearer wrong", `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, TOKEN]) {
      const reply = await fetch(url, { method: "POST", headers: authorization ? { authorization } : {}, body: "{}" });
      assert.equal(reply.status, 401, authorization);
    }
  }
  const refused = await failure(openai.withOptions({ apiKey: "sk-wrong" }).models.list());
  assert.ok(refused instanceof OpenAI.AuthenticationError);
  const stranger = anthropic.withOptions({ authToken: "wrong" });
  const unknown = await failure(stranger.messages.create({ model: "claude-sonnet-5", max_tokens: 9, messages }));
  assert.ok(unknown instanceof Anthropic.AuthenticationError);
  assert.match(unknown.message, /Incorrect API key provided/);
  assert.ok((await failure(openai.images.generate({ prompt: "a" }))) instanceof OpenAI.NotFoundError);
  assert.ok((await failure(anthropic.messages.batches.list())) instanceof Anthropic.NotFoundError);
  assert.deepEqual((await settled(session)).requests, []);
});
