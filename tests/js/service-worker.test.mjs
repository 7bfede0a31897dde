// The entry for service workers, where `import()` is forbidden: from the package's files as they are, and in a bundle.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bundle } from "./lib/bundle.mjs";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS } from "./lib/client.mjs";
import { createSession, emulatorUrl } from "./lib/emulator.mjs";
import { openFirefox } from "./lib/firefox.mjs";
import { serve } from "./lib/serve.mjs";
import { serveStreams } from "./lib/service.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
/** All that it needs: its own scripts, compiling WebAssembly, and Bedrock. */
const headers = {
  "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${emulatorUrl()} ws:; img-src data:`,
};
const PROGRAM = `
  import { createFetch } from "bedrock-wasm/openai";
  import * as bedrockWasm from "bedrock-wasm/service-worker";
  import { serveActions } from "./pages/served-actions.mjs";
  serveActions({ ...bedrockWasm, createFetch });
`;

const BROWSERS = {
  Chromium: async (url) => {
    const { page, problems, close } = await openPage(url);
    return { evaluate: (expression) => page.evaluate(expression), problems, close };
  },
  Firefox: openFirefox,
};
/** What is registered: a file that imports the package's files, or all in one. */
const SCRIPTS = {
  "the package's files": { script: "service-worker.mjs", type: "module" },
  "a bundle that is a module": { script: "bundled.mjs", type: "module", format: "esm" },
  "a bundle that is a script": { script: "bundled.js", type: "classic", format: "iife" },
};

for (const [browser, openIn] of Object.entries(BROWSERS)) {
  describe(`a service worker in ${browser}`, () => {
    for (const [what, { script, type, format }] of Object.entries(SCRIPTS)) {
      test(`speaks both vocabularies and answers requests, from ${what}`, async (t) => {
        const files = format ? { [`/pages/${script}`]: await bundled(t, format) } : {};
        const server = await serve({ files, folders, headers });
        t.after(() => server.stop());
        const {
          evaluate,
          problems = [],
          close,
        } = await openIn(`${server.url}/pages/service-worker.html?script=${script}&type=${type}`);
        t.after(close);
        const session = await createSession();
        t.after(() => session.delete());
        const act = (action, endpoint = session.endpoint) => {
          const options = { region: "us-east-1", endpoint, credentials: CREDENTIALS };
          return evaluate(`globalThis.actions.${action}(${JSON.stringify(options)})`);
        };

        const { output } = await act("converse");
        assert.equal(output.stopReason, "end_turn");
        const { first, rest } = await act("stream");
        assert.deepEqual([first[0], Object.keys(rest.at(-1))], [{ messageStart: { role: "assistant" } }, ["metadata"]]);
        const { whole, streamed } = await act("chat");
        assert.ok(whole.length > 0);
        assert.equal(streamed, whole);
        const { good, deep } = await act("serve");
        assert.deepEqual([good.status, good.choices?.[0].message.content, deep.status], [200, whole, 400], JSON.stringify(deep));
        assert.match(deep.error.message, /nested more than 512 deep/);
        const service = await serveStreams(t, (session) => session.say("hello"));
        assert.deepEqual(await act("leaveBothWays", service.endpoint), { returns: 1 });
        assert.deepEqual(problems, []);
      });
    }
  });
}

test("a bundle of it imports nothing later", async (t) => {
  const { metafile } = await bundle(t, PROGRAM);
  assert.deepEqual(
    Object.values(metafile.outputs).map(({ imports }) => imports),
    [[]],
  );
});

/** The program as one file. */
async function bundled(t, format) {
  const { entry } = await bundle(t, PROGRAM, { format, splitting: false });
  return fs.readFileSync(entry, "utf8");
}
