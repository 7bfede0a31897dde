// The panes beside the chat, by clicks and keys.
import assert from "node:assert/strict";
import { chooseModel } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const text = (selector) => `document.querySelector(${JSON.stringify(selector)})?.innerText ?? ""`;

inBrowsers("texts are embedded and compared: a table of cosines", {}, async ({ page, session }) => {
  await page.click("tab", "Embeddings");
  await page.find("heading", "How similar are texts?");
  await page.fill("Texts", "one text alone");
  assert.equal(await page.evaluate(`document.querySelector(".work .primary").disabled`), true);
  await page.click("button", "Use an example");
  await page.click("textbox", "Texts");
  await page.press("Control+Enter");
  await page.until(`document.querySelectorAll(".heat td").length === 25`, "the heat map");
  const rows = await page.evaluate(
    `[...document.querySelectorAll(".heat tbody tr")].map((row) => [...row.cells].slice(1).map((cell) => Number(cell.innerText)))`,
  );
  rows.forEach((row, index) => {
    assert.equal(row[index], 1);
    row.forEach((value, column) => assert.equal(value, rows[column][index]));
  });
  assert.equal(new Set(rows.flat()).size > 3, true, JSON.stringify(rows));
  const names = await page.evaluate(`[...document.querySelectorAll(".heat th")].map(({ scope }) => scope)`);
  assert.deepEqual(names, [...Array(6).fill("col"), ...Array(5).fill("row")]);
  const { requests } = await session.log();
  assert.equal(requests.filter(({ operation }) => operation === "InvokeModel").length, 5);
  // Another pane and back: nothing is lost, nothing asked for again.
  await page.press("Alt+1");
  await page.press("Alt+3");
  await page.until(`document.querySelectorAll(".heat td").length === 25`, "the heat map again");
});

inBrowsers(
  "an embedding that fails says why, and can be tried again",
  { options: { faults: Array.from({ length: 6 }, () => ({ kind: "throttle", retryAfterMs: 1 })) }, expected: [/429/] },
  async ({ page }) => {
    await page.click("tab", "Embeddings");
    await page.click("textbox", "Texts");
    await page.paste("a cat\na kitten");
    await page.press("Control+Enter");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /RateLimitError[\s\S]*ThrottlingException[\s\S]*429/);
    await page.click("button", "Try again");
    await page.until(`document.querySelectorAll(".heat td").length === 4`, "the heat map");
  },
);

inBrowsers("pictures are made, opened at full size and offered for download", {}, async ({ page, session }) => {
  await page.click("tab", "Images");
  await page.find("heading", "No pictures yet");
  await page.goTo("combobox", "Count");
  await page.press("ArrowDown");
  await page.fill("Prompt", "A fjord at dawn");
  await page.press("Enter");
  await page.until(`document.querySelectorAll(".gallery img").length === 2`, "two pictures");
  const whole = `[...document.querySelectorAll(".gallery img")].every((image) => image.complete && image.naturalWidth > 0)`;
  await page.until(whole, "the pictures to be drawn");
  const downloads = await page.evaluate(`[...document.querySelectorAll("[download]")].map(({ download }) => download)`);
  assert.deepEqual(downloads, ["a-fjord-at-dawn-1.png", "a-fjord-at-dawn-2.png"]);
  await page.click("button", "Open “A fjord at dawn” at full size");
  await page.find("dialog", "A fjord at dawn");
  await page.until(`/\\d+ × \\d+/.test(${text("dialog .facts")})`, "its size");
  await page.press("Escape");
  await page.until(`!document.querySelector("dialog")`, "the dialog to close");
  assert.equal(await page.focus(), 'button "Open “A fjord at dawn” at full size"');
  const { requests } = await session.log();
  const [{ bodyText }] = requests.filter(({ operation }) => operation === "InvokeModel");
  const { imageGenerationConfig } = JSON.parse(bodyText);
  assert.deepEqual([imageGenerationConfig.numberOfImages, imageGenerationConfig.width], [2, 1024]);
  await page.click("button", "Clear the gallery");
  await page.find("heading", "No pictures yet");
});

inBrowsers("a picture that is refused leaves the gallery as it was", { expected: [/400/] }, async ({ page }) => {
  await page.click("tab", "Images");
  await page.fill("Prompt", "A fjord");
  await page.press("Enter");
  await page.until(`document.querySelectorAll(".gallery img").length === 1`, "a picture");
  await page.fill("Prompt", "A swordfish");
  await page.press("Enter");
  await page.find("alert");
  assert.match((await page.texts("alert"))[0], /Error/);
  assert.equal(await page.evaluate(`document.querySelectorAll(".gallery img").length`), 1);
});

inBrowsers("a schema is checked while it is typed, and the reply against it", {}, async ({ page, session }) => {
  await page.click("tab", "Structured output");
  await page.until(`/The schema is valid/.test(${text(".faults")})`, "the example to be valid");
  await page.click("textbox", "JSON schema");
  await page.press("Control+a");
  await page.paste('{\n  "type": "object",\n  "properties": { "a": oops }\n}');
  await page.until(`/Line 3, column 24/.test(${text(".faults")})`, "the fault's place");
  assert.equal(await page.evaluate(`document.querySelector(".prompt .primary").disabled`), true);
  await page.click("button", "Line 3, column 24");
  assert.equal(await page.evaluate(`document.activeElement.value[document.activeElement.selectionStart]`), "o");
  await page.press("Control+a");
  await page.paste('{ "type": "object", "properties": { "a": { "type": "strnig" } } }');
  await page.until(`/Line 1, column \\d+[\\s\\S]*There is no type "strnig"/.test(${text(".faults")})`, "the type's fault");
  await page.press("Control+a");
  await page.paste(
    '{ "type": "object", "properties": { "city": { "type": "string" } }, "required": ["city"], "additionalProperties": false }',
  );
  await page.until(`/The schema is valid/.test(${text(".faults")})`, "the schema to be valid");
  await page.fill("Prompt", "Where is the tower?");
  await page.press("Enter");
  await page.until(`/follows the schema/.test(${text(".reply")})`, "the verdict");
  assert.equal(typeof JSON.parse(await page.evaluate(text(".reply pre"))).city, "string");
  assert.match(await page.evaluate(text(".reply")), /structuredOutput: \w+/);
  const { requests } = await session.log();
  assert.match(requests.find(({ operation }) => operation === "Converse").bodyText, /city/);
});

inBrowsers(
  "four models answer at once, each with its figures",
  { options: { tokenMs: 15 }, expected: [/40[04]/] },
  async ({ page, session }) => {
    await page.click("tab", "Compare");
    await page.find("heading", "Which model answers best?");
    await page.click("button", "Add a model");
    await chooseModel(page, "us.anthropic.claude-haiku-4-5-20251001-v1:0", "Model 3");
    await page.click("button", "Add a model");
    await chooseModel(page, "no-such-model", "Model 4");
    assert.equal(await page.count("button", "Add a model"), 0);
    await page.fill("Prompt", "Why is the sky blue?");
    await page.press("Enter");
    await page.find("button", "Stop all");
    await page.until(`document.querySelectorAll("[aria-busy=true] .markdown").length >= 2`, "two models to stream at once");
    await page.until(`!document.querySelector("[aria-busy=true]")`, "all to end");
    const answers = await page.evaluate(`[...document.querySelectorAll(".compared-column")].map((column) => column.innerText)`);
    assert.equal(answers.length, 4);
    for (const answer of answers.slice(0, 3)) {
      assert.match(answer, /First token\s+[\d.]+ m?s\s+Tokens\/s\s+[\d.]+\s+Total\s+[\d.]+ m?s\s+Tokens\s+\d+ in, \d+ out/);
    }
    assert.match(answers[3], /Error/);
    assert.equal(await page.count("alert"), 1);
    const { requests } = await session.log();
    assert.equal(requests.filter(({ operation }) => operation === "ConverseStream").length, 4);
  },
);

inBrowsers("Escape stops every model", { options: { tokenMs: 60, sentences: 40 } }, async ({ page }) => {
  await page.click("tab", "Compare");
  await page.fill("Prompt", "Tell me a long story.");
  await page.press("Enter");
  await page.until(`document.querySelectorAll("[aria-busy=true] .markdown").length === 2`, "both to begin");
  await page.press("Escape");
  await page.until(`!document.querySelector("[aria-busy=true]")`, "both to stop");
  const answers = await page.evaluate(`[...document.querySelectorAll(".compared-column")].map((column) => column.innerText)`);
  for (const answer of answers) assert.match(answer, /stopped/);
});

inBrowsers("without a connection each pane offers one", { connected: false }, async ({ page }) => {
  for (const pane of ["Compare", "Embeddings", "Images", "Structured output"]) {
    await page.click("tab", pane);
    await page.click("button", "Connect to Bedrock");
    await page.find("dialog", "Connect");
    await page.press("Escape");
    await page.until(`!document.querySelector("dialog")`, "the dialog to close");
  }
});

inBrowsers("no pane scrolls sideways on a phone", {}, async ({ page }) => {
  await page.resize(360, 740);
  for (const pane of ["Compare", "Embeddings", "Images", "Structured output"]) {
    await page.click("tab", pane);
    await page.until(`document.querySelector(".work")`, pane);
    const { scroll, width } = await page.evaluate(
      `({ scroll: document.querySelector("#pane").scrollWidth, width: document.querySelector("#pane").clientWidth })`,
    );
    assert.ok(scroll <= width, `${pane}: ${scroll} > ${width}`);
  }
});
