// The built site in Chromium: it asks nobody but its own host, finds what is searched for without a network, and fits a phone.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openPage } from "../lib/chromium.mjs";
import { serve } from "../lib/serve.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const site = process.env.DOCS_SITE ?? path.join(root, "target/docs-site");

let server;
before(async () => (server = await serve({ folders: { "/": site } })));
after(() => server.stop());

async function open(t, address) {
  const { page, problems, close } = await openPage("about:blank");
  t.after(close);
  const foreign = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob):/.test(url)) foreign.push(url);
  });
  await page.goto(server.url + address);
  return { page, problems, foreign };
}

test("pages ask nobody but their own host", async (t) => {
  const { page, problems, foreign } = await open(t, "/index.html");
  for (const address of ["/guide/getting-started.html", "/benchmarks.html", "/reference/bedrock-wasm/classes/Bedrock.html"]) {
    await page.goto(server.url + address);
    await page.waitForSelector("h1");
  }
  assert.deepEqual([problems, foreign], [[], []]);
});

test("search finds pages of the guide and of the reference", async (t) => {
  const { page, problems, foreign } = await open(t, "/guide/getting-started.html");
  for (const [words, target] of [
    ["service worker", "/guide/getting-started"],
    ["fromCognitoIdentityPool", "/reference/"],
  ]) {
    await page.click(".VPNavBarSearch button");
    await page.fill(".VPLocalSearchBox input", words);
    await page.waitForSelector(`.VPLocalSearchBox .results a[href*="${target}"]`);
    await page.keyboard.press("Escape");
    await page.waitForSelector(".VPLocalSearchBox", { state: "detached" });
  }
  assert.deepEqual([problems, foreign], [[], []]);
});

test("no page of the guide is wider than a phone", async (t) => {
  const { page } = await open(t, "/index.html");
  await page.setViewportSize({ width: 390, height: 844 });
  const pages = fs.readdirSync(path.join(site, "guide")).filter((file) => file.endsWith(".html"));
  assert.ok(pages.length > 0);
  for (const address of ["/index.html", ...pages.map((file) => `/guide/${file}`)]) {
    await page.goto(server.url + address);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${address} is ${width} px wide`);
  }
});

test("the crate's documentation is beside the guide", async (t) => {
  const { page, foreign } = await open(t, "/rust/bedrock_wasm/index.html");
  await page.waitForSelector("h1");
  assert.deepEqual(foreign, []);
});
