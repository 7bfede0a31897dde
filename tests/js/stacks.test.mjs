// The function that made a call is in the stack of the call's error, so that whoever reads a log finds it. The calls are in
// pages/stacks.mjs.
import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as bedrockWasm from "bedrock-wasm";
import { openPage } from "./lib/chromium.mjs";
import { serve } from "./lib/serve.mjs";
import { stacks } from "./pages/stacks.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const folders = { "/pages/": path.join(here, "pages"), "/pkg/": path.join(here, "node_modules/bedrock-wasm") };

function assertCallers(found) {
  assert.ok(Object.keys(found).length > 30);
  const lost = [];
  for (const [name, { error, message, stack }] of Object.entries(found)) {
    assert.match(error ?? "no error", /Error$/, name);
    assert.ok(stack.startsWith(`${error}: ${message}`) || stack.startsWith("Error"), stack);
    if (!new RegExp(`\\b${name} `).test(stack.slice(stack.indexOf("\n    at ")))) lost.push(`${name}: ${stack}`);
  }
  assert.deepEqual(lost, []);
}

describe("the caller's function is in the stack of an error", () => {
  test("in Node", async () => assertCallers(await stacks(bedrockWasm)));

  test("in Chromium", async (t) => {
    const server = await serve({ folders });
    t.after(() => server.stop());
    const { page, close } = await openPage(`${server.url}/pages/stacks.html`);
    t.after(close);
    await page.waitForFunction(() => globalThis.actions !== undefined);
    assertCallers(await page.evaluate(() => globalThis.actions.stacks()));
  });
});
