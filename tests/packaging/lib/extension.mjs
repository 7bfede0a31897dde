// Chromium with an extension in it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromiumProgram, FLAGS } from "../../js/lib/chromium.mjs";
import { testsPackage } from "./apps.mjs";

/**
 * Starts it with a profile of its own, which ends with the test. Gives the address of the extension's files and
 * `open(url)`, which opens a page like the other browsers.
 */
export async function withExtension(t, folder) {
  const { chromium } = testsPackage("playwright-core");
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "extension-"));
  // Playwright's own way to be headless leaves extensions out.
  const args = ["--headless=new", ...FLAGS, `--load-extension=${folder}`, `--disable-extensions-except=${folder}`];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumProgram(),
    args,
    headless: false,
    ignoreDefaultArgs: ["--disable-extensions"],
  });
  t.after(async () => {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  });
  const [worker] = context.serviceWorkers().length > 0 ? context.serviceWorkers() : [await context.waitForEvent("serviceworker")];
  const open = async (url) => {
    const page = await context.newPage();
    const problems = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(url);
    return { evaluate: (expression) => page.evaluate(expression), problems, close: () => page.close() };
  };
  return { origin: worker.url().split("/").slice(0, 3).join("/"), open };
}
