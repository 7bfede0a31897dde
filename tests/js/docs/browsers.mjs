// Snippets that run in Chromium: pages as they are, programs of a bundler, service workers.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { openPage } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";
import { atSession } from "./programs.mjs";

const PATIENCE_MS = 60_000;

/** Opens a page, or a page with the program in it, and waits until it shows what is expected. */
export async function showPage({ t, folder, name, code, row, session, credentials, answer }) {
  const isPage = name.endsWith(".html");
  const html = isPage ? atSession(code, session) : `${row.page}<script type="module" src="/program.js"></script>`;
  const files = isPage ? {} : { "/program.js": await bundled(folder, name, atSession(code, session), "esm") };
  await shows(t, folder, { html, files, credentials, row, answer });
}

/** Registers a snippet as a service worker, asks it, and waits for its answer. */
export async function showServiceWorker({ t, folder, name, code, row, session, credentials, answer }) {
  const html = `<p id="answer"></p><script type="module">
    navigator.serviceWorker.addEventListener("message", ({ data }) => document.querySelector("#answer").append(data));
    await navigator.serviceWorker.register("/worker.js");
    (await navigator.serviceWorker.ready).active.postMessage(${JSON.stringify(row.serviceWorker)});
  </script>`;
  const files = { "/worker.js": await bundled(folder, name, atSession(code, session), "iife") };
  await shows(t, folder, { html, files, credentials, row, answer });
}

async function shows(t, folder, { html, files, credentials, row, answer }) {
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${html}`;
  const server = await serve({
    files: { "/index.html": page, "/api/bedrock-credentials": JSON.stringify(credentials), ...files },
    folders: { "/node_modules/bedrock-wasm/": path.join(folder, "node_modules/bedrock-wasm") },
  });
  t.after(() => server.stop());
  const { page: opened, problems, close } = await openPage(`${server.url}/index.html`);
  t.after(close);
  await row.act?.(opened);
  const pattern = row.shows?.source ?? answer?.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  assert.ok(pattern, "what the page shows is not checked");
  const isShown = (pattern) => new RegExp(pattern, "s").test(document.querySelector("#answer").textContent);
  await opened.waitForFunction(isShown, pattern, { timeout: PATIENCE_MS });
  assert.deepEqual(problems, []);
}

async function bundled(folder, name, code, format) {
  const file = path.join(folder, `at-session-${name}`);
  fs.writeFileSync(file, code);
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, write: false, format, target: "es2022" });
  return outputFiles[0].text;
}
