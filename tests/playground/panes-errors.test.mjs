// What goes wrong in the panes beside the chat, and the way back.
import assert from "node:assert/strict";
import { opened } from "./lib/panes.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const text = (selector) => `document.querySelector(${JSON.stringify(selector)})?.innerText ?? ""`;
/** Browsers write failed requests to the console themselves. */
const FAILED = [/Failed to load resource/];

async function ask(page) {
  await opened(page, "structured");
  await page.click("textbox", "Prompt");
  await page.press("Enter");
}

inBrowsers(
  "a structured call that fails says why, and can be tried again",
  {
    options: { faults: [{ kind: "status", status: 400, code: "ValidationException", message: "The schema is too deep." }] },
    expected: FAILED,
  },
  async ({ page }) => {
    await ask(page);
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /^BadRequestError[\s\S]*The schema is too deep[\s\S]*ValidationException/);
    assert.equal(await page.evaluate(`document.querySelector(".reply")`), null);
    await page.click("button", "Try again");
    await page.until(`/follows the schema/.test(${text(".reply")})`, "the verdict");
    assert.equal(await page.count("alert"), 0);
  },
);

/** A reply of Converse with this text. */
function reply(text, stopReason = "end_turn") {
  const usage = { inputTokens: 9, outputTokens: 9, totalTokens: 18 };
  const message = { role: "assistant", content: [{ text }] };
  const body = JSON.stringify({ output: { message }, stopReason, usage, metrics: { latencyMs: 5 } });
  return { kind: "raw", status: 200, headers: { "content-type": "application/json" }, bodyBase64: btoa(body) };
}

const REPLIES = [reply('{"name": 7, "birthYear": 1815}'), reply("Ada Lovelace."), reply('{"name": "Ada', "max_tokens")];

inBrowsers(
  "a reply that breaks the schema is told from one that follows it",
  { options: { faults: REPLIES } },
  async ({ page }) => {
    await ask(page);
    await page.until(`/does not follow the schema/.test(${text(".reply .problem")})`, "the verdict");
    const mismatches = await page.evaluate(
      `[...document.querySelectorAll(".reply .problem li")].map(({ innerText }) => innerText)`,
    );
    assert.equal(mismatches.length, 2, mismatches.join("\n"));
    assert.ok(
      mismatches.some((mismatch) => /^#\/name .*string/.test(mismatch)),
      mismatches.join("\n"),
    );
    assert.ok(
      mismatches.some((mismatch) => /^# .*birthPlace/.test(mismatch)),
      mismatches.join("\n"),
    );
    assert.match(await page.evaluate(text(".reply pre")), /"name": 7/);
    await page.click("button", "Ask");
    await page.until(`/not JSON. Ask again/.test(${text(".reply .problem")})`, "the reply that is no JSON");
    assert.equal(await page.evaluate(text(".reply pre")), "Ada Lovelace.");
    await page.click("button", "Ask");
    await page.until(`/cut off at the token limit/.test(${text(".reply .problem")})`, "the reply that was cut off");
    await page.click("button", "Ask");
    await page.until(`/follows the schema/.test(${text(".reply .valid")})`, "a reply that follows the schema");
  },
);

const COLUMN = (index) => `document.querySelector("[aria-label='Answer ${index}']")`;

inBrowsers(
  "a column that failed is tried again by itself",
  { options: { faults: [{ kind: "status", status: 403, code: "AccessDeniedException" }] }, expected: FAILED },
  async ({ page, session }) => {
    await opened(page, "compare");
    await page.fill("Prompt", "Why is the sky blue?");
    await page.press("Enter");
    await page.until(`document.querySelector("[role=alert]") && !document.querySelector("[aria-busy=true]")`, "both to end");
    const failed = await page.evaluate(`${COLUMN(1)}.contains(document.querySelector("[role=alert]")) ? 1 : 2`);
    const other = COLUMN(3 - failed);
    await page.until(`${other}.querySelector(".markdown p")`, "what parses markdown");
    const before = await page.evaluate(`${other}.innerText`);
    assert.match(await page.evaluate(`${COLUMN(failed)}.innerText`), /PermissionDeniedError/);
    await page.click("button", "Try again");
    await page.until(`/out/.test(${COLUMN(failed)}.querySelector(".pace")?.innerText)`, "the answer");
    assert.equal(await page.evaluate(`${other}.innerText`), before);
    assert.equal(await page.count("alert"), 0);
    const { requests } = await session.log();
    assert.equal(requests.filter(({ operation, preflight }) => operation === "ConverseStream" && !preflight).length, 3);
  },
);

inBrowsers("a column is stopped by itself", { options: { tokenMs: 60, sentences: 40 } }, async ({ page }) => {
  await opened(page, "compare");
  await page.fill("Prompt", "Tell me a long story.");
  await page.press("Enter");
  await page.until(`document.querySelectorAll("[aria-busy=true] .markdown").length === 2`, "both to begin");
  await page.click("button", "Stop us.amazon.nova-lite-v1:0");
  await page.until(`/stopped/.test(${COLUMN(1)}.innerText)`, "the first to stop");
  const length = `${COLUMN(2)}.querySelector(".markdown").innerText.length`;
  const now = await page.evaluate(length);
  await page.until(`${COLUMN(2)}.ariaBusy === "true" && ${length} > ${now}`, "the second to go on");
  await page.click("button", "Stop all");
  await page.until(`/stopped/.test(${COLUMN(2)}.innerText)`, "the second to stop");
});
