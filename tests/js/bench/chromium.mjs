// Cases in headless Chromium: the page does the work, and its main thread's CPU clock is read from outside.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openPage } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";
import { paceOf } from "./figures.mjs";
import { interleave } from "./interleave.mjs";
import { RECORDING } from "./recording.mjs";
import { ratio } from "./statistics.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const HEAD = '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">';
const HTML = `${HEAD}<script type="module" src="/page.js"></script>`;

/** Measures these figures and gives each to `take`; their ids end in the runtime's name. */
export async function measure(ids, pace, take) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));
  try {
    await bundle(path.join(here, "page.mjs"), outdir);
    const files = { "/": HTML, "/recording.bin": Buffer.from(RECORDING) };
    await inPage({ files: { ...files, "/index.html": HTML }, folders: { "/": outdir } }, ids, pace, take);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

/** A program for browsers and all that it imports. */
export async function bundle(entry, outdir, options = {}) {
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    logLevel: "error",
    ...options,
  });
}

async function inPage(site, ids, pace, take) {
  const server = await serve(site);
  const { page, problems, close } = await openPage(`${server.url}/index.html`);
  try {
    await page.waitForFunction("globalThis.bench !== undefined");
    const cpu = await cpuClock(page);
    const run = async (which, count) => {
      const before = await cpu();
      await page.evaluate(([first, second]) => globalThis.bench.run(first, second), [which, count]);
      return (await cpu()) - before;
    };
    for (const id of ids) {
      await page.evaluate((name) => globalThis.bench.prepare(name), id.replace(/\/chromium$/, ""));
      take(id, ratio(...(await interleave(run, paceOf(id, pace)))));
    }
    if (problems.length > 0) throw new Error(`the page reports: ${problems.join("; ")}`);
  } finally {
    await close();
    await server.stop();
  }
}

/** The CPU time of the page's main thread in milliseconds, not the time on the wall. */
async function cpuClock(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
}
