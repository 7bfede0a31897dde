// Look inside, from the panes beside the chat.
import assert from "node:assert/strict";
import { received } from "./lib/chat.mjs";
import { PANEL, panelText, SECRET } from "./lib/inside.mjs";
import { filled, opened } from "./lib/panes.mjs";
import { inBrowsers } from "./lib/playground.mjs";

/** What each pane sends, as the address of its last call ends. */
const CALLS = {
  embeddings: "/model/amazon.titan-embed-text-v2%3A0/invoke",
  images: "/model/amazon.nova-canvas-v1%3A0/invoke",
  structured: "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse",
  compare: "/model/us.amazon.nova-micro-v1%3A0/converse-stream",
};

async function closed(page) {
  await page.press("Escape");
  await page.until(`${PANEL} === null`, "the panel to be gone");
  assert.equal(await page.focus(), 'button "Look inside"');
}

for (const [pane, address] of Object.entries(CALLS)) {
  inBrowsers(`a call of the pane ${pane} can be looked into`, {}, async ({ page }) => {
    await filled(page, pane);
    await page.click("button", "Look inside");
    const text = await panelText(page);
    assert.match(text, /Done after/);
    assert.ok(text.includes(`${address}\n`), text);
    assert.match(text, /authorization\s+\*\*\*/);
    assert.match(text, /200 after/);
    assert.doesNotMatch(await page.evaluate("document.documentElement.outerHTML"), SECRET);
    await closed(page);
  });
}

inBrowsers("in a column, i shows the call of that column", {}, async ({ page }) => {
  await filled(page, "compare");
  assert.equal(await page.count("button", "Look inside"), 2);
  await page.evaluate(`document.querySelector("[aria-label='Answer 1'] .inside-button").focus()`);
  await page.press("i");
  assert.match(await panelText(page), /us\.amazon\.nova-lite-v1%3A0\/converse-stream/);
  await closed(page);
});

inBrowsers(
  "a call that a pane waits for can be watched",
  { options: { faults: [{ kind: "gate" }] } },
  async ({ page, session }) => {
    await opened(page, "images");
    await page.fill("Prompt", "A fjord at dawn");
    await page.press("Enter");
    await page.click("button", "Look inside");
    await page.until(`/Running/.test(${PANEL}?.innerText)`, "the call that runs");
    // Only what waits there is let go.
    await received(page, session, "InvokeModel");
    await session.release();
    await page.until(`/Done after/.test(${PANEL}.innerText)`, "the end");
  },
);

inBrowsers(
  "a call that failed can be looked into, too",
  // The other texts' calls are aborted, which Firefox writes to the console.
  { options: { faults: [{ kind: "status", status: 403, code: "AccessDeniedException" }] }, expected: [/403/, /AbortError/] },
  async ({ page }) => {
    await opened(page, "embeddings");
    await page.click("button", "Use an example");
    await page.click("button", "Compare texts");
    await page.find("alert");
    await page.click("button", "Look inside");
    assert.match(await panelText(page), /Failed after/);
  },
);
