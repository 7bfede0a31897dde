// Streams of the official `openai` SDK on Bedrock, and its helpers for them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { Stream } from "openai/streaming";
import { createFetch } from "bedrock-wasm/openai";
import { Bedrock } from "bedrock-wasm";
import { CREDENTIALS, collect, within } from "./lib/client.mjs";
import { CHAT, HAIKU, connectOpenAI, turn } from "./lib/openai.mjs";

const STREAM = { ...CHAT, stream: true };
const WITH_USAGE = { ...STREAM, stream_options: { include_usage: true } };
const textOf = (chunks) => chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("");

describe("a stream", () => {
  test("says what the whole answer says", async (t) => {
    const { openai } = await connectOpenAI(t);
    const chunks = await collect(await openai.chat.completions.create(STREAM));
    const whole = await openai.chat.completions.create(CHAT);
    assert.equal(textOf(chunks), whole.choices[0].message.content);
    assert.equal(new Set(chunks.map(({ id }) => id)).size, 1);
    assert.equal(chunks[0].choices[0].delta.role, "assistant");
    assert.equal(chunks.at(-1).choices[0].finish_reason, "stop");
    assert.ok(chunks.every(({ object, usage }) => object === "chat.completion.chunk" && usage === undefined));
  });

  test("tells the usage when asked", async (t) => {
    const { openai } = await connectOpenAI(t);
    const chunks = await collect(await openai.chat.completions.create(WITH_USAGE));
    const { usage } = await openai.chat.completions.create(CHAT);
    assert.deepEqual([chunks.at(-1).choices, chunks.at(-1).usage], [[], usage]);
    assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
  });

  test("thinks aloud", async (t) => {
    const { openai } = await connectOpenAI(t);
    const chunks = await collect(await openai.chat.completions.create({ ...STREAM, model: HAIKU, reasoning_effort: "low" }));
    assert.ok(chunks.map(({ choices }) => choices[0]?.delta.reasoning_content ?? "").join("").length > 0);
  });

  test("has its response beside it", async (t) => {
    const { openai } = await connectOpenAI(t);
    const { data, response, request_id } = await openai.chat.completions.create(STREAM).withResponse();
    assert.match(request_id, /^[0-9a-f-]{36}$/);
    assert.deepEqual([response.status, response.headers.get("content-type")], [200, "text/event-stream; charset=utf-8"]);
    assert.equal((await collect(data))[0].id, request_id);
  });

  test("is server-sent events on the wire, up to [DONE]", async (t) => {
    const { openai } = await connectOpenAI(t);
    const text = await (await openai.chat.completions.create(STREAM).asResponse()).text();
    const events = text.split("\n\n");
    assert.deepEqual(events.splice(-2), ["data: [DONE]", ""]);
    const chunks = events.map((event) => JSON.parse(event.replace(/^data: /, "")));
    assert.deepEqual(textOf(chunks), textOf(await collect(await openai.chat.completions.create(STREAM))));
  });

  test("arrives as it is made", async (t) => {
    const { openai, session } = await connectOpenAI(t, { faults: [{ kind: "gate", after: 4 }] });
    const iterator = (await openai.chat.completions.create(STREAM))[Symbol.asyncIterator]();
    for (let count = 0; count < 3; count++) assert.equal((await within(iterator.next())).done, false);
    await session.release();
    assert.ok((await collect({ [Symbol.asyncIterator]: () => iterator })).length > 3);
  });

  test("is read no faster than it is asked for", async () => {
    const bytes = Buffer.from(turn([{ text: "a" }, { text: "b" }, { text: "c" }], { stream: true }).bodyBase64, "base64");
    let [pulls, cancelled] = [0, false];
    const body = new ReadableStream(
      {
        pull: (controller) => controller.enqueue(bytes.subarray(pulls++ * 150, pulls * 150)),
        cancel: () => void (cancelled = true),
      },
      { highWaterMark: 0 },
    );
    const answer = new Response(body, { headers: { "content-type": "application/vnd.amazon.eventstream" } });
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: async () => answer });
    const response = await createFetch(bedrock)("https://a.invalid/chat/completions", {
      method: "POST",
      body: JSON.stringify(STREAM),
    });
    const reader = response.body.getReader();
    await new Promise((resolve) => setTimeout(resolve, 50));
    // Whether the call is good, the first event says.
    assert.equal(pulls, 1);
    await reader.read();
    const afterOne = pulls;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(afterOne > 0 && pulls === afterOne && afterOne * 150 < bytes.length, `${afterOne} and ${pulls} pulls`);
    await reader.cancel();
    assert.ok(cancelled);
  });
});

describe("the SDK's helpers", () => {
  test("stream() tells of content, chunks and the end", async (t) => {
    const { openai } = await connectOpenAI(t);
    const told = { content: [], chunk: [] };
    const stream = openai.chat.completions.stream({ ...CHAT, stream_options: { include_usage: true } });
    stream.on("content", (delta, snapshot) => told.content.push([delta, snapshot]));
    stream.on("chunk", (chunk) => told.chunk.push(chunk));
    for (const name of [
      "connect",
      "message",
      "chatCompletion",
      "finalMessage",
      "finalContent",
      "finalChatCompletion",
      "totalUsage",
      "end",
    ]) {
      stream.on(name, (value) => (told[name] = value ?? true));
    }
    const content = await stream.finalContent();
    const {
      choices: [{ message }],
      usage,
    } = await openai.chat.completions.create(CHAT);
    assert.equal(content, message.content);
    assert.equal(told.content.map(([delta]) => delta).join(""), content);
    assert.equal(told.content.at(-1)[1], content);
    assert.equal(textOf(told.chunk), content);
    const { total_tokens } = await stream.totalUsage();
    assert.deepEqual([total_tokens, told.totalUsage.total_tokens], [usage.total_tokens, usage.total_tokens]);
    assert.deepEqual([told.finalContent, told.finalMessage.content, told.message.content], [content, content, content]);
    assert.equal((await stream.finalMessage()).content, content);
    const completion = await stream.finalChatCompletion();
    assert.deepEqual(
      [completion.object, completion.choices[0].finish_reason, completion.usage],
      ["chat.completion", "stop", usage],
    );
    assert.ok(
      told.connect && told.end && told.chatCompletion.id === completion.id && told.finalChatCompletion.id === completion.id,
    );
  });

  test("stream() is a loop too", async (t) => {
    const { openai } = await connectOpenAI(t);
    const chunks = await collect(openai.chat.completions.stream(CHAT));
    assert.ok(textOf(chunks).length > 0);
  });

  test("tee() gives two", async (t) => {
    const { openai, session } = await connectOpenAI(t);
    const [left, right] = (await openai.chat.completions.create(STREAM)).tee();
    const [one, other] = await Promise.all([collect(left), collect(right)]);
    assert.deepEqual(one, other);
    assert.ok(one.length > 3);
    assert.equal((await session.log()).total, 1);
  });

  test("toReadableStream() goes through a server of one's own and back", async (t) => {
    const { openai } = await connectOpenAI(t);
    const lines = (await openai.chat.completions.create(STREAM)).toReadableStream();
    const passedOn = new Response(lines).body;
    const text = textOf(await collect(Stream.fromReadableStream(passedOn, new AbortController())));
    const readable = openai.chat.completions.stream(CHAT).toReadableStream();
    assert.equal(await ChatCompletionStream.fromReadableStream(readable).finalContent(), text);
    assert.ok(text.length > 0);
  });
});
