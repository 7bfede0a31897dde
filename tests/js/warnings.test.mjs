// A warning is told once a client, by the log and by `onWarning`; each reply lists its own. In pages, a key that does not
// expire gives one.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Bedrock } from "bedrock-wasm";
import { openPage } from "./lib/chromium.mjs";
import { CHAT, CREDENTIALS, NOVA, collect, connect } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";

const REQUEST = { model: NOVA, messages: [{ role: "user", content: "Hi" }] };

describe("a warning is told once a client", () => {
  /** A client that keeps what it tells by this way, and the list of it. */
  async function listening(t, way, options) {
    const told = [];
    const warn = (message) => told.push(message);
    const listeners = way === "logger" ? { logger: { warn } } : { onWarning: ({ message }) => warn(message) };
    const { bedrock } = await connect(t, { ...listeners, ...options });
    return { bedrock, told };
  }

  for (const way of ["logger", "onWarning"]) {
    test(`by ${way}, for each parameter, however many calls have it`, async (t) => {
      const { bedrock, told } = await listening(t, way);
      for (let call = 0; call < 5; call++) {
        const whole = await bedrock.chat.completions.create({ ...REQUEST, seed: call, user: "a" });
        assert.equal(whole._warnings.length, 2);
        assert.deepEqual(
          whole._warnings.map(({ message }) => message.split("`")[1]),
          ["seed", "user"],
        );
        const stream = await bedrock.chat.completions.create({ ...REQUEST, stream: true, seed: call });
        await collect(stream);
        assert.equal(stream.warnings.length, 1);
      }
      assert.equal(told.length, 2);
      assert.match(told.join("\n"), /`seed`.*`user`/s);
    });
  }

  test("by the console", async (t) => {
    const warn = t.mock.method(console, "warn", () => {});
    const { bedrock } = await connect(t);
    for (let call = 0; call < 3; call++) await bedrock.chat.completions.create({ ...REQUEST, seed: 1, user: "a" });
    assert.equal(warn.mock.callCount(), 2);
    const other = await connect(t);
    await other.bedrock.chat.completions.create({ ...REQUEST, seed: 1 });
    assert.equal(warn.mock.callCount(), 3);
  });

  test("for an option of each call that nobody knows", async (t) => {
    const { bedrock, told } = await listening(t, "onWarning");
    for (let call = 0; call < 3; call++) await bedrock.converse(CHAT, { timout: 1, retries: 2 });
    assert.deepEqual(
      told.map((message) => /"(.*)"/.exec(message)[1]),
      ["timout", "retries"],
    );
  });

  test("for options that are read again, since they could not be used", async () => {
    const told = [];
    const options = { region: "us-east-1", apiKey: "a", credentials: CREDENTIALS, misspelt: 1 };
    const bedrock = new Bedrock({ ...options, onWarning: ({ code }) => told.push(code) });
    for (let call = 0; call < 3; call++) await assert.rejects(bedrock.converse(CHAT), /both credentials and an apiKey/);
    assert.ok(told.length <= 1, String(told));
  });

  test("twenty times a code at most, and then other codes are told", async (t) => {
    const { bedrock, told } = await listening(t, "onWarning");
    for (let call = 0; call < 50; call++) {
      const { _warnings } = await bedrock.chat.completions.create({ ...REQUEST, bedrock: { [`made_up_${call}`]: 1 } });
      assert.match(_warnings[0].message, new RegExp(`made_up_${call}`));
    }
    assert.equal(told.length, 20);
    await bedrock.converse(CHAT, { misspelt: 1 });
    assert.equal(told.length, 21);
  });

  test("for a model that fails each time", async (t) => {
    const good = { output: { message: { role: "assistant", content: [{ text: "Hi" }] } }, stopReason: "end_turn" };
    const fetch = async (url) =>
      url.includes("nova-micro") ? Response.json({ message: "Too many." }, { status: 429 }) : Response.json(good);
    const { bedrock, told } = await listening(t, "onWarning", { fetch, maxRetries: 0 });
    for (let call = 0; call < 3; call++) {
      const { _warnings } = await bedrock.chat.completions.create(REQUEST, { fallbackModels: ["nova-lite"] });
      assert.equal(_warnings[0].code, "fallback_model");
    }
    assert.equal(told.length, 1, told.join("\n"));
  });

  test("but each refresh of credentials that fails is told", async (t) => {
    const told = [];
    let asked = 0;
    const soon = () => new Date(Date.now() + 60_000);
    const credentials = async () => {
      asked += 1;
      // Good, then the first failure, good again, and the second.
      if (asked % 2 === 0) throw new Error("unreachable");
      return { ...CREDENTIALS, expiration: soon() };
    };
    const { bedrock } = await connect(t, { credentials, onWarning: ({ code }) => told.push(code) });
    for (let call = 0; call < 4; call++) await bedrock.converse(CHAT);
    assert.deepEqual(told, ["credentials_refresh", "credentials_refresh"]);
  });
});

const STATIC = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
const LONG_LIVED = { "an access key": { credentials: STATIC }, "an API key": { apiKey: "ABSKQmVkcm9ja0FQSUtleS1leGFtcGxl" } };
const SHORT_LIVED = {
  "temporary credentials": { credentials: { ...STATIC, accessKeyId: "ASIAIOSFODNN7EXAMPLE", sessionToken: "token" } },
  "a session of a long-lived key": { credentials: { ...STATIC, sessionToken: "token" } },
  "a short-term API key": { apiKey: "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29tLz9BQlNLPUFLSUE=" },
};

/** What calls with these keys warn of, in whatever runtime this runs: it is sent as text. */
async function warningsWith(file, keys, asFunction) {
  const { Bedrock } = await import(file);
  const warnings = [];
  const given = asFunction ? Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, async () => key])) : keys;
  const fetch = async () => Response.json({});
  const onWarning = ({ code, message }) => warnings.push({ code, message });
  const options = { region: "us-east-1", fetch, onWarning, ...given };
  if (asFunction && "dangerouslyAllowLongLivedKeys" in keys) options.dangerouslyAllowLongLivedKeys = true;
  const bedrock = new Bedrock(options);
  for (let call = 0; call < 3; call++) await bedrock.converse({ modelId: "amazon.nova-micro-v1:0", messages: [] });
  await bedrock.models.list();
  return warnings.filter(({ code }) => code !== "offline_catalogue");
}

describe("a long-lived key", () => {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const folders = { "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
  const WORKER = `${warningsWith}; onmessage = async ({ data }) => postMessage(await warningsWith(...data));`;
  const ALL = { ...LONG_LIVED, ...SHORT_LIVED };

  /** A way to play `warningsWith` in a page of Chromium, and one in a worker of it. */
  async function inChromium(t) {
    const server = await serve({ folders, files: { "/index.html": "<!doctype html>", "/worker.mjs": WORKER } });
    t.after(() => server.stop());
    const { page, close } = await openPage(`${server.url}/index.html`);
    t.after(close);
    const play = (keys, asFunction) =>
      page.evaluate(`(${warningsWith})("/pkg/index.js", ${JSON.stringify(keys)}, ${asFunction})`);
    const playInWorker = (keys, asFunction) => {
      const message = JSON.stringify(["/pkg/index.js", keys, asFunction]);
      return page.evaluate(`new Promise((resolve, reject) => {
        const worker = new Worker("/worker.mjs", { type: "module" });
        worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(${message});
      })`);
    };
    return { play, playInWorker };
  }

  test("in a page or its worker gives one warning a client, which says what to do", async (t) => {
    const { play, playInWorker } = await inChromium(t);
    for (const [name, keys] of Object.entries(LONG_LIVED)) {
      for (const warnings of [await play(keys, false), await play(keys, true), await playInWorker(keys, false)]) {
        assert.deepEqual(
          warnings.map(({ code }) => code),
          ["long_lived_key"],
          name,
        );
        const [{ message }] = warnings;
        assert.match(message, /fromCognitoIdentityPool.*createApiKey.*dangerouslyAllowLongLivedKeys: true/);
        assert.doesNotMatch(message, /AKIA|ABSK|EXAMPLE/);
      }
    }
  });

  test("gives none where it is allowed, nor do others", async (t) => {
    const { play, playInWorker } = await inChromium(t);
    for (const [name, keys] of Object.entries(LONG_LIVED)) {
      const allowed = { ...keys, dangerouslyAllowLongLivedKeys: true };
      assert.deepEqual(
        [await play(allowed, false), await play(allowed, true), await playInWorker(allowed, false)],
        [[], [], []],
        name,
      );
    }
    for (const [name, keys] of Object.entries(SHORT_LIVED)) {
      assert.deepEqual([await play(keys, false), await play(keys, true), await playInWorker(keys, true)], [[], [], []], name);
    }
  });

  test("gives none in Node", async () => {
    for (const [name, keys] of Object.entries(ALL)) {
      assert.deepEqual(await warningsWith("bedrock-wasm", keys, false), [], name);
    }
  });
});
