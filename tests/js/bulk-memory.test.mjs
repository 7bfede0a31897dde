// Images leave nothing in the memory of WebAssembly, which never shrinks: neither in Node nor in pages, with `crypto.subtle` or
// without it.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, connect } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";
import { growths, watchMemories } from "./pages/bulk.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };
const IMAGE_BYTES = 5_000_000;
/** The goal is the length of the image; what can be had is next to nothing. */
const GROWTH_MAX = 500_000;

function assertSmall(t, found) {
  assert.deepEqual(Object.keys(found), ["converse", "invokeModel", "chat.completions.create"]);
  t.diagnostic(JSON.stringify(found));
  for (const [name, { grown, isWhole }] of Object.entries(found)) {
    assert.ok(grown < GROWTH_MAX, `${name}: ${grown} bytes`);
    assert.ok(isWhole, name);
  }
}

async function openBulk(t, hash) {
  const server = await serve({ folders });
  t.after(() => server.stop());
  const { page, close } = await openPage(`${server.url}/pages/bulk.html${hash}`);
  t.after(close);
  await page.waitForFunction(() => globalThis.actions !== undefined);
  return page;
}

describe("an image of five megabytes leaves next to nothing in WebAssembly's memory", () => {
  test("in Node", async (t) => {
    // Before the package is imported again, in a graph of its own.
    const bytesOfMemories = watchMemories();
    const bedrockWasm = await import("./node_modules/bedrock-wasm/index.js");
    assertSmall(t, await growths(bedrockWasm, bytesOfMemories, IMAGE_BYTES));
    assert.ok(bytesOfMemories() > 0);
  });
  for (const [where, hash] of Object.entries({ "in a page": "", "in a page without crypto.subtle": "#insecure" })) {
    test(where, async (t) => {
      const page = await openBulk(t, hash);
      assertSmall(t, await page.evaluate((length) => globalThis.actions.growths(length), IMAGE_BYTES));
    });
  }
});

test("bodies of all lengths are signed rightly without crypto.subtle", async (t) => {
  const { session } = await connect(t);
  const page = await openBulk(t, "#insecure");
  const options = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
  const answers = await page.evaluate((given) => globalThis.actions.signed(given), options);
  assert.deepEqual(answers, Array(7).fill("end_turn"));
});
