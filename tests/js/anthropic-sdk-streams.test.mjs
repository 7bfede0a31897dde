// Streams of the official `@anthropic-ai/sdk` on Bedrock: events, every helper of `messages.stream()`, thoughts, and how they end.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { BetaMessageStream } from "@anthropic-ai/sdk/lib/BetaMessageStream";
import { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream";
import { CHAT, WEATHER, comparable, connectAnthropic, ofType, textOf } from "./lib/anthropic.mjs";
import { collect, failure, logWhen, settled, within } from "./lib/client.mjs";

const STREAM = { ...CHAT, stream: true };
const THINKING = { ...CHAT, max_tokens: 4000, thinking: { type: "enabled", budget_tokens: 1024 } };
/** How the last request of a session ended. */
const endOf = async (session) => (await settled(session)).requests.at(-1).events.state;
const textDelta = ({ type, delta }) => type === "content_block_delta" && delta.type === "text_delta";

describe("a stream", () => {
  test("has Anthropic's events in their order, and says what a whole message says", async (t) => {
    const { client } = await connectAnthropic(t);
    const whole = await client.messages.create(CHAT);
    const events = await collect(await client.messages.create(STREAM));
    const kinds = events.map(({ type }) => type).filter((type, at, all) => type !== all[at - 1]);
    assert.deepEqual(kinds, [
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    const [{ message }] = events;
    assert.deepEqual([message.role, message.content, message.usage.input_tokens], ["assistant", [], whole.usage.input_tokens]);
    const deltas = events.filter(textDelta);
    assert.ok(deltas.length > 1);
    assert.equal(deltas.map(({ delta }) => delta.text).join(""), textOf(whole));
    const { delta, usage } = events.find(({ type }) => type === "message_delta");
    assert.deepEqual([delta.stop_reason, usage.output_tokens], ["end_turn", whole.usage.output_tokens]);
  });

  test("is made of named events on the wire", async (t) => {
    const { client } = await connectAnthropic(t);
    const response = await client.messages.create(STREAM).asResponse();
    assert.equal(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
    assert.match(response.headers.get("request-id"), /^[0-9a-f-]{36}$/);
    const events = (await response.text()).split("\n\n");
    assert.equal(events.pop(), "");
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.+)$/.exec(event);
      assert.equal(JSON.parse(data).type, name);
    }
  });

  test("arrives as it is made", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: [{ kind: "gate", after: 4 }] });
    const iterator = (await client.messages.create(STREAM))[Symbol.asyncIterator]();
    for (let count = 0; count < 4; count++) assert.equal((await within(iterator.next())).done, false);
    assert.equal((await session.log()).open, 1);
    await session.release();
    const rest = await collect({ [Symbol.asyncIterator]: () => iterator });
    assert.equal(rest.at(-1).type, "message_stop");
  });

  test("is read twice by tee(), once otherwise", async (t) => {
    const { client } = await connectAnthropic(t);
    const [left, right] = (await client.messages.create(STREAM)).tee();
    assert.deepEqual(await collect(left), await collect(right));
    const stream = await client.messages.create(STREAM);
    await collect(stream);
    assert.match((await failure(collect(stream))).message, /tee\(\)/);
  });
});

describe("messages.stream()", () => {
  const requests = { text: CHAT, "the call of a tool": WEATHER, thoughts: THINKING };
  for (const [what, request] of Object.entries(requests)) {
    test(`adds up ${what} to what create() gives, in its beta, too`, async (t) => {
      const { client } = await connectAnthropic(t);
      const whole = comparable(await client.messages.create(request));
      assert.deepEqual(comparable(await client.messages.stream(request).finalMessage()), whole);
      const beta = client.beta.messages.stream(request);
      assert.ok(beta instanceof BetaMessageStream);
      assert.deepEqual(comparable(await beta.finalMessage()), whole);
    });
  }

  test("tells of text, blocks and messages as they come", async (t) => {
    const { client } = await connectAnthropic(t);
    const stream = client.messages.stream(CHAT);
    const told = { connect: 0, streamEvent: 0, contentBlock: [], message: [], finalMessage: [], end: 0 };
    let [text, shown] = ["", ""];
    stream
      .on("connect", () => told.connect++)
      .on("streamEvent", (_, snapshot) => (told.streamEvent++, assert.equal(snapshot.role, "assistant")))
      .on("text", (delta, snapshot) => ([text, shown] = [text + delta, snapshot]))
      .on("contentBlock", (block) => told.contentBlock.push(block))
      .on("message", (message) => told.message.push(message))
      .on("finalMessage", (message) => told.finalMessage.push(message))
      .on("end", () => told.end++);
    const final = await stream.finalMessage();
    assert.deepEqual([told.connect, told.end, told.message, told.finalMessage], [1, 1, [final], [final]]);
    assert.equal(told.contentBlock.length, 1);
    assert.ok(told.streamEvent > 5);
    assert.deepEqual([text, shown, told.contentBlock[0].text], [textOf(final), textOf(final), textOf(final)]);
    assert.equal(await stream.finalText(), text);
    assert.deepEqual(
      stream.messages.map(({ role }) => role),
      ["user", "assistant"],
    );
    assert.deepEqual([stream.ended, stream.errored, stream.aborted], [true, false, false]);
  });

  test("tells of a tool's input as it grows", async (t) => {
    const { client } = await connectAnthropic(t);
    let [json, last] = ["", undefined];
    const stream = client.messages
      .stream(WEATHER)
      .on("inputJson", (delta, snapshot) => ([json, last] = [json + delta, snapshot]));
    const [call] = ofType(await stream.finalMessage(), "tool_use");
    assert.deepEqual([JSON.parse(json), last], [call.input, call.input]);
    assert.equal(typeof call.input.city, "string");
  });

  test("tells of thoughts and their signature", async (t) => {
    const { client } = await connectAnthropic(t);
    const told = { thinking: "", signature: [] };
    const stream = client.messages.stream(THINKING);
    stream.on("thinking", (delta) => (told.thinking += delta)).on("signature", (signature) => told.signature.push(signature));
    const [{ thinking, signature }] = (await stream.finalMessage()).content;
    assert.ok(thinking.length > 0 && signature.length > 0);
    assert.deepEqual(told, { thinking, signature: [signature] });
  });

  test("is iterated, and waited for by events", async (t) => {
    const { client } = await connectAnthropic(t);
    const stream = client.messages.stream(CHAT);
    const message = stream.emitted("message");
    const events = await collect(stream);
    assert.equal(events.at(-1).type, "message_stop");
    assert.deepEqual(await message, await stream.finalMessage());
    assert.deepEqual(stream.currentMessage, undefined);
  });

  test("has the response, and the id of its request", async (t) => {
    const { client } = await connectAnthropic(t);
    const stream = client.messages.stream(CHAT);
    const { data, response, request_id } = await stream.withResponse();
    assert.equal(data, stream);
    assert.match(request_id, /^[0-9a-f-]{36}$/);
    assert.deepEqual([stream.request_id, response.headers.get("x-amzn-requestid")], [request_id, request_id]);
    await stream.done();
  });

  test("goes through toReadableStream() and comes back", async (t) => {
    const { client } = await connectAnthropic(t);
    const whole = comparable(await client.messages.create(CHAT));
    const copy = MessageStream.fromReadableStream(client.messages.stream(CHAT).toReadableStream());
    assert.deepEqual(comparable(await copy.finalMessage()), whole);
    const raw = (await client.messages.create(STREAM)).toReadableStream();
    assert.deepEqual(comparable(await MessageStream.fromReadableStream(raw).finalMessage()), whole);
  });
});

describe("a stream that is left ends the request", () => {
  const STALLED = [{ kind: "stall", after: 4 }];

  test("by break", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: STALLED });
    for await (const event of await client.messages.create(STREAM)) if (textDelta(event)) break;
    assert.equal(await endOf(session), "aborted");
  });

  test("by its controller, while it waits", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: STALLED });
    const stream = await client.messages.create(STREAM);
    const iterator = stream[Symbol.asyncIterator]();
    for (let count = 0; count < 4; count++) await iterator.next();
    const pending = iterator.next();
    stream.controller.abort();
    assert.equal((await within(pending)).done, true);
    assert.equal(await endOf(session), "aborted");
  });

  test("by abort() of messages.stream(), which tells of it", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: STALLED });
    const stream = client.messages.stream(CHAT);
    const told = [];
    stream.on("text", () => stream.abort()).on("abort", (error) => told.push(error));
    const error = await failure(stream.done());
    assert.ok(error instanceof Anthropic.APIUserAbortError);
    assert.deepEqual([told, stream.aborted], [[error], true]);
    assert.equal(await endOf(session), "aborted");
  });

  test("by a signal", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: STALLED });
    const controller = new AbortController();
    const stream = client.messages.stream(CHAT, { signal: controller.signal });
    stream.on("text", () => controller.abort());
    assert.ok((await failure(stream.finalText())) instanceof Anthropic.APIUserAbortError);
    assert.equal(await endOf(session), "aborted");
  });

  test("by cancelling what toReadableStream() gave", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: STALLED });
    const reader = client.messages.stream(CHAT).toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
    assert.equal(await endOf(session), "aborted");
  });
});

describe("a call that waits for its answer", () => {
  test("is stopped by a signal, and so is Bedrock's request", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: Array(2).fill({ kind: "hang" }), sdk: { maxRetries: 2 } });
    for (const stream of [false, true]) {
      const controller = new AbortController();
      const pending = failure(client.messages.create({ ...CHAT, stream }, { signal: controller.signal }));
      await logWhen(session, ({ open }) => open === 1);
      controller.abort();
      assert.ok((await pending) instanceof Anthropic.APIUserAbortError);
      await settled(session);
    }
    assert.equal((await session.log()).total, 2);
  });

  test("is given up after the SDK's time-out, and repeated", async (t) => {
    const { client, session } = await connectAnthropic(t, { faults: Array(2).fill({ kind: "hang" }) });
    const error = await failure(client.messages.create(CHAT, { timeout: 150, maxRetries: 1 }));
    assert.ok(error instanceof Anthropic.APIConnectionTimeoutError, error.stack);
    assert.equal((await settled(session)).total, 2);
  });

  test("may take as long as the SDK says, whatever the client's time-out", async (t) => {
    const { client, session } = await connectAnthropic(t, { timeout: 100, faults: [{ kind: "gate" }] });
    const pending = client.messages.create(CHAT);
    await logWhen(session, ({ open }) => open === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await session.release();
    assert.ok(textOf(await within(pending)));
  });
});
