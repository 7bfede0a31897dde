// Responses by the official `openai` SDK and OpenAI's Agents SDK in a page and in a worker.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, collect, failure, settled } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { NOVA, sdkOf } from "./lib/openai.mjs";
import { pageBundle } from "./lib/page-bundle.mjs";
import { serve } from "./lib/serve.mjs";
import { startWorker } from "./lib/workerd.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

function checkSdk({ whole, streamed, parsed, calls, told, refused }) {
  assert.ok(whole.length > 0 && told.length > 0);
  assert.equal(streamed, whole);
  assert.deepEqual([parsed, calls, refused], [["string", "number"], [["get_weather", "string"]], [400, "background"]]);
}

function checkAgents({ whole, streamed, isTold, cities }) {
  assert.ok(whole.length > 0 && streamed.length > 0 && isTold);
  assert.deepEqual(cities, ["string", "string"]);
}

describe("in a page", () => {
  let server, opened;

  before(async () => {
    server = await serve({ files: await pageBundle("responses") });
    opened = await openPage(`${server.url}/responses.html`);
    await opened.page.waitForFunction(() => globalThis.actions !== undefined);
  });
  after(async () => {
    await opened?.close();
    await server?.stop();
  });

  async function act(t, action) {
    const session = await createSession();
    t.after(() => session.delete());
    const options = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
    return opened.page.evaluate(([name, given]) => globalThis.actions[name](given), [action, options]);
  }

  test("the SDK answers, streams, parses, and calls tools", async (t) => checkSdk(await act(t, "sdk")));
  test("agents run tools, whole and streamed", async (t) => checkAgents(await act(t, "agents")));
});

describe("in a worker", () => {
  async function start(t, options) {
    const session = await createSession(options);
    t.after(() => session.delete());
    const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS;
    const env = {
      ENDPOINT: session.endpoint,
      ACCESS_KEY_ID: accessKeyId,
      SECRET_ACCESS_KEY: secretAccessKey,
      SESSION_TOKEN: sessionToken,
    };
    // The Agents SDK wants Node's modules there.
    const worker = await startWorker(path.join(here, "workers/responses.js"), env, { nodejs: true });
    t.after(() => worker.stop());
    return { url: worker.url, session };
  }

  test("the SDK answers, streams, parses, and calls tools", async (t) => {
    const { url } = await start(t);
    checkSdk(await (await fetch(url)).json());
  });

  test("agents run tools, whole and streamed", async (t) => {
    const { url } = await start(t);
    checkAgents(await (await fetch(`${url}/agents`)).json());
  });

  test("it serves Responses over HTTP: answers, streams, errors, and the end of who leaves", async (t) => {
    const { url, session } = await start(t, { faults: [{ kind: "throttle" }] });
    const openai = sdkOf(undefined, { baseURL: `${url}/v1` });
    const ask = { model: NOVA, input: "Why is the sky blue?" };
    const error = await failure(openai.responses.create(ask));
    assert.deepEqual([error.status, error.code], [429, "ThrottlingException"]);
    const { output_text } = await openai.responses.create(ask);
    const events = await collect(await openai.responses.create({ ...ask, stream: true }));
    assert.equal(events.at(-1).response.output_text, output_text);
    assert.equal((await settled(session)).requests.at(-1).events.state, "done");
  });
});
