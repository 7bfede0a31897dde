// WebAssembly's memory never shrinks. What one large call needed is given back when nothing is under way, and the client goes on
// with the keys and the clock that it has learnt.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { frame } from "./lib/frames.mjs";

/** The memories of all instances that were made. */
const memories = [];
const { Instance } = WebAssembly;
// biome-ignore lint/complexity/useArrowFunction: it is called with `new`
WebAssembly.Instance = function (...given) {
  const instance = new Instance(...given);
  memories.push(new WeakRef(instance.exports.memory));
  return instance;
};
const { Bedrock } = await import("bedrock-wasm");
const { CREDENTIALS, collects, failure } = await import("./lib/client.mjs");

const MB = 1024 * 1024;
/** More than any client keeps. */
const KEPT_MAX = 17 * MB;
const MODEL = "amazon.nova-micro-v1:0";
const END = [
  frame("contentBlockStop", '{"contentBlockIndex":0}'),
  frame("messageStop", '{"stopReason":"end_turn"}'),
  frame("metadata", '{"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3},"metrics":{"latencyMs":4}}'),
];
const delta = (text) => frame("contentBlockDelta", JSON.stringify({ contentBlockIndex: 0, delta: { text } }));
const ask = (text) => [{ role: "user", content: text }];

const converseReply = (text) =>
  new Response(
    JSON.stringify({
      output: { message: { role: "assistant", content: [{ text }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    }),
    { headers: { "content-type": "application/json" } },
  );
const streamOf = (frames) =>
  new Response(ReadableStream.from(frames), { headers: { "content-type": "application/vnd.amazon.eventstream" } });
const streamReply = (...frames) => streamOf(frames);

const clientOf = (fetch, options) =>
  new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, maxRetries: 0, fetch, ...options });
const bytes = () => memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
const falls = (t, most) =>
  collects(() => {
    t.diagnostic(`${(most() / MB).toFixed(1)} MB at most, ${(bytes() / MB).toFixed(1)} MB now`);
    return bytes() < 3 * KEPT_MAX && memories.every((memory) => (memory.deref()?.buffer.byteLength ?? 0) <= KEPT_MAX);
  }, "the memory");

/** Notes the largest size at each request and event. */
function watch() {
  let most = 0;
  const look = () => {
    most = Math.max(most, bytes());
  };
  return { look, most: () => most };
}

/** Large calls: each gives what it came to, and looks at the memory where it is largest. */
const LARGE = {
  "converse, a reply of 64 MB": async (look) => {
    const { output } = await clientOf(async () => converseReply("b".repeat(64 * MB))).converse({ modelId: MODEL, messages: [] });
    look();
    return output.message.content[0].text.length === 64 * MB;
  },
  "chat.completions.create, a reply of 64 MB": async (look) => {
    const bedrock = clientOf(async () => converseReply("a b".repeat(21 * MB)));
    const { choices } = await bedrock.chat.completions.create({ model: MODEL, messages: ask("Hi") });
    look();
    return choices[0].message.content.length === 63 * MB;
  },
  "chat.completions.create, a request of 64 MB": async (look) => {
    let sent;
    const fetch = async (_, { body }) => {
      look();
      sent = body.length;
      return converseReply("Well.");
    };
    await clientOf(fetch).chat.completions.create({ model: MODEL, messages: ask("a b".repeat(21 * MB)) });
    return sent > 63 * MB;
  },
  "converseStream, a frame of 16 MB": async (look) => {
    const bedrock = clientOf(async () => streamReply(delta("é".repeat(8 * MB)), ...END));
    let length = 0;
    for await (const event of await bedrock.converseStream({ modelId: MODEL, messages: [] })) {
      look();
      length += event.contentBlockDelta?.delta.text.length ?? 0;
    }
    return length === 8 * MB;
  },
  "chat.completions.create, a stream with a frame of 16 MB, left in its middle": async (look) => {
    const bedrock = clientOf(async () => streamReply(delta("é".repeat(8 * MB)), ...END));
    const request = { model: MODEL, messages: ask("Hi"), stream: true };
    for await (const chunk of await bedrock.chat.completions.create(request)) {
      look();
      if (chunk.choices[0].delta.content) return chunk.choices[0].delta.content.length === 8 * MB;
    }
  },
  "converseStream, a piece of 35 MB in 250,000 events, dropped half read": async (look) => {
    const piece = Buffer.concat(Array(250_000).fill(delta("a")));
    const bedrock = clientOf(async () => streamReply(piece, ...END));
    const iterator = (await bedrock.converseStream({ modelId: MODEL, messages: [] }))[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    look();
    return value.contentBlockDelta.delta.text === "a";
  },
};

describe("the memory of a large call is given back, and the next call works", () => {
  for (const [name, call] of Object.entries(LARGE)) {
    test(name, async (t) => {
      const { look, most } = watch();
      assert.ok(await call(look));
      await falls(t, most);
      const bedrock = clientOf(async () => converseReply("Well."));
      assert.equal((await bedrock.converse({ modelId: MODEL, messages: [] })).stopReason, "end_turn");
      const { choices } = await bedrock.chat.completions.create({ model: MODEL, messages: ask("Hi") });
      assert.equal(choices[0].message.content, "Well.");
    });
  }
});

/** A client whose replies are large where its request says so, and wait for `release` where it says that. */
function waiting(options) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  async function* slowly() {
    yield delta("1");
    await released;
    yield* [delta("2"), ...END];
  }
  const fetch = async (url, { body }) => {
    const text = new TextDecoder().decode(body);
    if (text.includes("large"))
      return url.includes("stream") ? streamReply(delta("é".repeat(8 * MB)), ...END) : converseReply("a b".repeat(3 * MB));
    if (url.includes("stream")) return streamOf(slowly());
    if (text.includes("wait")) await released;
    return converseReply("Well.");
  };
  return { bedrock: clientOf(fetch, options), release };
}

const converse = (bedrock, text) => bedrock.converse({ modelId: MODEL, messages: [{ role: "user", content: [{ text }] }] });
const stream = (bedrock, text) => bedrock.converseStream({ modelId: MODEL, messages: [{ role: "user", content: [{ text }] }] });

async function textOf(events) {
  let text = "";
  for await (const event of events) text += event.contentBlockDelta?.delta.text ?? "";
  return text;
}

describe("what is under way goes on in the memory that there is", () => {
  test("a call", async (t) => {
    const { bedrock, release } = waiting();
    const { look, most } = watch();
    const pending = converse(bedrock, "wait");
    assert.equal((await textOf(await stream(bedrock, "large"))).length, 8 * MB);
    look();
    assert.ok(most() > KEPT_MAX);
    release();
    assert.equal((await pending).stopReason, "end_turn");
    await falls(t, most);
  });

  test("a stream that nobody has begun to read, and one that is half read", async (t) => {
    const { bedrock, release } = waiting();
    const { look, most } = watch();
    const unread = await stream(bedrock, "wait");
    const half = (await stream(bedrock, "wait"))[Symbol.asyncIterator]();
    await half.next();
    assert.equal((await textOf(await stream(bedrock, "large"))).length, 8 * MB);
    look();
    release();
    assert.equal(await textOf(unread), "12");
    assert.equal(await textOf(half), "2");
    await falls(t, most);
  });

  test("calls that begin when the large one ends", async (t) => {
    const { bedrock } = waiting();
    const { most } = watch();
    const other = clientOf(async () => converseReply("Well."));
    for (let round = 0; round < 3; round += 1) {
      const request = { model: MODEL, messages: ask("large") };
      const large = bedrock.chat.completions.create(request);
      const next = Array.from({ length: 20 }, async (_, at) => {
        await large;
        for (let turn = 0; turn < at; turn += 1) await undefined;
        const { choices } = await (at % 2 ? other : bedrock).chat.completions.create({ ...request, messages: ask("Hi") });
        return choices[0].message.content;
      });
      assert.deepEqual(await Promise.all(next), Array(20).fill("Well."));
    }
    await falls(t, most);
  });
});

test("a chat's client goes on with its keys and its clock", async (t) => {
  const BEHIND_MS = 3_600_000;
  let asked = 0;
  const dates = [];
  let isSkewed = true;
  const fetch = async (url, { headers }) => {
    dates.push(headers.get("x-amz-date"));
    if (isSkewed) {
      isSkewed = false;
      return new Response('{"message":"Signature expired"}', {
        status: 403,
        headers: { date: new Date(Date.now() + BEHIND_MS).toUTCString(), "x-amzn-errortype": "InvalidSignatureException" },
      });
    }
    return url.includes("stream") ? streamReply(delta("é".repeat(8 * MB)), ...END) : converseReply("Well.");
  };
  const credentials = async () => {
    asked += 1;
    return { ...CREDENTIALS, expiration: new Date(Date.now() + 2 * BEHIND_MS) };
  };
  const bedrock = clientOf(fetch, { credentials, maxRetries: 1, onWarning() {} });
  const create = (request) => bedrock.chat.completions.create({ model: MODEL, messages: ask("Hi"), ...request });
  await create();
  const before = memories.length;
  let length = 0;
  for await (const { choices } of await create({ stream: true })) length += choices[0]?.delta.content?.length ?? 0;
  assert.equal(length, 8 * MB);
  await create();
  assert.equal(memories.length, before + 1);
  assert.equal(asked, 1);
  assert.equal(dates.length, 4);
  const seconds = (date) => Date.parse(date.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z")) / 1000;
  assert.ok(Math.abs(seconds(dates[3]) - seconds(dates[0]) - BEHIND_MS / 1000) < 60, dates.join());
  await failure(bedrock.converse({ modelId: "" }));
  t.diagnostic(dates.join());
});
