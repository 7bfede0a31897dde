// A server of Anthropic's API: what strangers learn of the account, and streams that are not as they should be.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { CHAT } from "./lib/anthropic.mjs";
import { CREDENTIALS, connect, cpuOf, within } from "./lib/client.mjs";
import { event } from "./lib/frames.mjs";

const ACCOUNT = "123456789012";

describe("a page of models", () => {
  test("tells of no profile of the account's, by its ends and by whether there are more", async (t) => {
    const { bedrock } = await connect(t);
    const { data: all } = await bedrock.models.list();
    assert.ok(all.at(-1).id.includes(ACCOUNT), "the local Bedrock lists a profile of the account's as the last");
    const shown = all.slice(0, -1);
    for (const limit of [all.length, shown.length]) {
      const text = await (await createFetch(bedrock)(`/v1/models?limit=${limit}`)).text();
      assert.ok(!text.includes(ACCOUNT), text.slice(-300));
      const { data, has_more, last_id } = JSON.parse(text);
      assert.deepEqual([data.length, has_more, last_id], [shown.length, false, shown.at(-1).id]);
    }
    const own = await createFetch(bedrock, { exposeIdentity: true })(`/v1/models?limit=${all.length}`);
    assert.equal((await own.json()).last_id, all.at(-1).id);
  });
});

describe("a stream of Claude's", () => {
  const inChunk = (json) => event("chunk", { bytes: Buffer.from(json).toString("base64") });
  const STOP = inChunk('{"type":"message_stop"}');
  const guardrailConfig = { guardrailIdentifier: "g", guardrailVersion: "1", trace: "enabled" };

  /** The text of a reply of these frames, which Bedrock leaves open, and whether its request ended. */
  async function replyOf(frames, members) {
    const left = deferred();
    const start = (controller) => controller.enqueue(new Uint8Array(Buffer.concat(frames)));
    const headers = { "content-type": "application/vnd.amazon.eventstream" };
    const answer = async () => new Response(new ReadableStream({ start, cancel: left.resolve }), { headers });
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: answer });
    const init = { method: "POST", body: JSON.stringify({ ...CHAT, ...members, stream: true }) };
    return { response: await createFetch(bedrock)("/v1/messages", init), left: left.promise };
  }

  function deferred() {
    let resolve;
    const promise = new Promise((kept) => (resolve = kept));
    return { promise, resolve };
  }

  for (const [what, members] of Object.entries({ "": {}, ", with a trace": { guardrailConfig } }))
    test(`passes over events that Bedrock adds${what}`, async () => {
      const { response } = await replyOf([event("later", { new: true }), STOP], members);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes("\n\n")) text += (await within(reader.read())).value;
      assert.match(text, /^event: message_stop\n/);
      await reader.cancel();
    });

  test("ends with an error and its request at an event of another model's", async () => {
    for (const json of ['{"generation":"Hello"}', "null", "{"]) {
      const { response, left } = await replyOf([inChunk(json)]);
      const text = await within(response.text());
      assert.match(text, json === "{" ? /^event: error\n.*JSON/ : /^event: error\n.*`baseModel`/);
      await within(left, "Bedrock's request");
    }
  });
});

describe("inputs of two calls at once", () => {
  /** The events of a reply of Nova's that calls two tools, whose inputs come in these pieces, in turn. */
  async function eventsFor(pieces) {
    const calls = [0, 1];
    const started = (contentBlockIndex) =>
      event("contentBlockStart", { contentBlockIndex, start: { toolUse: { toolUseId: `t${contentBlockIndex}`, name: "x" } } });
    const piece = (contentBlockIndex, input) => event("contentBlockDelta", { contentBlockIndex, delta: { toolUse: { input } } });
    const frames = [
      event("messageStart", { role: "assistant" }),
      ...calls.map(started),
      ...pieces.flatMap((input) => calls.map((index) => piece(index, input))),
      ...calls.map((contentBlockIndex) => event("contentBlockStop", { contentBlockIndex })),
      event("messageStop", { stopReason: "tool_use" }),
      event("metadata", { usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 }, metrics: { latencyMs: 1 } }),
    ];
    const headers = { "content-type": "application/vnd.amazon.eventstream" };
    const answer = async () => new Response(Buffer.concat(frames), { headers });
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch: answer });
    const init = { method: "POST", body: JSON.stringify({ ...CHAT, model: "nova-lite", stream: true }) };
    const text = await (await createFetch(bedrock)("/v1/messages", init)).text();
    return text.match(/(?<=^data: ).*/gm).map((json) => JSON.parse(json));
  }

  test("arrive one after the other, wherever their pieces end", async () => {
    const input = { a: '"}\\', b: { "{": ["}"] }, c: [{}, {}], d: "é" };
    const json = JSON.stringify(input);
    for (const size of [1, 2, 3, 7, json.length]) {
      const events = await eventsFor(json.match(new RegExp(`.{1,${size}}`, "gs")));
      const order = events.map(({ index }) => index).filter((index) => index !== undefined);
      assert.deepEqual(order, order.toSorted());
      for (const index of [0, 1]) {
        const pieces = events.filter((event) => event.index === index).map(({ delta }) => delta?.partial_json ?? "");
        assert.deepEqual(JSON.parse(pieces.join("")), input);
      }
    }
  });

  test("take time by their length only", async () => {
    const pieces = (count) => ['{"a":[{}', ...Array.from({ length: count }, () => ',{"k":"vvvvvvvvvvvvvvvv"}'), "]}"];
    const least = await cpuOf(() => eventsFor(pieces(500)));
    const most = await cpuOf(() => eventsFor(pieces(4000)));
    assert.ok(most < least * 20 + 200, `${least} ms, and ${most} ms for eight times as much`);
  });
});
