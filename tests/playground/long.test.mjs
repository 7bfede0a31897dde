// Long replies and long conversations: the page stays quick, and holds no more than it shows.
import assert from "node:assert/strict";
import { ANSWERED, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const TOKENS = 10_000;
const LONG_TASK_MS = 50;

const HOLD_UP = `new Promise((resolve) => setTimeout(() => {
  for (const end = performance.now() + 500; performance.now() < end;);
  resolve();
}))`;

/** No task of the page takes long while `work` runs. */
async function quick(page, browser, what, work) {
  const tasks = await page.tasks(work);
  if (!tasks) return;
  console.log(`${browser}: ${what}: ${tasks.length} tasks, the longest of ${Math.max(...tasks)} ms`);
  assert.deepEqual(
    tasks.filter((ms) => ms > LONG_TASK_MS),
    [],
  );
}

inBrowsers("a task that takes long is seen", {}, async ({ page, browser }) => {
  await page.find("textbox", "Message");
  const held = quick(page, browser, "held up", () => page.evaluate(HOLD_UP));
  if (browser === "Chromium") await assert.rejects(held, { name: "AssertionError" });
  else await held;
});

inBrowsers("a reply of 10,000 tokens holds up nothing", { options: { sentences: 800 } }, async ({ page, session, browser }) => {
  // The package is compiled with the first message, and the colours of markdown are fetched.
  await say(page, "Hello");
  await quick(page, browser, "a reply of 10,000 tokens", async () => {
    await page.type("Tell me everything.");
    await page.press("Enter");
    await page.until(`document.querySelectorAll("article.assistant .facts").length === 2 && ${ANSWERED}`, "the long answer");
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  });
  const answers = await page.texts("article", "Assistant");
  const [, count] = /(\d+) out/.exec(answers.at(-1));
  assert.ok(Number(count) >= TOKENS, `${count} tokens`);
  const { requests } = await session.log();
  assert.equal(requests.filter(({ operation }) => operation === "ConverseStream").length, 2);
});

/** An exported conversation whose answer is `text`. */
function exported(title, text) {
  const turn = { parent: null, at: 1 };
  const rest = { model: "m", thinking: "", thinkingBlocks: [], toolCalls: [], finish: "stop", usage: null, error: null };
  const turns = {
    a: { ...turn, id: "a", role: "user", text: "List", attachments: [] },
    b: { ...turn, ...rest, id: "b", parent: "a", role: "assistant", text },
  };
  return { title, createdAt: 1, updatedAt: 1, model: "m", system: "", settings: {}, tools: [], head: "b", turns };
}

/** How many, what each is, what stands before them, and what they become. A table's columns are as wide as all of it wants. */
const LONG = {
  list: [700, (item) => `- Item ${item} has **weight** and \`code\`.`, "", ".markdown li"],
  table: [200, (item) => `| ${item} | has **weight** | and \`code\` |`, "| a | b | c |\n| - | - | - |\n", ".markdown tbody tr"],
};

for (const [kind, [count, line, head, selector]] of Object.entries(LONG)) {
  inBrowsers(`a long ${kind} of a kept conversation is opened without holding up the page`, {}, async ({ page, browser }) => {
    const text = head + Array.from({ length: count }, (_, item) => line(item)).join("\n");
    const conversations = [exported("Short", "- One"), exported("Long", text)];
    const file = JSON.stringify({ format: "bedrock-wasm-conversations", version: 1, conversations });
    await page.click("button", "Conversations");
    await page.find("dialog", "Conversations");
    const base64 = Buffer.from(file).toString("base64");
    await page.giveFiles("change", "dialog input[type=file]", [{ name: "c.json", type: "application/json", base64 }]);
    await page.click("button", "Short");
    await page.until(`document.querySelectorAll(".markdown li").length === 1`);
    await quick(page, browser, `a ${kind} of ${count}`, async () => {
      await page.click("button", "Conversations");
      await page.click("button", "Long");
      await page.until(`document.querySelectorAll("${selector}").length === ${count}`);
    });
    assert.equal(await page.evaluate(`document.querySelectorAll("${selector} code").length`), count);
  });
}

const TURNS = 100;
const WARM = 30;

inBrowsers("a hundred turns hold no more than they show, and nothing once they are left", {}, async ({ page, browser }) => {
  await page.find("textbox", "Message");
  const talk = async (from, to) => {
    for (let turn = from; turn < to; turn++) await say(page, `${turn}`);
  };
  const begin = async () => {
    await page.click("button", "New conversation");
    await page.until(`!document.querySelector("article")`);
  };
  // The recorder is full, and all that is fetched lazily is there.
  await talk(0, WARM);
  const warm = await page.memory();
  await talk(WARM, TURNS);
  const full = await page.memory();
  await begin();
  const left = await page.memory();
  console.log(`${browser}: ${JSON.stringify({ warm, full, left })}`);
  const added = TURNS - WARM;
  assert.ok((full.nodes - warm.nodes) / added < 90, `${(full.nodes - warm.nodes) / added} nodes a turn`);
  assert.ok(left.nodes < 700, `${left.nodes} nodes are left`);
  if (browser !== "Chromium") return;
  assert.ok((full.listeners - warm.listeners) / added < 20, `${(full.listeners - warm.listeners) / added} listeners a turn`);
  assert.ok(left.listeners < 100, `${left.listeners} listeners are left`);
  assert.ok((full.heap - warm.heap) / added < 40_000, `${(full.heap - warm.heap) / added} bytes a turn`);
  // What is left are the recorder's turns, as many as when it was warm, without the thirty turns on the page.
  assert.ok(left.heap < warm.heap + 1_000_000, `${left.heap - warm.heap} bytes more than with thirty turns`);
});
