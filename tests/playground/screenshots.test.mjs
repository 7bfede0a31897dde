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
const FOLDER = path.resolve(ROOT, process.env.SCREENSHOTS ?? path.join(BUILT, "../screenshots"));
const BYTES_MAX = 60 * 1024;
const WIDTH = 1000;
const HEIGHT = 760;

/** Times differ from run to run, and those of a local Bedrock say nothing of the models: pictures show none. */
const SETTLE = `(() => {
  const figures = { "First token": "– ms", "Tokens/s": "–", Total: "– s" };
  for (const term of document.querySelectorAll(".pace dt")) {
    if (figures[term.innerText]) term.nextElementSibling.textContent = figures[term.innerText];
  }
  document.activeElement?.blur();
})()`;

for (const theme of ["light", "dark"]) {
  inBrowsers(`a picture of each pane, in ${theme}`, { options: { tokenMs: 5 } }, async ({ page, browser }) => {
    const folder = browser === "Chromium" ? FOLDER : path.join(BUILT, "../screenshots", browser.toLowerCase());
    fs.mkdirSync(folder, { recursive: true });
    await page.resize(WIDTH, HEIGHT);
    await page.chooseTheme(theme);
    for (const name of Object.keys(PANES)) {
      await filled(page, name);
      await page.evaluate(SETTLE);
      await page.until(`document.getAnimations().every(({ playState }) => playState !== "running")`, `${name} to be at rest`);
      await page.until(`[...document.images].every(({ complete }) => complete)`, "all pictures");
      const picture = withPalette(await page.screenshot());
      fs.writeFileSync(path.join(folder, `${name}-${theme}.png`), picture);
      assert.equal(picture.readUInt32BE(16), WIDTH);
      assert.ok(picture.length <= BYTES_MAX, `${name}: ${picture.length} bytes`);
      const { scroll, width } = await page.evaluate(
        `({ scroll: document.documentElement.scrollWidth, width: document.documentElement.clientWidth })`,
      );
      assert.ok(scroll <= width, `${name}: ${scroll} > ${width}`);
    }
  });
}
