// Parts of the package that cannot be loaded: a file that the server does not have, as after a deployment, and `import()` where it
// is forbidden. The error names the part and the remedy, in each vocabulary, and is not kept.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import OpenAI from "openai";
import { bundle } from "./lib/bundle.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CHAT, CREDENTIALS, connect } from "./lib/client.mjs";
import { openFirefox } from "./lib/firefox.mjs";
import { serve } from "./lib/serve.mjs";
import { serveStreams } from "./lib/service.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const installed = path.join(here, "node_modules/bedrock-wasm");
const PROGRAM = `export * from "bedrock-wasm"; export { createFetch } from "bedrock-wasm/openai";`;
const MESSAGES = [{ role: "user", content: "Hi" }];
const REMEDY = / Serve all files of the bundle\. Service workers need "bedrock-wasm\/service-worker"\.$/;

/** What a program does, by the part that it needs first. */
const USES = {
  native: (bedrock) => bedrock.converse(CHAT),
  chatCore: (bedrock) => bedrock.chat.completions.create({ model: "nova-lite", messages: MESSAGES }),
  chat: (bedrock) => bedrock.chat.completions.create({ model: "nova-lite", messages: MESSAGES }),
  moreCore: (bedrock) => bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "Hi" }),
  more: (bedrock) => bedrock.models.list(),
};
const FILES = { native: "wasm-native", chatCore: "chat-core", chat: "wasm-chat", moreCore: "more-core", more: "wasm-more" };

for (const [part, use] of Object.entries(USES)) {
  test(`a call whose part "${part}" is missing says so, and works once it is back`, async (t) => {
    const { outdir, entry } = await bundle(t, PROGRAM);
    const file = path.join(
      outdir,
      fs.readdirSync(outdir).find((name) => name.startsWith(FILES[part])),
    );
    fs.renameSync(file, `${file}.away`);
    const { Bedrock, BedrockError } = await import(pathToFileURL(entry));
    const { session } = await connect(t);
    const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS });
    const error = await use(bedrock).catch((error) => error);
    assert.ok(error instanceof BedrockError);
    assert.equal(error.name, "BedrockError");
    assert.ok(error.message.startsWith(`bedrock-wasm could not load its part "${part}": `), error.message);
    assert.match(error.message, REMEDY);
    assert.ok(error.cause instanceof Error);
    assert.doesNotMatch(error.message, /\.\./);
  });
}

test("a bidirectional stream whose part is missing says so", async (t) => {
  const { outdir, entry } = await bundle(t, PROGRAM);
  fs.rmSync(
    path.join(
      outdir,
      fs.readdirSync(outdir).find((name) => name.startsWith("bidirectional")),
    ),
  );
  const { Bedrock } = await import(pathToFileURL(entry));
  const service = await serveStreams(t, (session) => session.say("hello"));
  const bedrock = new Bedrock({ region: "us-east-1", endpoint: service.endpoint, credentials: CREDENTIALS });
  const opened = bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-sonic-v1:0", body: [] });
  await assert.rejects(opened, /bedrock-wasm could not load its part "bidirectional": /);
});

test("createFetch answers with the message, which the openai package shows", async (t) => {
  const { outdir, entry } = await bundle(t, PROGRAM);
  fs.rmSync(
    path.join(
      outdir,
      fs.readdirSync(outdir).find((name) => name.startsWith("chat-core")),
    ),
  );
  const { Bedrock, createFetch } = await import(pathToFileURL(entry));
  const { session } = await connect(t);
  const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS });
  const openai = new OpenAI({ apiKey: "unused", baseURL: "http://localhost/v1", fetch: createFetch(bedrock), maxRetries: 0 });
  for (const stream of [false, true]) {
    const error = await openai.chat.completions
      .create({ model: "nova-lite", messages: MESSAGES, stream })
      .catch((error) => error);
    assert.ok(error instanceof OpenAI.InternalServerError, String(error));
    assert.match(error.message, /^500 bedrock-wasm could not load its part "chatCore": /);
  }
});

/** A page over the package's files, without those that are `missing`. */
async function servePage(t, script, missing, html = {}) {
  const names = fs.readdirSync(installed).filter((name) => fs.statSync(path.join(installed, name)).isFile());
  const kept = names.filter((name) => !missing.includes(name));
  const files = Object.fromEntries(kept.map((name) => [`/pkg/${name}`, fs.readFileSync(path.join(installed, name))]));
  files["/index.html"] = `<!doctype html><title>page</title><script type="module">${script}</script>`;
  const server = await serve({ files: { ...files, ...html } });
  t.after(() => server.stop());
  return `${server.url}/index.html`;
}

const ASK = (entry, call, before = "") => `
  globalThis.failure = (async () => {
    ${before}
    const { Bedrock } = await import("./pkg/${entry}.js");
    const options = { region: "us-east-1", endpoint: "http://127.0.0.1:9", credentials: ${JSON.stringify(CREDENTIALS)}, maxRetries: 0 };
    const bedrock = new Bedrock(options);
    return ${call}.catch(({ name, message }) => [name, message]);
  })();`;
const CHAT_CALL = `bedrock.chat.completions.create({ model: "nova-lite", messages: ${JSON.stringify(MESSAGES)} })`;
const NATIVE_CALL = `bedrock.converse(${JSON.stringify(CHAT)})`;

/** What the page tells, in both browsers. */
async function failuresIn(t, url) {
  const { page, close } = await openPage(url);
  t.after(close);
  await page.waitForFunction("globalThis.failure");
  const firefox = await openFirefox(url);
  t.after(firefox.close);
  return [await page.evaluate("globalThis.failure"), await firefox.evaluate("globalThis.failure")];
}

for (const [what, entry, call, missing, part] of [
  ["a page without a part", "index", CHAT_CALL, ["chat-core.js"], "chatCore"],
  ["a page without the text of a WebAssembly", "index", NATIVE_CALL, ["wasm-native.js"], "native"],
  ["a page of slim without the file of a WebAssembly", "slim", NATIVE_CALL, ["bedrock.wasm"], "native"],
]) {
  test(`${what} names it in Chromium and Firefox`, async (t) => {
    for (const [name, message] of await failuresIn(t, await servePage(t, ASK(entry, call), missing))) {
      assert.equal(name, "BedrockError");
      assert.ok(message.startsWith(`bedrock-wasm could not load its part "${part}": `), message);
      assert.match(message, REMEDY);
    }
  });
}

test("slim tells a page from WebAssembly: development servers answer with one for files they lack", async (t) => {
  const html = `new Response("<!doctype html>", { headers: { "content-type": "text/html" } })`;
  const before = `
    const { fetch } = globalThis;
    globalThis.fetch = async (url) => (String(url).endsWith(".wasm") ? ${html} : fetch(url));`;
  for (const [name, message] of await failuresIn(t, await servePage(t, ASK("slim", NATIVE_CALL, before), []))) {
    assert.equal(name, "BedrockError");
    assert.match(message, /could not load its part "native": http:.*bedrock\.wasm answered 200 text\/html\. /);
  }
});

test("a service worker with the page's entry is told which entry to import", async (t) => {
  const worker = `
    import { Bedrock } from "./pkg/index.js";
    addEventListener("message", (event) => {
      const bedrock = new Bedrock({ region: "us-east-1", credentials: ${JSON.stringify(CREDENTIALS)} });
      event.waitUntil(${CHAT_CALL}.catch(({ name, message }) => event.ports[0].postMessage([name, message])));
    });`;
  const script = `
    globalThis.failure = (async () => {
      await navigator.serviceWorker.register("/worker.mjs", { type: "module" });
      const { active } = await navigator.serviceWorker.ready;
      const { port1, port2 } = new MessageChannel();
      const said = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
      active.postMessage("go", [port2]);
      return said;
    })();`;
  const url = await servePage(t, script, [], { "/worker.mjs": worker });
  for (const [name, message] of await failuresIn(t, url)) {
    assert.equal(name, "BedrockError");
    assert.match(message, /could not load its part "(chatCore|chat)": .*Service workers need "bedrock-wasm\/service-worker"/);
  }
});
