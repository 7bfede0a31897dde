// Pages in browsers: what the program saw there.
import fs from "node:fs";
import path from "node:path";
import { openPage } from "../../js/lib/chromium.mjs";
import { openFirefox } from "../../js/lib/firefox.mjs";
import { serve } from "../../js/lib/serve.mjs";
import { travelling } from "./bundles.mjs";
import { openWebKit } from "./webkit.mjs";

/** The outcome of the page, as soon as there is one: frameworks run the program when they have taken over the page. */
const OUTCOME = `new Promise((resolve) => {
  const look = () => (globalThis.outcome ? resolve(globalThis.outcome) : requestAnimationFrame(look));
  look();
})`;
/** Dev servers load a page anew when they have bundled what it imports. */
const LOADED_ANEW = /navigation|context was destroyed|frame was detached|Cannot find context|no such (window|frame)/i;

const BROWSERS = {
  async chromium(url) {
    const { page, problems, close } = await openPage(url);
    const version = page.context().browser().version();
    return { evaluate: (expression) => page.evaluate(expression), problems, version, close };
  },
  firefox: openFirefox,
  webkit: openWebKit,
};

/** Opens the page in a browser, one of these or a function that opens it, and resolves to what the program in it saw. */
export async function outcomeIn(t, browser, url, emulator) {
  const open = typeof browser === "function" ? browser : BROWSERS[browser];
  const opened = await open(`${url}${url.includes("?") ? "&" : "?"}emulator=${emulator}`);
  t.after(opened.close);
  const outcome = await withinPatience(evaluated(opened), () => `${url} shows no outcome: ${opened.problems?.join("\n")}`);
  // A request that Bedrock refuses, as the program wants it, is an error of the page to Chromium.
  const problems = (opened.problems ?? []).filter((problem) => !/status of 40[04]/.test(problem));
  await opened.close();
  return { ...outcome, problems, version: opened.version };
}

async function evaluated({ evaluate }) {
  for (let load = 0; load < 10; load++) {
    try {
      return await evaluate(OUTCOME);
    } catch (error) {
      if (!LOADED_ANEW.test(String(error))) throw error;
    }
  }
  throw new Error("the page never rests");
}

function withinPatience(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(what())), 90_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** The same for a folder of static files, with the bytes of the scripts that the page loads. */
export async function outcomeOf(t, folder, emulator, { page = "index.html", browser = "chromium", ...options } = {}) {
  const server = await serve({ folders: { "/": folder }, ...options });
  t.after(server.stop);
  const outcome = await outcomeIn(t, browser, `${server.url}/${page}`, emulator);
  await server.stop();
  const bodies = [...server.served].filter(([name]) => /\.(m?js|wasm)$/.test(name)).map(([, body]) => body);
  return { outcome, bytes: travelling(bodies) };
}

/** The bytes of the scripts that a page of some server has loaded. */
export async function bytesOf(t, url, emulator) {
  const { page, close } = await openPage(`${url}${url.includes("?") ? "&" : "?"}emulator=${emulator}`);
  t.after(close);
  await page.evaluate(OUTCOME);
  const names = await page.evaluate(`performance.getEntriesByType("resource").map(({ name }) => name)`);
  const { origin } = new URL(url);
  const scripts = names.filter((name) => name.startsWith(origin) && /\.(m?js|wasm)(\?|$)/.test(name));
  await close();
  const read = async (name) => Buffer.from(await (await fetch(name)).arrayBuffer());
  return travelling(await Promise.all([...new Set(scripts)].map(read)));
}

/** Writes a page that loads one script, for bundlers that make scripts alone. */
export function writePage(folder, script, { type = "module", page = "index.html" } = {}) {
  const attributes = type === "module" ? `type="module"` : "defer";
  const html = `<!doctype html><meta charset="utf-8"><title>Matrix</title><script ${attributes} src="${script}"></script>\n`;
  fs.writeFileSync(path.join(folder, page), html);
}
