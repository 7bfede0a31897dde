// Whatever a caller passes: a call is rejected with an error of ours, or goes on without it. No call hangs, no process ends, and
// neither the calls beside it nor those after it notice. The callers are in pages/hostile-*.mjs, since pages play them too.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as bedrockWasm from "bedrock-wasm";
import { openPage } from "./lib/chromium.mjs";
import { watchRejections } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";
import { play } from "./pages/hostile-play.mjs";
import { TABLES } from "./pages/hostile-tables.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
/** All that a page needs: its own scripts, and compiling WebAssembly. */
const headers = {
  "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:",
};

function assertHarmless(hostile, { name, outcome, isTyped, message, warnings, others }) {
  const all = JSON.stringify({ name, outcome, isTyped, message, warnings, others });
  // Runtimes differ in whether they are hostile at all.
  assert.match(outcome, hostile.outcome === "either" ? /^re/ : new RegExp(hostile.outcome), all);
  assert.deepEqual(
    others.filter((stopReason) => stopReason !== "end_turn"),
    [],
    all,
  );
  if (outcome === "rejected") {
    assert.ok(isTyped, all);
    // A sentence, not a word of the engine's.
    assert.match(message, /^[\w`].*[.:]/s, all);
    assert.match(message, hostile.says, all);
  } else if (hostile.says && warnings.length > 0) {
    assert.match(warnings.join("\n"), hostile.says, all);
  }
}

test("the table is long", () => {
  const names = Object.values(TABLES).flatMap(Object.keys);
  assert.ok(names.length >= 100, `${names.length} callers`);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

describe("in Node", () => {
  for (const [subject, table] of Object.entries(TABLES)) {
    describe(subject, () => {
      for (const [name, hostile] of Object.entries(table)) {
        test(name, async (t) => {
          const unhandled = watchRejections(t);
          const uncaught = [];
          const listener = (error) => uncaught.push(error);
          process.on("uncaughtException", listener);
          t.after(() => process.off("uncaughtException", listener));
          assertHarmless(hostile, await play(bedrockWasm, name, hostile));
          assert.deepEqual([(await unhandled()).length, uncaught.length], [0, 0]);
        });
      }
    });
  }
});

describe("in Chromium, under a strict Content-Security-Policy", () => {
  let server;
  let opened;
  before(async () => {
    server = await serve({ folders, headers });
    opened = await openPage(`${server.url}/pages/hostile.html`);
    await opened.page.waitForFunction(() => globalThis.actions !== undefined);
  });
  after(async () => {
    await opened?.close();
    await server.stop();
  });
  for (const [subject, table] of Object.entries(TABLES)) {
    test(subject, async () => {
      const { results, unhandled } = await opened.page.evaluate((name) => globalThis.actions.play(name), subject);
      assert.equal(results.length, Object.keys(table).length);
      for (const result of results) assertHarmless(table[result.name], result);
      assert.deepEqual([unhandled, opened.problems], [[], []]);
    });
  }
});
