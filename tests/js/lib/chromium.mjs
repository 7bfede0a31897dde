// The system's Chromium, headless, driven by playwright-core, which brings no browser of its own.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const CANDIDATES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

// No sandbox: CI runs as root. The rest keeps a test browser from calling home.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Opens a page in a browser of its own.
 *
 * - `page`: playwright's Page, for `page.evaluate(…)` and the like
 * - `problems`: uncaught errors and console errors so far, as text; tests assert that it is empty
 * - `close()`: ends the browser
 */
export async function openPage(url) {
  const browser = await chromium.launch({ executablePath: executable(), args: FLAGS });
  return visit(browser, url, () => browser.close());
}

/** Loads an unpacked extension into a browser of its own, and opens a page of the extension: gives what `openPage` does. */
export async function openExtension(folder, file) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "profile-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable(),
    ignoreDefaultArgs: ["--disable-extensions"],
    args: [
      ...FLAGS,
      `--disable-extensions-except=${folder}`,
      `--load-extension=${folder}`,
      // Newer Chromiums take the switch before this one for an attack.
      "--disable-features=DisableLoadExtensionCommandLineSwitch",
    ],
  });
  const close = async () => {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  };
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  return visit(context, new URL(file, worker.url()).href, close);
}

async function visit(browser, url, close) {
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(url);
    return { page, problems, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function executable() {
  const found = CANDIDATES.find((candidate) => candidate && fs.existsSync(candidate));
  if (!found) throw new Error("no Chromium or Chrome found: run `cargo xtask setup browsers`, or set CHROMIUM to its path");
  return found;
}
