// A picture of each pane, filled, in light and dark: in target/screenshots, and with SCREENSHOTS=docs/playground there too.
//
// `cargo xtask screenshots` takes those of the docs. They are of Chromium: one browser's fonts are enough to keep.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { filled, PANES } from "./lib/panes.mjs";
import { withPalette } from "./lib/png.mjs";
import { BUILT, inBrowsers } from "./lib/playground.mjs";

const ROOT = path.join(import.meta.dirname, "../..");
const HERE = path.join(BUILT, "../screenshots");
const FOLDER = path.resolve(ROOT, process.env.SCREENSHOTS ?? HERE);
const BYTES_MAX = 60 * 1024;
const WIDTH = 1000;
const HEIGHT = 760;

/** Times differ from run to run, and those of a local Bedrock say nothing of the models: pictures show none. */
const SETTLE = `(() => {
  const figures = { "First token": "– ms", "Tokens/s": "–", Total: "– s" };
  for (const term of document.querySelectorAll(".pace dt")) {
    if (figures[term.innerText]) term.nextElementSibling.textContent = figures[term.innerText];
  }
  for (const place of document.querySelectorAll(".inside-summary, [aria-label=Recording] option")) {
    place.textContent = place.textContent.replace(/ after [\\d.]+ m?s|, [\\d:]+ [AP]M/, "");
  }
  document.activeElement?.blur();
})()`;

/** Writes what is seen, once it is at rest. */
async function take(page, name, folder) {
  await page.evaluate(SETTLE);
  await page.until(`document.getAnimations().every(({ playState }) => playState !== "running")`, `${name} to be at rest`);
  await page.until(`[...document.images].every(({ complete }) => complete)`, "all pictures");
  const picture = withPalette(await page.screenshot());
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${name}.png`), picture);
  const { scroll, width } = await page.evaluate(
    `({ scroll: document.documentElement.scrollWidth, width: document.documentElement.clientWidth })`,
  );
  assert.ok(scroll <= width, `${name}: ${scroll} > ${width}`);
  return picture;
}

/** Opens Look inside on the answer of the chat, at the bytes of a frame. */
async function lookInside(page) {
  await filled(page, "chat");
  await page.click("button", "Look inside");
  await page.click("tab", "Frames");
  await page.goTo("listbox");
  await page.press("ArrowDown");
  await page.until(`/Frame 1/.test(document.querySelector(".inside")?.innerText)`, "the second frame");
  await page.evaluate(`document.querySelector(".inside .hex").scrollIntoView({ block: "end" })`);
}

for (const theme of ["light", "dark"]) {
  inBrowsers(`a picture of each pane, in ${theme}`, { options: { tokenMs: 5 } }, async ({ page, browser }) => {
    const folder = browser === "Chromium" ? FOLDER : path.join(HERE, browser.toLowerCase());
    await page.resize(WIDTH, HEIGHT);
    await page.chooseTheme(theme);
    const keep = async (name) => {
      const picture = await take(page, `${name}-${theme}`, folder);
      assert.equal(picture.readUInt32BE(16), WIDTH);
      assert.ok(picture.length <= BYTES_MAX, `${name}: ${picture.length} bytes`);
    };
    for (const name of Object.keys(PANES)) {
      await filled(page, name);
      await keep(name);
    }
    await lookInside(page);
    await keep("inside");
  });

  inBrowsers(`a picture of each pane on a phone, in ${theme}`, { options: { tokenMs: 5 } }, async ({ page, browser }) => {
    const folder = path.join(HERE, "phone", browser.toLowerCase());
    await page.chooseTheme(theme);
    await page.resize(390, 844);
    for (const name of Object.keys(PANES)) {
      await filled(page, name);
      await take(page, `${name}-${theme}`, folder);
    }
    await lookInside(page);
    await take(page, `inside-${theme}`, folder);
  });
}
