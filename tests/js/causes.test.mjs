// Why no answer came: the message says it, not "fetch failed" alone.
import assert from "node:assert/strict";
import net from "node:net";
import { describe, test } from "node:test";
import tls from "node:tls";
import { Bedrock } from "bedrock-wasm";
import { startServer } from "./lib/answering.mjs";
import { CHAT, CREDENTIALS, connect, failure } from "./lib/client.mjs";

/** The error of a call to this endpoint. */
function errorAt(endpoint, options) {
  return failure(
    new Bedrock({ region: "us-east-1", endpoint, credentials: CREDENTIALS, maxRetries: 0, ...options }).converse(CHAT),
  );
}

/** Listens on a free port until the test ends. */
async function listen(t, server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return server.address().port;
}

describe("the message of a connection error says why", () => {
  test("a connection that is refused", async (t) => {
    const { url, stop } = await startServer(t, () => ({}));
    await stop();
    const error = await errorAt(url);
    assert.equal(error.name, "APIConnectionError");
    assert.match(
      error.message,
      new RegExp(`^Could not reach ${url}: fetch failed: connect ECONNREFUSED 127.0.0.1:\\d+\\. Check`),
    );
  });

  test("a host with several addresses, none of which answers", async (t) => {
    const { url, stop } = await startServer(t, () => ({}));
    await stop();
    assert.match((await errorAt(url.replace("127.0.0.1", "localhost"))).message, /connect ECONNREFUSED .*:\d+\. Check/);
  });

  test("a host that nobody knows", async () => {
    assert.match((await errorAt("https://bedrock.invalid")).message, /getaddrinfo (ENOTFOUND|EAI_AGAIN) bedrock\.invalid/);
  });

  test("a server that does not speak TLS", async (t) => {
    const { url } = await startServer(t, () => ({}));
    assert.match((await errorAt(url.replace("http:", "https:"))).message, /SSL routines|TLS|EPROTO/);
  });

  test("a server with which TLS finds no common ground", async (t) => {
    const server = tls.createServer({ minVersion: "TLSv1.3" });
    const port = await listen(t, server);
    const { message } = await errorAt(`https://127.0.0.1:${port}`);
    assert.match(message, /SSL|TLS/);
  });

  test("a reset", async (t) => {
    const port = await listen(
      t,
      net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy())),
    );
    assert.match((await errorAt(`http://127.0.0.1:${port}`)).message, /ECONNRESET|other side closed/);
  });

  const code = "DEPTH_ZERO_SELF_SIGNED_CERT";
  const certificate = Object.assign(new Error("self-signed certificate"), { code });
  const thrown = {
    "a certificate, by its code": [
      new TypeError("fetch failed", { cause: certificate }),
      `fetch failed: self-signed certificate (${code})`,
    ],
    "several causes, each once": [
      new Error("a", { cause: new Error("a: b", { cause: new Error("b", { cause: new Error("c") }) }) }),
      "a: a: b: c",
    ],
    "a cause without a message": [
      new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } }),
      "fetch failed (ECONNREFUSED)",
    ],
    "the first of several": [
      new TypeError("", { cause: new AggregateError([new Error("first"), new Error("second")]) }),
      "first",
    ],
    "a sentence with a full stop": [new Error("Network connection lost."), "Network connection lost"],
    "nothing that could be read": [undefined, "fetch failed"],
  };
  for (const [what, [reason, expected]] of Object.entries(thrown)) {
    test(what, async () => {
      const { message } = await errorAt("https://a.example", { fetch: () => Promise.reject(reason) });
      assert.ok(message.startsWith(`Could not reach https://a.example: ${expected}. Check the network`), message);
    });
  }

  test("causes that go round in a circle", async () => {
    const circle = new Error("round");
    circle.cause = new Error("and", { cause: circle });
    const { message, cause } = await errorAt("https://a.example", { fetch: () => Promise.reject(circle) });
    assert.match(message, /round: and\. Check/);
    assert.equal(cause, circle);
  });
});

test("304 is no redirect: nothing says that it leads elsewhere", async (t) => {
  for (const status of [304, 305, 306, 309]) {
    const { bedrock } = await connect(t, { faults: [{ kind: "raw", status, headers: {}, bodyBase64: "" }], maxRetries: 0 });
    const error = await failure(bedrock.converse(CHAT));
    assert.equal(error.name, "APIError");
    assert.equal(error.status, status);
    assert.match(error.message, new RegExp(`^Bedrock answered ${status} and nothing else\\.$`));
  }
  for (const status of [301, 302, 303, 307, 308]) {
    const { bedrock } = await connect(t, {
      faults: [{ kind: "raw", status, headers: { location: "/" }, bodyBase64: "" }],
      maxRetries: 0,
    });
    assert.match((await failure(bedrock.converse(CHAT))).message, /redirects to another address/);
  }
});

describe("a signal that is aborted already", () => {
  const calls = {
    converse: (bedrock, options) => bedrock.converse(CHAT, options),
    converseStream: (bedrock, options) => bedrock.converseStream(CHAT, options),
    listFoundationModels: (bedrock, options) => bedrock.listFoundationModels({}, options),
    "chat.completions.create": (bedrock, options) =>
      bedrock.chat.completions.create({ model: "nova-micro", messages: [] }, options),
    "embeddings.create": (bedrock, options) => bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "a" }, options),
    "models.list": (bedrock, options) => bedrock.models.list(options),
    invokeModelWithBidirectionalStream: (bedrock, options) =>
      bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-sonic-v1:0", body: [] }, options),
  };
  for (const [what, call] of Object.entries(calls)) {
    for (const isUsed of [false, true]) {
      test(`${what}: nothing of the caller's is called, ${isUsed ? "nor by a client that was used" : "by a new client"}`, async (t) => {
        const called = [];
        const note = (name) => () => void called.push(name);
        const { bedrock } = await connect(t, {
          fetch: (...given) => void called.push("fetch") ?? fetch(...given),
          credentials: async () => void called.push("credentials") ?? CREDENTIALS,
          WebSocket: class {
            constructor() {
              called.push("WebSocket");
              throw new Error("no");
            }
          },
          logger: { error: note("error"), warn: note("warn"), info: note("info"), debug: note("debug") },
          logLevel: "debug",
          onRequest: note("onRequest"),
          onResponse: note("onResponse"),
          onRetry: note("onRetry"),
          onWarning: note("onWarning"),
        });
        if (isUsed) await bedrock.converse(CHAT);
        called.length = 0;
        const reason = new Error("enough");
        const error = await failure(call(bedrock, { signal: AbortSignal.abort(reason), misspelt: 1 }));
        assert.equal(error.name, "APIUserAbortError");
        assert.equal(error.cause, reason);
        assert.deepEqual(called, []);
      });
    }
  }
});
