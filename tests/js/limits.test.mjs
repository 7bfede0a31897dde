// Numbers that JSON does not have, and nesting: each is refused before anything is sent, by name, or makes a reply an error of
// ours. Pages play the nesting too.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as bedrockWasm from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/openai";
import { openPage } from "./lib/chromium.mjs";
import { CHAT, CREDENTIALS, NOVA, failure } from "./lib/client.mjs";
import { openFirefox } from "./lib/firefox.mjs";
import { serve } from "./lib/serve.mjs";
import { play, playChains } from "./pages/nesting.mjs";

const { Bedrock, BedrockError } = bedrockWasm;
const BROKEN = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A client whose `fetch` fails the test. */
function unused(options) {
  const fetch = () => assert.fail("it was sent");
  return new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, fetch, ...options });
}

describe("NaN and Infinity are refused by name", () => {
  const user = [{ role: "user", content: "Hi" }];
  const tool = (parameters) => [{ type: "function", function: { name: "f", parameters } }];
  /** Calls with this number, by what the message says of its place. */
  const CALLS = {
    "inferenceConfig.temperature": (b, n) => b.converse({ ...CHAT, inferenceConfig: { temperature: n } }),
    "inferenceConfig.maxTokens": (b, n) => b.converseStream({ ...CHAT, inferenceConfig: { maxTokens: n } }),
    "additionalModelRequestFields.a.0.b": (b, n) =>
      b.converse({ ...CHAT, additionalModelRequestFields: { a: [{ b: n }], z: { b: 1 } } }),
    "toolConfig.tools.0.toolSpec.inputSchema.json.minimum": (b, n) =>
      b.converse({ ...CHAT, toolConfig: { tools: [{ toolSpec: { name: "f", inputSchema: { json: { minimum: n } } } }] } }),
    max_tokens: (b, n) => b.invokeModel({ modelId: NOVA, body: { max_tokens: n } }),
    "messages.1": (b, n) => b.invokeModelWithResponseStream({ modelId: NOVA, body: { messages: [1, n] } }),
    "input.converse.x": (b, n) => b.countTokens({ modelId: NOVA, input: { converse: { x: n } } }),
    "content.0.text.text": (b, n) =>
      b.applyGuardrail({ guardrailIdentifier: "a", guardrailVersion: "1", source: "INPUT", content: [{ text: { text: n } }] }),
    "modelInput.seconds": (b, n) => b.startAsyncInvoke({ modelId: NOVA, modelInput: { seconds: n } }),
    "rerankingConfiguration.bedrockRerankingConfiguration.numberOfResults": (b, n) =>
      b.rerank({ rerankingConfiguration: { bedrockRerankingConfiguration: { numberOfResults: n } } }),
    maxResults: (b, n) => b.listAsyncInvokes({ maxResults: n }),
    expiresIn: (b, n) => b.createApiKey({ expiresIn: n }),
    temperature: (b, n) => b.chat.completions.create({ model: NOVA, messages: user, temperature: n }),
    "tools.0.function.parameters.properties.a.maximum": (b, n) =>
      b.chat.completions.create({ model: NOVA, messages: user, tools: tool({ properties: { a: { maximum: n } } }) }),
    "additionalModelRequestFields.k": (b, n) =>
      b.chat.completions.create({ model: NOVA, messages: user, stream: true, additionalModelRequestFields: { k: n } }),
    dimensions: (b, n) => b.embeddings.create({ model: "titan-embed-text-v2", input: "a", dimensions: n }),
    "input.0.1": (b, n) => b.embeddings.create({ model: "titan-embed-text-v2", input: [[1, n]] }),
    n: (b, n) => b.images.generate({ model: "nova-canvas", prompt: "a", n }),
    "x.y": (b, n) => b.converse({ ...CHAT, x: { y: Object(n) } }),
    "x.toJSON": (b, n) => b.converse({ ...CHAT, x: { toJSON: { toJSON: () => n } } }),
    timeout: (b, n) => b.converse(CHAT, { timeout: n }),
    maxRetries: (b, n) => b.chat.completions.create({ model: NOVA, messages: user }, { maxRetries: n }),
    streamIdleTimeout: (_, n) => unused({ streamIdleTimeout: n }).converse(CHAT),
  };
  for (const [place, call] of Object.entries(CALLS)) {
    test(place, async () => {
      for (const number of BROKEN) {
        const error = await failure(call(unused(), number));
        assert.ok(error instanceof BedrockError);
        assert.ok(error.message.includes(place), error.message);
      }
    });
  }

  test("the seconds of a role's credentials", async () => {
    const { fromTemporaryCredentials } = await import("bedrock-wasm/credentials");
    const clientConfig = { region: "us-east-1", fetch: () => assert.fail("it was sent") };
    const params = { RoleArn: "arn:aws:iam::123456789012:role/a", DurationSeconds: Number.NaN };
    const error = await failure(fromTemporaryCredentials({ masterCredentials: CREDENTIALS, params, clientConfig })());
    assert.match(error.message, /DurationSeconds is NaN/);
  });

  test("an event of a stream both ways", async () => {
    const body = (async function* () {
      yield { x: { y: Number.NaN } };
    })();
    class Silent extends EventTarget {
      bufferedAmount = 0;
      constructor() {
        super();
        setImmediate(() => this.onopen?.({}) ?? this.dispatchEvent(new Event("open")));
      }
      send() {}
      close() {}
    }
    const bedrock = new Bedrock({ region: "us-east-1", credentials: CREDENTIALS, WebSocket: Silent });
    const error = await failure(
      (async () => {
        for await (const _ of await bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-sonic-v1:0", body }));
      })(),
    );
    assert.match(error.message, /An event of `body` cannot be sent: y is NaN/);
  });
});

const LIMIT = /nested more than 512 deep/;

/** What pages/nesting.mjs played. */
function assertPlayed(played) {
  const names = Object.keys(played);
  assert.equal(names.length, 12 * 5);
  for (const name of names) {
    const { outcome, sent, type, message } = played[name];
    const levels = Number(name.split(" ")[0]);
    const said = `${name}: ${JSON.stringify(played[name])}`;
    if (levels <= 500) {
      assert.equal(outcome, "resolved", said);
      assert.ok(sent, said);
    } else {
      assert.equal(outcome, "rejected", said);
      assert.ok(["BedrockError", "APIError", 400].includes(type), said);
      assert.match(message, LIMIT, said);
      // A reply has to be asked for.
      assert.equal(sent, name.includes("reply"), said);
    }
  }
}

describe("nesting has one limit, which is told", () => {
  test("in Node", async () => {
    assertPlayed(await play({ ...bedrockWasm, createFetch }));
    assert.deepEqual(await playChains(bedrockWasm), []);
  });

  const BROWSERS = {
    Chromium: async (url) => {
      const { page, close } = await openPage(url);
      return { evaluate: (expression) => page.evaluate(expression), close };
    },
    Firefox: openFirefox,
  };
  for (const [browser, openIn] of Object.entries(BROWSERS)) {
    test(`in ${browser}`, async (t) => {
      const here = path.dirname(fileURLToPath(import.meta.url));
      const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
      const server = await serve({ folders, files: { "/index.html": "<!doctype html>" } });
      t.after(() => server.stop());
      const { evaluate, close } = await openIn(`${server.url}/index.html`);
      t.after(close);
      const program = `(async () => {
        const [all, { createFetch }, { play, playChains }] = await Promise.all(
          ["/pkg/index.js", "/pkg/openai.js", "/pages/nesting.mjs"].map((file) => import(file)),
        );
        return { played: await play({ ...all, createFetch }), errors: await playChains(all) };
      })()`;
      const { played, errors } = await evaluate(program);
      assertPlayed(played);
      assert.deepEqual(errors, []);
    });
  }
});
