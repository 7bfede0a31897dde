// A program for the AWS SDK in a real page, with `bedrock-wasm/aws-sdk` in its bundle and nothing of the SDK.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { bundle } from "./lib/bundle.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CHAT, CREDENTIALS } from "./lib/client.mjs";
import { createSession } from "./lib/emulator.mjs";
import { serve } from "./lib/serve.mjs";

const PROGRAM = `
  import { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } from "bedrock-wasm/aws-sdk";
  globalThis.ask = async (config, input) => {
    const client = new BedrockRuntimeClient(config);
    const { stream, $metadata } = await client.send(new ConverseStreamCommand(input));
    let text = "";
    for await (const event of stream) text += event.contentBlockDelta?.delta?.text ?? "";
    const wrong = await client.send(new ConverseStreamCommand({ ...input, messages: [] })).catch((error) => error);
    return { text, attempts: $metadata.attempts, isKnown: wrong instanceof ValidationException, name: wrong.name };
  };`;

test("it streams, counts its attempts across a preflight, and knows its exceptions though classes are renamed", async (t) => {
  const { outdir, entry, metafile } = await bundle(t, PROGRAM);
  assert.ok(Object.keys(metafile.inputs).every((file) => !file.includes("@aws-sdk")));
  const html = `<!doctype html><script type="module" src="/built/${path.basename(entry)}"></script>`;
  const server = await serve({ files: { "/page.html": html, "/favicon.ico": "" }, folders: { "/built/": outdir } });
  t.after(() => server.stop());
  const opened = await openPage(`${server.url}/page.html`);
  t.after(() => opened.close());
  await opened.page.waitForFunction(() => globalThis.ask !== undefined);
  const session = await createSession({ faults: [{ kind: "throttle", retryAfterMs: 1 }] });
  t.after(() => session.delete());
  const config = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
  const answer = await opened.page.evaluate(([config, input]) => globalThis.ask(config, input), [config, CHAT]);
  assert.ok(answer.text.length > 20);
  assert.deepEqual({ ...answer, text: "" }, { text: "", attempts: 2, isKnown: true, name: "ValidationException" });
});
