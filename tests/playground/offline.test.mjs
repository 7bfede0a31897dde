// Without a network: each pane says so at once, and what was sent goes out when the network is back.
import assert from "node:assert/strict";
import { ANSWERED, say } from "./lib/chat.mjs";
import { played } from "./lib/offline.mjs";
import { opened } from "./lib/panes.mjs";
import { inBrowsers } from "./lib/playground.mjs";

/** The emulator's. */
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";
const WAITS = `[...document.querySelectorAll("[role=status]")].some(({ innerText }) => /goes out when the network is back. Escape/.test(innerText))`;

/** Connects to AWS, whose address leads to the local Bedrock: no test calls AWS. `sent` counts what goes there. */
async function connectedToAws(page, session, before = "") {
  await page.run(`const real = fetch;
    globalThis.sent = 0;
    globalThis.fetch = (url, init) => {
      const to = String(url).replace("https://bedrock-runtime.us-east-1.amazonaws.com", ${JSON.stringify(session.endpoint)});
      if (to === String(url)) return real(url, init);
      sent++;
      ${before}
      return real(to, init);
    };`);
  await page.click("button", "Connect");
  await page.click("radio", "API key");
  await page.fill("API key", API_KEY);
  await page.press("Enter");
  await page.find("button", "API key · us-east-1");
}

async function write(page, name) {
  await page.click("textbox", name);
  await page.type("A fjord at dawn");
  await page.press("Enter");
}

/** Sends in each pane; true once the answer is there. */
const PANES = {
  chat: [(page) => write(page, "Message"), ANSWERED],
  compare: [(page) => write(page, "Prompt"), `document.querySelectorAll(".pace").length === 2`],
  embeddings: [
    async (page) => {
      await page.click("button", "Use an example");
      await page.click("button", "Compare texts");
    },
    `document.querySelector(".heat")`,
  ],
  images: [(page) => write(page, "Prompt"), `document.querySelector(".gallery img")`],
  structured: [(page) => write(page, "Prompt"), `document.querySelector(".reply .facts")`],
};

/** Parts of the page that are fetched while there is no network; the page does without them. */
const CUT_OFF = { connected: false, expected: [/ERR_INTERNET_DISCONNECTED/] };

inBrowsers("what is sent offline goes out when the network is back", CUT_OFF, async ({ page, session }) => {
  await connectedToAws(page, session);
  for (const [name, [send, done]] of Object.entries(PANES)) {
    await opened(page, name);
    await page.setOffline(true);
    await page.until(`/offline[\\s\\S]*goes out when/.test(document.querySelector(".banner")?.innerText)`, "the banner");
    const before = await page.evaluate("sent");
    await send(page);
    await page.until(WAITS, `${name} to say that it waits`);
    assert.equal(await page.evaluate("sent"), before, `${name} sent something`);
    await page.setOffline(false);
    await page.until(done, `the answer in ${name}`);
    assert.equal(await page.evaluate(WAITS), false);
    assert.equal(await page.count("alert"), 0);
    assert.ok((await page.evaluate("sent")) > before);
  }
});

inBrowsers("what waits for the network can be stopped", CUT_OFF, async ({ page, session }) => {
  await connectedToAws(page, session);
  await page.find("textbox", "Message");
  await page.setOffline(true);
  await write(page, "Message");
  await page.until(WAITS, "that it waits");
  await page.press("Escape");
  await page.find("button", "Send");
  assert.match((await page.texts("article", "Assistant"))[0], /stopped/);
  await page.setOffline(false);
  await say(page, "Hello");
  assert.equal(await page.evaluate("sent"), 1);
});

inBrowsers("an attempt that loses the network is repeated when it is back", { connected: false }, async ({ page, session }) => {
  const lost = `if (sent === 1) { ${played(true)}; return Promise.reject(new TypeError("Failed to fetch")); }`;
  await connectedToAws(page, session, lost);
  await write(page, "Message");
  await page.until(WAITS, "that it waits");
  assert.equal(await page.evaluate("sent"), 1);
  await page.evaluate(played(false));
  await page.until(ANSWERED, "the answer");
  assert.equal(await page.evaluate("sent"), 2);
  assert.equal(await page.count("alert"), 0);
});

inBrowsers("the local Bedrock answers offline, too", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  await page.evaluate(played(true));
  await page.until(`/The local Bedrock still answers/.test(document.querySelector(".banner")?.innerText)`, "the banner");
  await say(page, "Hello");
  assert.equal(await page.count("alert"), 0);
  await page.evaluate(played(false));
  await page.until(`!document.querySelector(".banner")`, "the banner to go");
});
