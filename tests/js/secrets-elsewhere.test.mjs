// Secrets that others quote in rarer places: why a WebSocket was closed, warnings, headers of good replies, and what broke a
// stream whose instance is replaced. Striking them takes no longer than the text is long.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { CHAT, CREDENTIALS, collect, failure } from "./lib/client.mjs";
import { event, exception } from "./lib/frames.mjs";

const { sessionToken } = CREDENTIALS;
const SETTINGS = {
  region: "us-east-1",
  endpoint: "https://gateway.example",
  credentials: CREDENTIALS,
  maxRetries: 0,
  logLevel: "off",
};
const seen = (value) => inspect(value, { depth: 9, showHidden: true, maxStringLength: Number.POSITIVE_INFINITY });
const signatureOf = (init) => /Signature=([0-9a-f]{64})/.exec(init.headers.get("authorization"))[1];

/** What a stream both ways fails with over this WebSocket, once it has sent an event. */
async function failureOver(WebSocket) {
  async function* body() {
    yield { chunk: { bytes: "{}" } };
    await new Promise(() => {});
  }
  const bedrock = new Bedrock({ ...SETTINGS, WebSocket });
  const stream = await bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-2-sonic-v1:0", body: body() });
  return failure(collect(stream));
}

test("the reason for closing a WebSocket is struck", async () => {
  let quoted;
  class Closing {
    bufferedAmount = 0;
    constructor(address) {
      const query = new URL(address).searchParams;
      quoted = [query.get("X-Amz-Signature"), query.get("X-Amz-Security-Token").slice(0, 40)];
      queueMicrotask(() => this.onopen({}));
    }
    send() {
      this.onclose({ code: 1011, reason: `refused: ${quoted.join(" ")}` });
    }
    close() {}
  }
  const error = await failureOver(Closing);
  assert.match(error.message, /1011, refused: \*\*\*/);
  for (const secret of quoted) assert.ok(!seen(error).includes(secret), seen(error));
});

test("a WebSocket counts messages without content too", async () => {
  let received = 0;
  class Flooding {
    bufferedAmount = 0;
    isOpen = true;
    constructor() {
      queueMicrotask(() => this.onopen({}));
    }
    send() {
      while (this.isOpen && received < 1_000_000) {
        received += 1;
        this.onmessage({ data: new ArrayBuffer(0) });
      }
    }
    close() {
      this.isOpen = false;
    }
  }
  const error = await failureOver(Flooding);
  assert.match(error.message, /64 MiB of the stream waited to be read/);
  assert.equal(received, (64 * 1024 * 1024) / 512 + 1);
});

test("a cause is struck though its instance is replaced", async () => {
  let signature;
  const fetch = async (_, init) => {
    signature = signatureOf(init);
    const large = event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "x".repeat(20 * 2 ** 20) } });
    const frames = [event("messageStart", { role: "assistant" }), large];
    const pull = (controller) => {
      const next = frames.shift();
      if (next) controller.enqueue(next);
      else controller.error(new Error(`reset while sending ${signature} ${sessionToken}`));
    };
    const headers = { "content-type": "application/vnd.amazon.eventstream" };
    return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
  };
  const error = await failure(new Bedrock({ ...SETTINGS, fetch }).converseStream(CHAT).then(collect));
  assert.equal(error.cause.message, "reset while sending *** ***");
  for (const secret of [signature, sessionToken]) assert.ok(!seen(error).includes(secret));
});

for (const [what, begin] of Object.entries({
  "a stream": (bedrock) => bedrock.converseStream(CHAT),
  "a chat's stream": (bedrock) =>
    bedrock.chat.completions.create({ model: CHAT.modelId, stream: true, messages: [{ role: "user", content: "x" }] }),
})) {
  test(`${what} knows its secrets however many others there were meanwhile`, async () => {
    const tokenOf = (number) => `${sessionToken}-of-tenant-${number}`;
    const clientOf = (number, fetch) =>
      new Bedrock({ ...SETTINGS, fetch, credentials: { ...CREDENTIALS, sessionToken: tokenOf(number) } });
    let write;
    const first = event("messageStart", { role: "assistant" });
    const streaming = async () => {
      const start = (controller) => {
        controller.enqueue(first);
        write = controller;
      };
      return new Response(new ReadableStream({ start }), { headers: { "content-type": "application/vnd.amazon.eventstream" } });
    };
    const refusing = async () => Response.json({ message: "No." }, { status: 400 });
    for (const end of ["an exception", "a connection that breaks"]) {
      const stream = await begin(clientOf(0, streaming));
      for (let number = 1; number <= 60; number++) await failure(begin(clientOf(number, refusing)));
      const said = `quoted ${tokenOf(0)}`;
      if (end === "an exception") write.enqueue(exception("validationException", said));
      else write.error(new Error(said));
      const error = await failure(collect(stream));
      assert.match(seen(error), /quoted \*\*\*/, end);
      assert.ok(!seen(error).includes(sessionToken), seen(error));
    }
  });
}

test("a cause is struck wherever it shows a secret, and left as it is where it shows none", async () => {
  const deep = (levels, value) => (levels === 0 ? value : { deeper: deep(levels - 1, value) });
  const token = sessionToken;
  const showing = {
    headers: new Headers({ authorization: token }),
    map: new Map([["token", token]]),
    set: new Set([token]),
    address: new URL(`https://a.example/?token=${token}`),
    request: new Request("https://a.example/", { headers: { authorization: token } }),
    "a boxed text": new String(token),
    "a symbol": { [Symbol(token)]: 1 },
    "behind a symbol": { [Symbol("kept")]: token },
    "a name": { [token]: 1 },
    "a name that is not enumerable": Object.defineProperty({}, token, { value: 1 }),
    "a getter": {
      get token() {
        return token;
      },
    },
    "nine levels": deep(9, token),
    "a hundred levels": deep(100, token),
    "a list": [[[[[[[token]]]]]]],
    "a function": Object.assign(() => {}, { token }),
    "a cause of causes": new Error("a", { cause: new Error("b", { cause: new Error("c", { cause: new Error(token) }) }) }),
    "a DOMException": new DOMException(token),
    "half of it": token.slice(0, 20),
  };
  const causeOf = async (thrown) => {
    const fetch = async () => {
      throw thrown;
    };
    return (await failure(new Bedrock({ ...SETTINGS, fetch }).converse(CHAT))).cause;
  };
  for (const [what, more] of Object.entries(showing)) {
    const cause = await causeOf(Object.assign(new Error("refused"), { more }));
    assert.equal(cause.message, "refused", what);
    assert.ok(!inspect(cause, { depth: 200, showHidden: true, getters: true }).includes(token.slice(0, 20)), what);
  }
  const ring = { code: "ECONNREFUSED", port: 443, addresses: ["127.0.0.1"], at: new Date(0), bytes: new Uint8Array(9) };
  ring.self = ring;
  for (const harmless of [
    new Error("refused"),
    new DOMException("refused"),
    ring,
    Object.assign(new Error("a"), ring),
    "text",
    7,
  ]) {
    assert.equal(await causeOf(harmless), harmless);
  }
});

test("a warning is struck", async () => {
  const quoted = [];
  const fetch = async (_, init) => {
    quoted.push(signatureOf(init));
    return Response.json({ message: `no: ${init.headers.get("authorization")} ${sessionToken}` }, { status: 403 });
  };
  const warnings = [];
  const list = await new Bedrock({ ...SETTINGS, fetch, onWarning: (warning) => warnings.push(warning) }).models.list();
  assert.match(JSON.stringify(list._warnings), /\*\*\*/);
  for (const secret of [...quoted, sessionToken]) assert.ok(!seen([list, list._warnings, warnings]).includes(secret));
});

test("createFetch hands on Bedrock's own headers, and no others", async () => {
  const fetch = async (_, init) => {
    const headers = {
      "content-type": "application/json",
      "x-amzn-requestid": "5d9f7b8a-0000-4000-8000-000000000000",
      "x-amzn-bedrock-input-token-count": "7",
      "x-amzn-bedrock-echo": init.headers.get("authorization"),
      "x-amzn-token": init.headers.get("x-amz-security-token"),
      "x-amzn-error-message": "arn:aws:sts::123456789012:assumed-role/Chat/ana",
    };
    const message = { role: "assistant", content: [{ text: "x" }] };
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const body = { output: { message }, stopReason: "end_turn", usage, metrics: { latencyMs: 1 } };
    return new Response(JSON.stringify(body), { headers });
  };
  const answer = createFetch(new Bedrock({ ...SETTINGS, fetch }));
  const body = JSON.stringify({ model: CHAT.modelId, messages: [{ role: "user", content: "x" }] });
  const response = await answer("http://server/v1/chat/completions", { method: "POST", body });
  assert.deepEqual(
    [...response.headers.keys()].filter((name) => name.startsWith("x-")),
    ["x-amzn-bedrock-input-token-count", "x-amzn-requestid", "x-request-id"],
  );
});

test("the work of striking grows as the text, whatever the text is", async () => {
  const fetch = async () => Response.json({ message: text }, { status: 400 });
  const bedrock = new Bedrock({ ...SETTINGS, fetch });
  let text = "";
  const cost = async (count) => {
    text = "\\".repeat(count);
    const before = process.cpuUsage();
    await failure(bedrock.converse(CHAT));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  await cost(100);
  const [small, large] = [await cost(1_000), await cost(4_000)];
  assert.ok(large < 9 * small + 100, `${small} ms, and of four times as much ${large} ms`);
});
