// Opens the built playground in each browser, each test with a local Bedrock's session of its own.
import fs from "node:fs";
import path from "node:path";
import test, { after } from "node:test";
import zlib from "node:zlib";
import { createSession } from "../../js/lib/emulator.mjs";
import { serve } from "../../js/lib/serve.mjs";
import { openChromium } from "./chromium.mjs";
import { openFirefoxDriver } from "./firefox.mjs";
import { Page } from "./page.mjs";

/** `cargo xtask playground` builds it there. */
export const BUILT = path.join(process.env.CARGO_TARGET_DIR ?? path.join(import.meta.dirname, "../../../target"), "playground");

const BROWSERS = { Chromium: openChromium, Firefox: openFirefoxDriver };

/** PLAYGROUND_BROWSER=Chromium runs the tests in one of them. */
const chosen = Object.keys(BROWSERS).filter((name) => name === (process.env.PLAYGROUND_BROWSER ?? name));

/** The browsers of this file, each started by its first test and ended after its last. */
const opened = new Map();

after(async () => {
  for (const { page } of opened.values()) await page.close();
});

/** The file's page in a browser, blank, with nothing that an earlier test stored. */
async function pageOf(browser) {
  const { page, size } = opened.get(browser) ?? (await begin(browser));
  await page.forget();
  await page.resize(...size);
  return page;
}

async function begin(browser) {
  const page = new Page(await BROWSERS[browser]());
  const entry = { page, size: await page.evaluate("[innerWidth, innerHeight]") };
  opened.set(browser, entry);
  return entry;
}

/**
 * A test in every browser: `run({ page, session, url, browser })`. The page is open and connected to the session, unless
 * `connected` is false; `options` are those of the emulator's session. Afterwards no problem may have come up, except those
 * that match one of `expected`. The tests of a file share one browser; each has an origin of its own, and so its own storage.
 */
export function inBrowsers(title, { connected = true, options = {}, expected = [], ...rest }, run) {
  for (const browser of chosen) {
    test(`${title} (${browser})`, rest, async () => {
      const server = await serve({ folders: { "/": BUILT }, headers: headers() });
      const session = await createSession(options);
      const page = await pageOf(browser);
      try {
        const url = `${server.url}/index.html`;
        await page.goto(connected ? `${url}?endpoint=${encodeURIComponent(session.endpoint)}` : url);
        await run({ page, session, url, browser });
        const problems = page.problems().filter((problem) => !expected.some((pattern) => pattern.test(problem)));
        if (problems.length > 0) throw new Error(`problems in the page:\n${problems.join("\n")}`);
      } finally {
        // What still runs ends with the page, before its servers do.
        await page.goto("about:blank");
        await session.delete();
        await server.stop();
      }
    });
  }
}

/** As a static host sends them: what the build wrote into `_headers`. */
export function headers() {
  const lines = fs.readFileSync(path.join(BUILT, "_headers"), "utf8").split("\n");
  const pairs = lines.filter((line) => line.startsWith("  ")).map((line) => line.trim());
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf(":")), pair.slice(pair.indexOf(":") + 2)]));
}

/** Bytes of a built file as a host that compresses with Brotli sends it. `name` is relative to the playground. */
export function brotliBytes(name) {
  return zlib.brotliCompressSync(fs.readFileSync(path.join(BUILT, name))).length;
}
