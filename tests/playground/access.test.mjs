// axe finds no serious fault in any pane or dialog, in light and in dark.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import { openSettings } from "./lib/chat.mjs";
import { filled, opened, PANES } from "./lib/panes.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const AXE = fs.readFileSync(createRequire(new URL("../js/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
const DIALOGS = { c: "Connect", "?": "Keyboard shortcuts" };

/** The faults that keep somebody out; `where` names the state for the message. */
async function check(page, where) {
  // A colour that still fades is no colour to judge.
  await page.until(`document.getAnimations().every(({ playState }) => playState !== "running")`, `${where} to be at rest`);
  const { faults, passed } =
    await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations, passes }) => ({
    passed: passes.map(({ id }) => id),
    faults: violations.filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => [id, help, target.join(" "), failureSummary].join(": "))),
  }))`);
  for (const rule of ["color-contrast", "button-name", "label"].slice(0, where.endsWith("shortcuts") ? 2 : 3)) {
    assert.ok(passed.includes(rule) || faults.length > 0, `${where}: axe did not look at ${rule}`);
  }
  if (faults.length > 0) throw new Error(`${where}:\n${faults.join("\n")}`);
}

for (const theme of ["light", "dark"]) {
  inBrowsers(`no pane or dialog keeps anybody out, in ${theme}`, {}, async ({ page }) => {
    await page.run(AXE);
    await page.chooseTheme(theme);
    for (const name of Object.keys(PANES)) {
      await opened(page, name);
      await check(page, `${name}, empty`);
      await filled(page, name);
      await check(page, `${name}, filled`);
    }
    await opened(page, "chat");
    await openSettings(page);
    await check(page, "the chat's settings");
    await page.click("button", "Settings");
    for (const [key, title] of Object.entries(DIALOGS)) {
      await opened(page, "chat");
      await page.press(key);
      await page.find("dialog", title);
      await check(page, title);
      for (const way of key === "c" ? ["Temporary keys", "API key", "Cognito pool"] : []) {
        await page.click("radio", way);
        await check(page, `${title}, ${way}`);
      }
      await page.press("Escape");
      await page.until(`!document.querySelector("dialog")`, "the dialog to close");
    }
  });
}
