// The official `openai` SDK on Bedrock in a real page, in one bundle with the package, as a bundler for browsers makes it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BEGIN, delta, ending, events, start } from "./lib/chats.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, settled } from "./lib/client.mjs";
import { createSession, emulatorUrl } from "./lib/emulator.mjs";
import { pageBundle } from "./lib/page-bundle.mjs";
import { serve } from "./lib/serve.mjs";

const REQUEST_ID = /^[0-9a-f-]{36}$/;
/** All that the page needs. Nothing goes to OpenAI, or to the SDK's base URL: nothing could. */
const STRICT = {
  "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${emulatorUrl()}; img-src data:`,
};

describe("in a page under a strict policy", () => {
  let server, opened;

  before(async () => {
    server = await serve({ files: await pageBundle("openai"), headers: STRICT });
    opened = await openPage(`${server.url}/openai.html`);
    await opened.page.waitForFunction(() => globalThis.actions !== undefined);
  });
  after(async () => {
    await opened?.close();
    await server?.stop();
  });

  /** Does one of the page's actions in a session of its own. */
  async function act(t, action, faults = [], more = []) {
    const session = await createSession({ faults });
    t.after(() => session.delete());
    const client = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
    const release = `${emulatorUrl()}/_emulator/sessions/${session.id}/release`;
    const result = await opened.page.evaluate(
      ([name, ...args]) => globalThis.actions[name](...args),
      [action, client, release, ...more],
    );
    return { result, session };
  }

  test("a body that is nested too deep is refused with words, and nothing is sent", async (t) => {
    for (const depth of [600, 5000, 100_000]) {
      const { result, session } = await act(t, "nested", [], [depth]);
      assert.equal(result.status, 400, `${depth}: ${result.message}`);
      assert.match(result.message, /nest|deep/i);
      assert.equal((await session.log()).requests.length, 0);
    }
  });

  test("a chat goes there and back, without the SDK's headers", async (t) => {
    const { result, session } = await act(t, "chat");
    assert.ok(result.content.length > 0);
    assert.match(result.requestId, REQUEST_ID);
    const [preflight, { headers }] = (await session.log()).requests;
    assert.equal(
      preflight.headers["access-control-request-headers"],
      "authorization,content-type,x-amz-date,x-amz-security-token",
    );
    assert.doesNotMatch(JSON.stringify(headers), /geheim|stainless/i);
  });

  test("a stream arrives as it is made, and says the same", async (t) => {
    const { result, session } = await act(t, "stream", [{ kind: "gate", after: 4 }]);
    assert.match(result.requestId, REQUEST_ID);
    assert.equal(result.id, result.requestId);
    assert.equal(result.content, (await act(t, "chat")).result.content);
    assert.equal(result.content, (await act(t, "helper")).result.content);
    assert.equal((await settled(session)).requests.at(-1).events.state, "done");
  });

  test("tools run, whole and streamed", async (t) => {
    const { asked, contents } = (await act(t, "tools")).result;
    assert.deepEqual([asked.length, typeof asked[0], asked[0]], [2, "string", asked[1]]);
    assert.ok(contents.every((content) => content.length > 0));
  });

  test("tools go on after arguments that do not parse, and stop at a malformed call", async (t) => {
    const half = (stopReason) =>
      events(
        BEGIN,
        start(0, { toolUseId: "tooluse_a", name: "get_weather" }),
        delta(0, { toolUse: { input: '{"city": "Os' } }),
        ...ending(stopReason),
      );
    for (const reason of ["tool_use", "max_tokens"]) {
      const { result, session } = await act(t, "toolsOfAStream", [half(reason)]);
      assert.ok(result.asked.length === 0 && result.content.length > 0, JSON.stringify(result));
      assert.deepEqual(
        result.messages.map(({ role }) => role),
        ["user", "assistant", "tool", "assistant"],
      );
      const { requests } = await settled(session);
      const bodies = requests.filter(({ method }) => method === "POST").map(({ bodyText }) => JSON.parse(bodyText));
      assert.equal(bodies.length, 2);
      const [, { content: used }, { content: results }] = bodies[1].messages;
      assert.deepEqual([used[0].toolUse.toolUseId, results[0].toolResult.toolUseId], ["tooluse_a", "tooluse_a"]);
    }
    const { result } = await act(t, "toolsOfAStream", [half("malformed_tool_use")]);
    assert.deepEqual([result.asked, result.content.isAPIError], [[], true]);
    assert.match(result.content.message, /malformed_tool_use/);
  });

  test("embeddings arrive as numbers", async (t) => {
    assert.deepEqual((await act(t, "embeddings")).result, [
      [0, 256, true],
      [1, 256, true],
    ]);
  });

  test("an error has its class and members", async (t) => {
    const { result } = await act(t, "failure", [{ kind: "throttle" }]);
    assert.deepEqual(
      [result.isRateLimitError, result.status, result.code, result.type],
      [true, 429, "ThrottlingException", "rate_limit_error"],
    );
    assert.match(result.requestID, REQUEST_ID);
    // The first is the browser's own affair: it repeats what was sent on a connection that had served before.
    const broken = (await act(t, "failure", Array(4).fill({ kind: "closeBeforeHead" }))).result;
    assert.deepEqual([broken.isConnectionError, broken.cause], [true, "APIConnectionError"]);
    const inside = (await act(t, "failureInside", [{ kind: "exception", name: "throttlingException", after: 3 }])).result;
    assert.deepEqual([inside.isAPIError, inside.code, inside.type], [true, "ThrottlingException", "rate_limit_error"]);
    const cut = (await act(t, "failureInside", [{ kind: "endEarly", after: 3 }])).result;
    assert.deepEqual([cut.isAPIError, cut.type], [true, "server_error"]);
  });

  test("leaving, aborting and time-outs end the request", async (t) => {
    const left = await act(t, "breakOff", [{ kind: "stall", after: 4 }]);
    assert.equal((await settled(left.session)).requests.at(-1).events.state, "aborted");
    const aborted = await act(t, "abort", [{ kind: "hang" }]);
    assert.equal(aborted.result.isAbortError, true);
    await settled(aborted.session);
    const late = await act(t, "timeout", [{ kind: "hang" }]);
    assert.equal(late.result.isTimeoutError, true);
    await settled(late.session);
  });

  test("and nothing else goes wrong", () => {
    // The browser reports bad statuses and broken connections by itself.
    assert.deepEqual(
      opened.problems.filter((problem) => !/^Failed to load resource/.test(problem)),
      [],
    );
  });
});
