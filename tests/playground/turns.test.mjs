// Turns: thinking, copy, retry, edit, branches, stop.
import assert from "node:assert/strict";
import { ANSWERED, bodies, chooseModel, openSettings, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const MESSAGE = `document.querySelector("#message").value`;

inBrowsers("an edit and a retry are branches that the arrows walk through", {}, async ({ page, session }) => {
  await page.find("textbox", "Message");
  await say(page, "One");
  await page.click("button", "Edit the message");
  assert.equal(await page.focus(), 'textarea "Edited message"');
  await page.press("Control+a");
  await page.type("Two");
  await page.press("Enter");
  await page.until(`document.querySelector(".said").textContent === "Two" && ${ANSWERED}`);
  assert.match((await page.texts("group", "Branches"))[0], /2\s*\/\s*2/);
  assert.deepEqual((await bodies(session)).at(-1).messages, [{ role: "user", content: [{ text: "Two" }] }]);

  await page.click("button", "Earlier branch");
  await page.until(`document.querySelector(".said").textContent === "One" && ${ANSWERED}`);
  assert.equal(await page.count("article", "Assistant"), 1);
  await page.click("button", "Later branch");
  await page.until(`document.querySelector(".said").textContent === "Two"`);

  await page.click("button", "Ask again");
  await page.until(`document.querySelectorAll(".branches").length === 2 && ${ANSWERED}`, "the second answer");
  const [message, answer] = await page.texts("group", "Branches");
  assert.match(message, /2\s*\/\s*2/);
  assert.match(answer, /2\s*\/\s*2/);
});

inBrowsers("Escape leaves a message as it was", {}, async ({ page, session }) => {
  await page.find("textbox", "Message");
  await say(page, "One");
  await page.click("button", "Edit the message");
  await page.type(" and more");
  await page.press("Escape");
  await page.until(`!document.querySelector(".editing")`);
  assert.equal(await page.evaluate(`document.querySelector(".said").textContent`), "One");
  assert.equal((await bodies(session)).length, 1);
});

inBrowsers("a message and an answer are copied", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  await say(page, "Copy this");
  const answer = await page.evaluate(`document.querySelector(".markdown").innerText`);
  for (const [index, part] of [answer.slice(0, 20), "Copy this"].entries()) {
    // The last one of the name is clicked: first the answer's, then the message's.
    if (index === 1) await page.evaluate(`document.querySelector(".assistant .turn-actions").remove()`);
    await page.click("button", "Copy the message");
    await page.find("button", "Copied");
    await page.click("textbox", "Message");
    await page.press("Control+a");
    await page.press("Control+v");
    await page.until(`${MESSAGE}.startsWith(${JSON.stringify(part)})`, `"${part}" to be pasted`);
  }
});

inBrowsers("thinking is folded until somebody opens it, and goes back with its signature", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await chooseModel(page, "us.anthropic.claude-sonnet-4-5-20250929-v1:0");
  await openSettings(page);
  await page.evaluate(`document.querySelector(".parameters select").focus()`);
  await page.press("l");
  await page.until(`document.querySelector(".parameters select").value === "low"`);
  await page.click("button", "Settings");
  await say(page, "Why is the sky blue?");
  assert.equal(await page.evaluate(`document.querySelector(".thinking").open`), false);
  await page.click("disclosure", "Thinking");
  await page.until(`document.querySelector(".thinking").open`);
  await page.click("disclosure", "Thinking");
  await page.until(`!document.querySelector(".thinking").open`);
  // By keyboard: it is the stop behind the message's buttons, and both keys open and close it.
  await page.goTo("button", "Edit the message");
  await page.press("Tab");
  assert.equal(await page.focus(), 'summary "Thinking"');
  for (const [key, open] of [
    ["Enter", true],
    ["Enter", false],
    [" ", true],
    [" ", false],
    ["Enter", true],
  ]) {
    await page.press(key);
    await page.until(`document.querySelector(".thinking").open === ${open}`, `${JSON.stringify(key)} to change it`);
  }
  assert.ok((await page.evaluate(`document.querySelector(".thinking p").innerText`)).length > 20);
  await say(page, "And at night?");
  const [, answer] = (await bodies(session)).at(-1).messages;
  assert.ok(answer.content.some(({ reasoningContent }) => reasoningContent?.reasoningText?.signature));
});

inBrowsers(
  "a reply that was stopped can be asked for again",
  { options: { tokenMs: 40, sentences: 30 } },
  async ({ page, session }) => {
    await page.click("textbox", "Message");
    await page.type("Tell me a long story.");
    await page.press("Enter");
    await page.until(`document.querySelector(".markdown")?.textContent.length > 20`, "the beginning of the answer");
    await page.click("button", "Stop");
    await page.find("button", "Send");
    assert.match((await page.texts("article", "Assistant"))[0], /stopped/);
    await page.click("button", "Ask again");
    await page.until(`document.querySelector(".markdown")?.textContent.length > 20`);
    await page.press("Escape");
    await page.until(ANSWERED);
    assert.match((await page.texts("group", "Branches"))[0], /2\s*\/\s*2/);
    assert.equal((await bodies(session)).length, 2);
  },
);
