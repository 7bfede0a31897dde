// What goes over the wire until the first message is sent, as a host sends it that compresses with Brotli.
import assert from "node:assert/strict";
import { PARSED } from "./lib/panes.mjs";
import { brotliBytes, inBrowsers } from "./lib/playground.mjs";

/** 150 KB before the WebAssembly of chats spoke Responses too. */
const BUDGET = 160 * 1024;
const FIRST_PAINT_BUDGET = 30 * 1024;
const LOADED = `performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ origin }) => origin === location.origin)
  .map(({ pathname }) => pathname.slice(1))`;

const total = (names) => names.reduce((sum, name) => sum + brotliBytes(name), brotliBytes("index.html"));

// `cargo xtask test www NAME` builds the package in a hurry: its wasm is large.
const skip = process.env.PLAYGROUND_QUICK ? "the package was not optimised" : false;

inBrowsers("the first paint comes without the wasm, the first message within the budget", { skip }, async ({ page, browser }) => {
  await page.find("textbox", "Message");
  const first = await page.evaluate(LOADED);
  assert.ok(!first.some((name) => name.includes(".wasm")), first.join(" "));
  const paint = total(first);
  assert.ok(paint <= FIRST_PAINT_BUDGET, `${paint} bytes: ${first.join(" ")}`);
  await page.type("Hello");
  await page.press("Enter");
  // What parses markdown comes with the first answer, too.
  await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent) && ${PARSED}`, "the answer");
  const all = await page.evaluate(LOADED);
  assert.ok(
    all.some((name) => /bedrock-chat.*\.wasm$/.test(name)),
    all.join(" "),
  );
  const bytes = total(all);
  console.log(`${browser}: first paint ${paint} bytes, with the first message ${bytes}`);
  assert.ok(bytes <= BUDGET, `${bytes} bytes: ${all.join(" ")}`);
});
