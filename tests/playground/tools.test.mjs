// Tools that run in the page, in a real loop.
import assert from "node:assert/strict";
import { ANSWERED, bodies, openSettings, say } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

inBrowsers("a model calls the calculator, reads the result and answers", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await page.click("checkbox", "Calculator");
  await page.click("button", "Settings");
  await say(page, "emulator:every-tool what is 3*4");
  const [call] = await page.texts("article", "Assistant");
  assert.match(call, /Calls calculator/);
  assert.match(call, /"expression"\s*:\s*"3\*4/);
  const [result] = await page.texts("article", "Result of calculator");
  assert.match(result, /12/);
  const [first, second] = await bodies(session);
  assert.deepEqual(
    first.toolConfig.tools.map(({ toolSpec }) => toolSpec.name),
    ["calculator"],
  );
  const { toolResult } = second.messages.at(-1).content[0];
  assert.deepEqual(toolResult.content, [{ text: "12" }]);
});

inBrowsers("the clock tells the time, and what fails goes back to the model", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await page.click("checkbox", "Date and time");
  await page.click("checkbox", "Calculator");
  await page.click("button", "Settings");
  // The emulator takes both arguments from the text, and the sum lacks a parenthesis.
  await say(page, "emulator:every-tool Asia/Tokyo 3*(4");
  const [time] = await page.texts("article", "Result of current_time");
  assert.match(time, /"time_zone":"Asia\/Tokyo"/);
  assert.match(time, /JST|GMT\+9/);
  const [failed] = await page.texts("article", "Result of calculator");
  assert.match(failed, /Failed/);
  const results = (await bodies(session))
    .at(-1)
    .messages.at(-1)
    .content.map(({ toolResult }) => toolResult);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ["error", undefined].toSorted());
});

inBrowsers("without a switch no tool is told of", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await say(page, "emulator:every-tool what is 3*4");
  const [body] = await bodies(session);
  assert.equal(body.toolConfig, undefined);
});

const EXPRESSIONS = [
  ["2+3*4", "14"],
  ["0-2^2", "-4"],
  ["2^3^2", "512"],
  ["0.1+0.2", "0.3"],
  ["7*sqrt(4)+0", "14"],
  ["max(1,2,3)-min(4,5)+0", "-1"],
];

inBrowsers("the calculator knows precedence, powers and functions", {}, async ({ page }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await page.click("checkbox", "Calculator");
  await page.click("button", "Settings");
  for (const [expression, value] of EXPRESSIONS) {
    await say(page, `emulator:every-tool ${expression}`);
    const calls = await page.texts("article", "Result of calculator");
    assert.match(calls.at(-1), new RegExp(`\\n${value.replace(".", "\\.")}$`), `${expression}: ${calls.at(-1)}`);
  }
  assert.ok(await page.evaluate(ANSWERED));
});

/** From the first answer on, the service gives the same one again: a model that never stops calling. */
const REPEAT = `(() => {
  const { fetch } = globalThis;
  let first;
  globalThis.asked = 0;
  globalThis.fetch = async (url, init) => {
    if (!String(url).endsWith("/converse-stream")) return fetch(url, init);
    asked++;
    first ??= fetch(url, init).then(async (response) => ({ headers: response.headers, body: await response.arrayBuffer() }));
    const { headers, body } = await first;
    return new Response(body.slice(0), { headers });
  };
})()`;

inBrowsers("a model that never stops calling is stopped after eight rounds, and may go on", {}, async ({ page }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await page.click("checkbox", "Calculator");
  await page.click("button", "Settings");
  await page.evaluate(REPEAT);
  await page.click("textbox", "Message");
  await page.type("emulator:every-tool what is 3*4");
  await page.press("Enter");
  await page.find("button", "Go on");
  assert.equal(await page.evaluate("asked"), 8);
  assert.equal(await page.count("article", "Result of calculator"), 8);
  await page.click("button", "Go on");
  await page.until("asked === 16", "eight more rounds");
  await page.find("button", "Go on");
});
