// The chat pane, by keyboard and mouse.
import assert from "node:assert/strict";
import { inBrowsers } from "./lib/playground.mjs";

const SECRET = /wJalrXUtnFEMI|IQoJb3JpZ2lu|AKIDEXAMPLE|bedrock-api-key-|ABSK/;

inBrowsers("a message sent by keyboard is answered in a stream", { options: { tokenMs: 20 } }, async ({ page, session }) => {
  await page.until(`document.activeElement?.id === "message"`, "the composer to have the focus");
  await page.type("Why is the sky blue?");
  await page.press("Enter");
  await page.find("button", "Stop");
  const lengths = new Set();
  while ((await page.count("button", "Stop")) > 0) {
    const texts = await page.texts("article", "Assistant");
    lengths.add(texts.at(-1)?.length);
    await page.evaluate("new Promise(requestAnimationFrame)");
  }
  assert.ok(lengths.size > 3, `the answer came in ${lengths.size} pieces`);
  const [said] = await page.texts("article", "You");
  assert.match(said, /Why is the sky blue/);
  const [answer] = await page.texts("article", "Assistant");
  assert.match(answer, /us\.amazon\.nova-lite-v1:0 · \d+ tokens in, \d+ out/);
  const { requests } = await session.log();
  assert.equal(requests.filter(({ operation }) => operation === "ConverseStream").length, 1);
});

inBrowsers(
  "Escape stops the reply and keeps what has arrived",
  { options: { tokenMs: 60, sentences: 40 } },
  async ({ page, session }) => {
    await page.focused("textbox", "Message");
    await page.type("Tell me a long story.");
    await page.press("Enter");
    await page.until(`document.querySelector(".markdown")?.textContent.length > 20`, "the beginning of the answer");
    await page.press("Escape");
    await page.find("button", "Send");
    const [answer] = await page.texts("article", "Assistant");
    assert.match(answer, /stopped/);
    assert.ok(answer.length > 20, answer);
    await page.evaluate("new Promise(requestAnimationFrame)");
    let state;
    while (state !== "aborted") {
      const { requests } = await session.log();
      state = requests.find(({ operation }) => operation === "ConverseStream")?.events.state;
      assert.notEqual(state, "done", "the emulator sent everything");
    }
  },
);

const THROTTLED = Array.from({ length: 3 }, () => ({ kind: "throttle", retryAfterMs: 1 }));

inBrowsers(
  "an error is shown with its class, code, status and remedy, and can be tried again",
  { options: { faults: THROTTLED }, expected: [/429/] },
  async ({ page }) => {
    await page.focused("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.find("alert");
    const [alert] = await page.texts("alert");
    assert.match(alert, /RateLimitError/);
    assert.match(alert, /ThrottlingException/);
    assert.match(alert, /429/);
    await page.click("button", "Try again");
    await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the second attempt's answer");
    assert.equal(await page.count("alert"), 0);
  },
);

inBrowsers("nothing that is stored looks like a secret", {}, async ({ page }) => {
  await page.focused("textbox", "Message");
  await page.type("Hello");
  await page.press("Enter");
  await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
  // The conversation is written a moment after the answer is shown.
  const stored = await page.until(
    `(async () => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const databases = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await done(indexedDB.open(name));
      const stores = [...db.objectStoreNames].map((store) => db.transaction(store).objectStore(store));
      databases.push(name, await Promise.all(stores.map((store) => done(store.getAll()))));
      db.close();
    }
    const caches_ = "caches" in globalThis ? await caches.keys() : [];
    const all = JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, databases, caches_, location.href, history.state]);
    return all.includes('"text":"Hello"') && all;
  })()`,
    "the conversation to be kept",
  );
  assert.doesNotMatch(stored, SECRET);
});
