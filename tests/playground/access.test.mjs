// axe finds no serious fault in any pane or dialog, in light and in dark.
import fs from "node:fs";
import { createRequire } from "node:module";
import { inBrowsers } from "./lib/playground.mjs";

const AXE = fs.readFileSync(createRequire(new URL("../js/package.json", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
const PANES = { chat: "Chat", compare: "Compare", embeddings: "Embeddings", images: "Images", structured: "Structured output" };
const DIALOGS = { c: "Connect", "?": "Keyboard shortcuts" };

/** The faults that keep somebody out; `where` names the state for the message. */
async function check(page, where) {
  // A colour that still fades is no colour to judge.
  await page.until(`document.getAnimations().every(({ playState }) => playState !== "running")`, `${where} to be at rest`);
  const faults = await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => [id, help, target.join(" "), failureSummary].join(": "))))`);
  if (faults.length > 0) throw new Error(`${where}:\n${faults.join("\n")}`);
}

async function choose(page, theme) {
  await page.click("combobox", "Colour scheme");
  await page.press("Escape");
  await page.press("Home");
  for (const name of ["Light", "Dark"].slice(0, theme === "light" ? 1 : 2)) {
    await page.press("ArrowDown");
    await page.until(`document.documentElement.dataset.theme === "${name.toLowerCase()}"`, `the theme ${name}`);
  }
}

/** Opens each pane and fills it. */
async function filled(page, name) {
  await page.click("tab", PANES[name]);
  if (name === "chat") {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
    return;
  }
  await page.until(`document.querySelector(".work")`, name);
  if (name === "embeddings") {
    await page.click("button", "Use an example");
    await page.click("button", "Compare texts");
    await page.until(`document.querySelector(".heat")`, "the heat map");
    return;
  }
  if (name === "structured") {
    await page.click("textbox", "Prompt");
  } else {
    await page.fill("Prompt", "A fjord at dawn");
  }
  await page.press("Enter");
  const done = { compare: `document.querySelectorAll(".pace").length === 2`, images: `document.querySelector(".gallery img")` };
  await page.until(done[name] ?? `document.querySelector(".reply .facts")`, name);
}

for (const theme of ["light", "dark"]) {
  inBrowsers(`no pane or dialog keeps anybody out, in ${theme}`, {}, async ({ page }) => {
    await page.run(AXE);
    await choose(page, theme);
    for (const name of Object.keys(PANES)) {
      await page.click("tab", PANES[name]);
      await page.until(`document.querySelector(".work, .chat")`, name);
      await check(page, `${name}, empty`);
      await filled(page, name);
      await check(page, `${name}, filled`);
    }
    for (const [key, title] of Object.entries(DIALOGS)) {
      await page.click("tab", "Chat");
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
