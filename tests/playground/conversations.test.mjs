// Conversations in the browser: kept, found, renamed, deleted, exported, imported.
import assert from "node:assert/strict";
import { ANSWERED, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const ROWS = `[...document.querySelectorAll(".conversation strong")].map(({ textContent }) => textContent)`;
const INPUT = "dialog input[type=file]";
/** The next file that the page hands out for download. */
const CATCH = `(() => {
  const create = URL.createObjectURL;
  URL.createObjectURL = (blob) => { globalThis.exported = blob.text(); return create.call(URL, blob); };
})()`;

const file = (text) => [{ name: "conversations.json", type: "application/json", base64: Buffer.from(text).toString("base64") }];

async function openList(page, count) {
  await page.click("button", "Conversations");
  await page.until(`${ROWS}.length === ${count}`, `${count} conversations`);
}

inBrowsers("conversations outlive the page, and are searched, opened, renamed and deleted", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  await say(page, "Apples are red");
  await page.click("button", "New conversation");
  await page.until(`!document.querySelector("article")`);
  await say(page, "Bananas are yellow");
  const { href, hash } = await page.evaluate("({ href: location.href, hash: location.hash })");
  assert.match(hash, /^#chat\/[0-9a-f-]{36}$/);
  // Another address first: one that differs in its hash alone is no reload.
  await page.goto("about:blank");
  await page.goto(href);
  await page.until(`document.querySelector(".said")?.textContent === "Bananas are yellow" && ${ANSWERED}`, "the conversation");

  await openList(page, 2);
  assert.deepEqual(await page.evaluate(ROWS), ["Bananas are yellow", "Apples are red"]);
  await page.fill("Search the conversations", "RED apples");
  await page.until(`${ROWS}.length === 1`);
  await page.click("button", "Rename Apples are red");
  await page.press("Control+a");
  await page.type("Fruit");
  await page.press("Enter");
  await page.until(`${ROWS}.join() === "Fruit"`);
  await page.click("button", "Fruit");
  await page.until(`!document.querySelector("dialog") && document.querySelector(".said").textContent === "Apples are red"`);

  await openList(page, 2);
  await page.click("button", "Delete Bananas are yellow");
  await page.click("button", "Delete Bananas are yellow for good");
  await page.until(`${ROWS}.join() === "Fruit"`);
  await page.press("Escape");
  await page.goto("about:blank");
  await page.goto(href);
  await page.until(`location.hash === "#chat"`, "the address of what was deleted to be left");
  await openList(page, 1);
});

inBrowsers("what is exported can be imported, without secrets", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  await say(page, "Apples are red");
  await openList(page, 1);
  await page.evaluate(CATCH);
  await page.click("button", "Export all");
  const text = await page.until("globalThis.exported");
  assert.doesNotMatch(text, /wJalrXUtnFEMI|AKIDEXAMPLE|127\.0\.0\.1/);
  const exported = JSON.parse(text);
  assert.equal(exported.format, "bedrock-wasm-conversations");
  assert.equal(Object.keys(exported.conversations[0].turns).length, 2);
  await page.giveFiles("change", INPUT, file(text));
  await page.until(`${ROWS}.length === 2`);
  const [status] = await page.evaluate(`[...document.querySelectorAll("dialog [role=status]")].map((e) => e.innerText)`);
  assert.match(status, /1 imported/);
});

const TURN = { id: "a", parent: null, at: 1, role: "user", text: "Hi", attachments: [] };
const GOOD = {
  title: "T",
  createdAt: 1,
  updatedAt: 1,
  model: "m",
  system: "",
  settings: {},
  tools: [],
  turns: { a: TURN },
  head: "a",
};
const made = (changes) =>
  JSON.stringify({ format: "bedrock-wasm-conversations", version: 1, conversations: [{ ...GOOD, ...changes }] });
const image = (url) => ({ a: { ...TURN, attachments: [{ name: "x.png", mediaType: "image/png", url }] } });

const BAD = [
  ["{", /The file is not JSON/],
  ["[]", /the file: This must be an object/],
  ['{"format":"other"}', /format: The file is not an export of this page/],
  ['{"format":"bedrock-wasm-conversations","version":2}', /version: The file is of another version/],
  [made({ title: 1 }), /conversations\[0\]\.title: This must be a text/],
  [made({ head: "z" }), /conversations\[0\]\.head: There is no such turn/],
  [made({ turns: { a: { ...TURN, parent: "z" } } }), /turns\.a\.parent: There is no such turn/],
  [made({ turns: { a: { ...TURN, parent: "a" } } }), /in a circle/],
  [made({ turns: { a: { ...TURN, role: "system" } } }), /role: This must be user or assistant or tool/],
  [made({ turns: image("https://example.com/x.png") }), /url: A file must be a data URL/],
  [made({ vocabulary: "esperanto" }), /conversations\[0\]\.vocabulary: This must be chat or responses or messages/],
];

inBrowsers("a bad file is refused with the member that is wrong, and nothing of it is kept", {}, async ({ page }) => {
  await page.click("button", "Conversations");
  await page.find("heading", "No conversations yet");
  for (const [text, expected] of BAD) {
    await page.giveFiles("change", INPUT, file(text));
    await page.until(`${expected}.test(document.querySelector("dialog .error")?.innerText)`, String(expected));
    assert.match((await page.texts("alert"))[0], /ImportError/);
  }
  assert.equal(await page.evaluate(`${ROWS}.length`), 0);
  await page.giveFiles("change", INPUT, file(made({})));
  await page.until(`${ROWS}.join() === "T"`);
  assert.equal(await page.count("alert"), 0);
});

inBrowsers("conversations of the same time stand in the same order whenever they are listed", {}, async ({ page }) => {
  const titles = ["One", "Two", "Three", "Four", "Five", "Six"];
  const conversations = titles.map((title) => ({ ...GOOD, title }));
  await page.click("button", "Conversations");
  await page.find("heading", "No conversations yet");
  await page.giveFiles(
    "change",
    INPUT,
    file(JSON.stringify({ format: "bedrock-wasm-conversations", version: 1, conversations })),
  );
  await page.until(`${ROWS}.length === 6`);
  const rows = await page.evaluate(ROWS);
  assert.deepEqual([...rows].sort(), [...titles].sort());
  const href = await page.evaluate("location.href");
  await page.goto("about:blank");
  await page.goto(href);
  await openList(page, 6);
  assert.deepEqual(await page.evaluate(ROWS), rows);
});
