// What a real Chromium loads of the package is what `cargo xtask size` counts, file by file.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PAGES, bundlePage } from "../../xtask/npm/pages.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { serve } from "./lib/serve.mjs";

const pkg = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules/bedrock-wasm");
const HTML = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="stdin.js"></script>`;
const TEXT = "Why is the sky blue?";

/** The calls that are counted for each page. They are functions of the page, and stream a reply to its end. */
const CALLS = {
  "native page": [streamConverse],
  "slim page": [streamConverse],
  "chat page": [streamChat],
  "Claude page": [streamMessage],
  "service worker": [streamConverse, streamChat],
};

async function streamConverse([options, text]) {
  const request = { modelId: "amazon.nova-lite-v1:0", messages: [{ role: "user", content: [{ text }] }] };
  let tokens = 0;
  for await (const event of await new Bedrock(options).converseStream(request)) tokens += event.metadata?.usage.outputTokens ?? 0;
  return tokens;
}

async function streamChat([options, content]) {
  const request = {
    model: "nova-lite",
    messages: [{ role: "user", content }],
    stream: true,
    stream_options: { include_usage: true },
  };
  let tokens = 0;
  for await (const { usage } of await new Bedrock(options).chat.completions.create(request))
    tokens += usage?.completion_tokens ?? 0;
  return tokens;
}

async function streamMessage([options, content]) {
  const request = { model: "claude-sonnet-5", max_tokens: 400, messages: [{ role: "user", content }], stream: true };
  const answer = createFetch(new Bedrock(options));
  const reply = await answer("https://anthropic.invalid/v1/messages", { method: "POST", body: JSON.stringify(request) });
  let characters = 0;
  for (const [, json] of (await reply.text()).matchAll(/^data: (.+)$/gm)) characters += JSON.parse(json).delta?.text?.length ?? 0;
  return characters;
}

for (const measured of PAGES) {
  test(`${measured.name}: Chromium loads what is counted`, async (t) => {
    const { files, loaded } = await bundlePage(esbuild, pkg, measured);
    const served = Object.fromEntries([...files].map(([name, bytes]) => [`/${name}`, Buffer.from(bytes)]));
    const server = await serve({ files: { ...served, "/page.html": HTML } });
    t.after(() => server.stop());
    const { page, problems, close } = await openPage("about:blank");
    t.after(close);
    const requested = [];
    page.on("request", (request) => requested.push(new URL(request.url())));
    await page.goto(`${server.url}/page.html`);
    await page.waitForFunction(() => globalThis.Bedrock !== undefined);
    const session = await createSession();
    t.after(() => session.delete());
    const options = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
    for (const call of CALLS[measured.name]) assert.ok((await page.evaluate(call, [options, TEXT])) > 0);
    assert.deepEqual(problems, []);
    const own = requested.filter(({ origin, pathname }) => origin === server.url && pathname !== "/page.html");
    assert.deepEqual(own.map(({ pathname }) => pathname.slice(1)).sort(), loaded.sort());
  });
}
