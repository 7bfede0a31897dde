// The frame around the panes, by keyboard.
import assert from "node:assert/strict";
import { inBrowsers } from "./lib/playground.mjs";

inBrowsers("panes are tabs: arrows move among them, the hash names them", {}, async ({ page }) => {
  await page.click("tab", "Chat");
  await page.press("ArrowRight");
  await page.until(`location.hash === "#compare"`);
  assert.equal(await page.focus(), 'tab "Compare"');
  await page.press("End");
  await page.until(`location.hash === "#structured"`);
  await page.press("Home");
  await page.until(`location.hash === "#chat"`);
  await page.press("Alt+3");
  await page.until(`location.hash === "#embeddings"`);
});

inBrowsers("? shows the shortcuts, Escape gives the focus back", {}, async ({ page }) => {
  await page.click("tab", "Chat");
  await page.press("?");
  await page.find("dialog", "Keyboard shortcuts");
  await page.press("Escape");
  assert.equal(await page.focus(), 'tab "Chat"');
  assert.equal(await page.count("dialog"), 0);
});

inBrowsers("a phone's width scrolls in no direction but down", {}, async ({ page }) => {
  await page.resize(360, 740);
  await page.find("textbox", "Message");
  const { scroll, width } = await page.evaluate("({ scroll: document.documentElement.scrollWidth, width: innerWidth })");
  assert.ok(scroll <= width, `${scroll} > ${width}`);
});
