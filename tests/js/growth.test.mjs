// Work that a service, a stranger or a slow reader can cause grows as what it comes with, and not as its square.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Bedrock } from "bedrock-wasm";
import { CREDENTIALS, cpuOf } from "./lib/client.mjs";
import { frame } from "./lib/frames.mjs";

const MODEL = "amazon.nova-micro-v1:0";
const EVENTS = { "content-type": "application/vnd.amazon.eventstream" };
const DELTA = Buffer.from(frame("contentBlockDelta", '{"contentBlockIndex":0,"delta":{"text":"a"}}'));
const END = Buffer.from(frame("messageStop", '{"stopReason":"end_turn"}'));
const REPLY = JSON.stringify({ output: { message: { content: [{ text: "Hi" }] } }, stopReason: "end_turn", usage: {} });

const clientOf = (fetch) => new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch });
/** A stream with so many pieces of text, all of them at once. */
const streamOf = (count) =>
  clientOf(async () => new Response(Buffer.concat([...Array(count).fill(DELTA), END]), { headers: EVENTS })).converseStream({
    modelId: MODEL,
    messages: [],
  });

async function count(stream) {
  let found = 0;
  for await (const event of stream) if (event) found += 1;
  return found;
}

/** What is done `size` times, and four times as often. */
const SHAPES = {
  "a branch of a tee that is read after the other": {
    size: 15_000,
    async run(size) {
      const [first, second] = (await streamOf(size)).tee();
      assert.equal(await count(first), size + 1);
      assert.equal(await count(second), size + 1);
    },
  },
  "calls of next() that wait at once": {
    size: 15_000,
    async run(size) {
      const iterator = (await streamOf(size))[Symbol.asyncIterator]();
      const all = await Promise.all(Array.from({ length: size + 2 }, () => iterator.next()));
      assert.equal(all.at(-1).done, true);
      assert.equal(all.at(-2).done, false);
    },
  },
  "images of a request": {
    size: 500,
    async run(size) {
      const url = `data:image/png;base64,${"iVBORw0KGgoA".padEnd(6000, "A")}`;
      let sent = 0;
      const bedrock = clientOf(async (_, { body }) => {
        sent = body.length;
        return new Response(REPLY, { headers: { "content-type": "application/json" } });
      });
      const content = Array.from({ length: size }, () => ({ type: "image_url", image_url: { url } }));
      await bedrock.chat.completions.create({ model: MODEL, messages: [{ role: "user", content }] });
      assert.ok(sent > 5900 * size);
    },
  },
  "headers of a reply": {
    size: 10_000,
    async run(size) {
      const headers = new Headers({ "content-type": "application/json" });
      for (let at = 0; at < size; at += 1) headers.set(`x-${at}`, "1");
      await clientOf(async () => new Response(REPLY, { headers })).converse({ modelId: MODEL, messages: [] });
    },
  },
  "tools of a request, and the calls to them in a stream": {
    size: 2000,
    async run(size) {
      const names = Array.from({ length: size }, (_, at) => `f${at}`);
      const starts = names.map((_, block) =>
        frame("contentBlockStart", `{"contentBlockIndex":${block},"start":{"toolUse":{"toolUseId":"t","name":"f${block}"}}}`),
      );
      const bedrock = clientOf(async () => new Response(Buffer.concat([...starts, END]), { headers: EVENTS }));
      const tools = names.map((name) => ({ type: "function", function: { name, parameters: { type: "object" } } }));
      const messages = [{ role: "user", content: "Hi" }];
      const stream = await bedrock.chat.completions.create({ model: MODEL, messages, tools, stream: true });
      assert.ok((await count(stream)) > size);
    },
  },
};

for (const [name, { size, run }] of Object.entries(SHAPES)) {
  test(`${name}: four times as many are not much more than four times the work`, async (t) => {
    await run(100);
    const [small, large] = [await cpuOf(() => run(size)), await cpuOf(() => run(4 * size))];
    t.diagnostic(`${small} ms, then ${large} ms`);
    // Quadratic work would be sixteen times as much.
    assert.ok(large < 9 * small + 50, `${small} ms, then ${large} ms`);
  });
}
