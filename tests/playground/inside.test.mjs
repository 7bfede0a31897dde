// Look inside, by keyboard and mouse: the panel, the request, the numbers, the code.
import assert from "node:assert/strict";
import { chooseModel } from "./lib/chat.mjs";
import { answered, ask, PANEL, panelText, SECRET } from "./lib/inside.mjs";
import { inBrowsers } from "./lib/playground.mjs";

inBrowsers("a click on an answer's button shows the signed request without secrets", {}, async ({ page, session }) => {
  await answered(page, "Why is the sky blue?");
  await page.click("button", "Look inside");
  await page.until(`${PANEL}?.contains(document.activeElement)`, "the panel to have the focus");
  const text = await panelText(page);
  assert.match(text, /POST http:\/\/127\.0\.0\.1:\d+\S*\/model\/us\.amazon\.nova-lite-v1%3A0\/converse-stream/);
  assert.match(text, /authorization\s+\*\*\*/);
  assert.match(text, /x-amz-security-token\s+\*\*\*/);
  assert.match(text, /x-amz-date\s+2\d{7}T\d{6}Z/);
  assert.match(text, /200 after/);
  assert.match(text, /application\/vnd\.amazon\.eventstream/);
  const [{ bodyText }] = (await session.log()).requests.filter(({ operation }) => operation === "ConverseStream");
  const shown = await page.evaluate(`${PANEL}.querySelector("[aria-label='Request body']").textContent`);
  assert.deepEqual(JSON.parse(shown), JSON.parse(bodyText));
  assert.doesNotMatch(await page.evaluate("document.documentElement.outerHTML"), SECRET);
});

inBrowsers("by keyboard: opened, moved through and closed", {}, async ({ page }) => {
  await answered(page, "Hello");
  await page.evaluate("document.activeElement.blur()");
  await page.press("i");
  await page.find("tab", "Request");
  await page.press("Tab");
  assert.match(await page.focus(), /^select "Recording"/);
  await page.press("Tab");
  await page.press("Tab");
  assert.equal(await page.focus(), 'tab "Request"');
  for (const name of ["Frames", "Timeline", "Numbers", "Code", "Request"]) {
    await page.press("ArrowRight");
    assert.equal(await page.focus(), `tab ${JSON.stringify(name)}`);
    await page.until(`document.querySelector("#inside-content").getAttribute("aria-labelledby") === document.activeElement.id`);
  }
  await page.press("Escape");
  await page.until(`${PANEL} === null`, "the panel to be gone");
  await page.click("button", "Look inside");
  await page.find("tab", "Request");
  await page.press("Escape");
  await page.until(`${PANEL} === null`, "the panel to be gone again");
  assert.equal(await page.focus(), 'button "Look inside"');
});

inBrowsers("before the first call it says what belongs here", {}, async ({ page }) => {
  // The composer takes the focus when it appears.
  await page.until(`document.activeElement?.id === "message"`, "the composer to have the focus");
  await page.evaluate("document.activeElement.blur()");
  await page.press("i");
  await page.find("heading", "Nothing to look into");
  await page.press("i");
  await page.until(`${PANEL} === null`, "the panel to be gone");
});

inBrowsers("a call can be watched while it runs", { options: { tokenMs: 30, sentences: 12 } }, async ({ page }) => {
  await ask(page, "Tell me a long story.");
  await page.until(`document.querySelector(".markdown")?.textContent.length > 20`, "the beginning of the answer");
  await page.evaluate("document.activeElement.blur()");
  await page.press("i");
  await page.click("tab", "Frames");
  const frames = `Number(/(\\d+) frames/.exec(${PANEL}.innerText)?.[1])`;
  const early = await page.until(`/Running/.test(${PANEL}.innerText) && ${frames}`, "the first frames");
  await page.until(`/Done after/.test(${PANEL}.innerText)`, "the end");
  assert.ok((await page.evaluate(frames)) > early);
});

const FAULTS = [
  { kind: "throttle", retryAfterMs: 5 },
  { kind: "status", status: 503 },
];

inBrowsers(
  "each attempt shows why it was repeated",
  { options: { faults: FAULTS }, expected: [/429/, /503/] },
  async ({ page }) => {
    await answered(page, "Hello");
    await page.click("button", "Look inside");
    await page.until(`document.querySelectorAll(".attempts option").length > 0`, "the attempts");
    const attempts = await page.evaluate(
      `[...document.querySelectorAll(".attempts option")].map(({ textContent }) => textContent)`,
    );
    assert.deepEqual(attempts, [
      "1: ConverseStream, 429, repeated",
      "2: ConverseStream, 503, repeated",
      "3: ConverseStream, 200",
    ]);
    await page.evaluate(`document.querySelector(".attempts select").focus()`);
    await page.press("Home");
    await page.until(`/Repeated after/.test(${PANEL}.innerText)`, "the reason");
    assert.match(await panelText(page), /RateLimitError[\s\S]*ThrottlingException[\s\S]*429/);
    await page.click("tab", "Frames");
    await page.until(`/no event stream: application\\/json/.test(${PANEL}.innerText)`, "the error's body");
    await page.click("tab", "Timeline");
    const label = await page.evaluate(`${PANEL}.querySelector("svg").getAttribute("aria-label")`);
    assert.match(
      label,
      /Bytes from the network: \d+ pieces.*Frames complete: \d+ frames.*Chunks that the caller took: \d+ chunks/,
    );
    assert.match(
      await page.evaluate(`${PANEL}.querySelector("svg").textContent`),
      /attempt 1: 429 after .*repeated.*attempt 3: 200/s,
    );
  },
);

inBrowsers(
  "numbers are there as text: pace, usage, and the cost with its source",
  { options: { tokenMs: 5 } },
  async ({ page }) => {
    await answered(page, "Why is the sky blue?");
    const facts = await page.evaluate(`document.querySelector(".assistant .facts").textContent`);
    const [, input, output] = /(\d+) tokens in, (\d+) out/.exec(facts);
    await page.click("button", "Look inside");
    await page.click("tab", "Numbers");
    const text = await panelText(page);
    assert.match(text, /Time to the first token\s+[\d.]+ m?s/);
    assert.match(text, /Tokens a second\s+\d+\.\d/);
    assert.match(text, new RegExp(`Input tokens\\s+${input}\\s+Output tokens\\s+${output}`));
    const cost = ((input * 0.06 + output * 0.24) / 1e6).toPrecision(3);
    assert.ok(text.includes(`Cost: about $${cost}`), text);
    assert.match(text, /as of 2026-10-05, from AWS’s table/);
    assert.match(
      await page.evaluate(`${PANEL}.querySelector("svg").getAttribute("aria-label")`),
      /tokens over time: the first after/,
    );
  },
);

inBrowsers("of a model without a known price the cost is unknown", {}, async ({ page }) => {
  await page.find("textbox", "Message");
  await chooseModel(page, "meta.llama3-8b-instruct-v1:0");
  await answered(page, "Hello");
  await page.click("button", "Look inside");
  await page.click("tab", "Numbers");
  assert.match(await panelText(page), /Cost: unknown\. No price of this model and region is known here/);
});

inBrowsers("the call as code, in the forms that it has", {}, async ({ page }) => {
  await answered(page, "Why is the sky blue?");
  await page.click("button", "Look inside");
  await page.click("tab", "Code");
  const forms = { "Bedrock’s shape": "bedrock.converseStream(", "OpenAI’s shape": "bedrock.chat.completions.create(" };
  Object.assign(forms, { "openai SDK": "createFetch(bedrock)", "AWS SDK": "new ConverseStreamCommand(" });
  for (const [name, line] of Object.entries(forms)) {
    await page.click("radio", name);
    await page.until(`${PANEL}.querySelector("[aria-label=Code]").textContent.includes(${JSON.stringify(line)})`, line);
    const code = await page.evaluate(`${PANEL}.querySelector("[aria-label=Code]").textContent`);
    assert.match(code, /Why is the sky blue\?/);
    assert.doesNotMatch(code, SECRET);
  }
  await page.click("radio", "Anthropic SDK");
  await page.until(`/written as chat\\.completions\\.create, which is not translated/.test(${PANEL}.innerText)`, "the reason");
  await page.click("radio", "AWS SDK");
  await page.evaluate(`void (window.copied = [], navigator.clipboard.writeText = async (text) => void window.copied.push(text))`);
  await page.click("button", "Copy");
  await page.until(`/Copied\\./.test(${PANEL}.innerText)`, "that it was copied");
  const [copied] = await page.evaluate("window.copied");
  assert.equal(copied, await page.evaluate(`${PANEL}.querySelector("[aria-label=Code] pre").textContent`));
  await page.evaluate(`void (navigator.clipboard.writeText = () => Promise.reject(new Error("no")))`);
  await page.click("button", "Copy");
  await page.until(`/copy it by hand/.test(${PANEL}.innerText)`, "the remedy");
});

inBrowsers("another recording is chosen in the panel", {}, async ({ page }) => {
  await answered(page, "The first question");
  await answered(page, "The second question");
  await page.click("button", "Look inside");
  await page.until(`/The second question/.test(${PANEL}?.innerText)`, "the second call");
  await page.evaluate(`document.querySelector("[aria-label=Recording]").focus()`);
  await page.press("ArrowUp");
  await page.until(`!/The second question/.test(${PANEL}.innerText)`, "the first call");
  assert.match(await panelText(page), /The first question/);
});

inBrowsers("on a phone it has the whole page, and gives it back", {}, async ({ page }) => {
  await page.resize(390, 800);
  await answered(page, "Hello");
  await page.click("button", "Look inside");
  await page.find("tab", "Request");
  const box = await page.evaluate(
    `(({ left, top, width, height }) => [left, top, width, height])(${PANEL}.getBoundingClientRect())`,
  );
  assert.deepEqual(box, [0, 0, 390, 800]);
  assert.equal(await page.evaluate(`document.querySelector("#pane").inert && document.querySelector(".header").inert`), true);
  for (const name of ["Request", "Frames", "Timeline", "Numbers", "Code"]) {
    await page.click("tab", name);
    await page.until(
      `document.querySelector("#inside-content").getAttribute("aria-labelledby") === "inside-${name.toLowerCase()}"`,
    );
    const wide = await page.evaluate(
      `document.documentElement.scrollWidth > 390 || document.querySelector("#inside-content").scrollWidth > 390`,
    );
    assert.equal(wide, false, `${name} is wider than the phone`);
  }
  await page.click("button", "Close Look inside");
  await page.until(`${PANEL} === null`, "the panel to be gone");
  assert.equal(await page.evaluate(`document.querySelector("#pane").inert || document.querySelector(".header").inert`), false);
});
