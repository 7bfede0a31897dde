// The system's Chromium, headless, driven by playwright-core, which brings no browser of its own.
import fs from "node:fs";
import { chromium } from "playwright-core";

const CANDIDATES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

// No sandbox: CI runs as root. The rest keeps a test browser from calling home.
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Where the system's Chromium or Chrome is. */
export function chromiumProgram() {
  const found = CANDIDATES.find((candidate) => candidate && fs.existsSync(candidate));
  if (!found) throw new Error("no Chromium or Chrome found: run `cargo xtask setup browsers`, or set CHROMIUM to its path");
  return found;
}

/**
 * Opens a page in a browser of its own.
 *
 * - `page`: playwright's Page, for `page.evaluate(…)` and the like
 * - `problems`: uncaught errors and console errors so far, as text; tests assert that it is empty
 * - `close()`: ends the browser
 */
export async function openPage(url) {
  const browser = await chromium.launch({ executablePath: chromiumProgram(), args: FLAGS });
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(url);
    return { page, problems, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
