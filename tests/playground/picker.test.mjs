// The model picker and the settings, by keyboard.
import assert from "node:assert/strict";
import { bodies, chooseModel, openSettings, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const OPTIONS = `[...document.querySelectorAll("[role=option]")].map(({ innerText }) => innerText)`;
const MODEL = `document.querySelector("[role=combobox]").value`;

inBrowsers("a model is searched by its ability and chosen by the arrow keys", {}, async ({ page, session }) => {
  await page.click("combobox", "Model");
  await page.until(`${OPTIONS}.length > 50`, "the region's models");
  const all = await page.evaluate(OPTIONS);
  assert.ok(!all.some((text) => /embed|canvas|rerank/.test(text)), "only models that chat");
  await page.press("Control+a");
  await page.type("anthropic json sonnet");
  await page.until(`${OPTIONS}.length > 0 && ${OPTIONS}.every((text) => /sonnet/.test(text) && /JSON schema/.test(text))`);
  const groups = await page.evaluate(`[...document.querySelectorAll("[role=group]")].map((e) => e.getAttribute("aria-label"))`);
  assert.deepEqual(groups, ["Anthropic"]);
  await page.press("ArrowDown");
  await page.press("ArrowDown");
  await page.press("ArrowUp");
  const [first] = await page.evaluate(OPTIONS);
  const active = await page.evaluate(
    `document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).innerText`,
  );
  assert.equal(active, first);
  await page.press("Enter");
  assert.equal(await page.evaluate(MODEL), first.split("\n")[0].split(" ")[0]);
  assert.equal(await page.count("listbox"), 0);
  await say(page, "Hello");
  const { requests } = await session.log();
  assert.equal(requests.findLast(({ operation }) => operation === "ConverseStream").modelId, await page.evaluate(MODEL));
});

inBrowsers("an alias is found, Escape leaves the model as it is, what is typed is taken", {}, async ({ page }) => {
  await page.click("combobox", "Model");
  await page.press("Control+a");
  await page.type("nova-micro");
  await page.until(`${OPTIONS}.some((text) => /alias nova-micro/.test(text))`);
  await page.press("Escape");
  assert.equal(await page.evaluate(MODEL), "us.amazon.nova-lite-v1:0");
  await chooseModel(page, "nova-pro");
  assert.equal(await page.evaluate(MODEL), "nova-pro");
  await say(page, "Hello");
  const [answer] = await page.texts("article", "Assistant");
  assert.match(answer, /nova-pro · \d+ tokens in/);
});

inBrowsers("a click chooses a model", {}, async ({ page }) => {
  await page.click("combobox", "Model");
  await page.press("Control+a");
  await page.type("us.amazon.nova-pro");
  await page.until(`${OPTIONS}.length === 1`);
  await page.click("option");
  assert.equal(await page.evaluate(MODEL), "us.amazon.nova-pro-v1:0");
});

const LABELS = `[...document.querySelectorAll(".parameters label")].map(({ textContent }) => textContent)`;
const EFFORTS = `[...document.querySelectorAll(".parameters select option")].map(({ value }) => value).filter(Boolean)`;

inBrowsers("the settings show what the model takes, and that is what is sent", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  assert.deepEqual(await page.evaluate(LABELS), ["Temperature", "Top P", "Top K", "Max tokens", "Stop sequences"]);
  await page.click("spinbutton", "Temperature");
  await page.type("0.25");
  await page.click("spinbutton", "Max tokens");
  await page.type("200");
  await page.fill("Stop sequences", "END");
  await page.fill("System prompt", "Be brief.");
  await say(page, "Hello");
  const [nova] = await bodies(session);
  assert.deepEqual(nova.inferenceConfig, { maxTokens: 200, temperature: 0.25, stopSequences: ["END"] });
  assert.deepEqual(nova.system, [{ text: "Be brief." }]);

  await chooseModel(page, "claude-sonnet-5");
  await page.until(`${LABELS}.join() === "Max tokens,Stop sequences,Reasoning effort"`, "the parameters of Claude Sonnet 5");
  assert.deepEqual(await page.evaluate(EFFORTS), ["none", "low", "medium", "high", "xhigh", "max"]);
  await say(page, "Hello again");
  const claude = (await bodies(session)).at(-1);
  assert.deepEqual(claude.inferenceConfig, { maxTokens: 200, stopSequences: ["END"] });

  await chooseModel(page, "openai.gpt-oss-120b-1:0");
  await page.until(`!${LABELS}.includes("Stop sequences") && ${LABELS}.length > 0`, "the parameters of gpt-oss");
  assert.deepEqual(await page.evaluate(EFFORTS), ["low", "medium", "high"]);
});

inBrowsers("a number that cannot be is marked and not sent", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await page.click("spinbutton", "Temperature");
  await page.type("7");
  await page.until(`document.querySelector("[aria-invalid=true]")`);
  await say(page, "Hello");
  const [body] = await bodies(session);
  assert.equal(body.inferenceConfig?.temperature, undefined);
});
