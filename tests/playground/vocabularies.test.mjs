// A conversation in each vocabulary but the first one, which the other tests speak: what goes to Bedrock, and what is shown.
import assert from "node:assert/strict";
import { bodies, chooseModel, chooseVocabulary, openSettings, say } from "./lib/chat.mjs";
import { answered, PANEL, SECRET } from "./lib/inside.mjs";
import { inBrowsers } from "./lib/playground.mjs";
import { inVocabulary, VOCABULARIES } from "./lib/vocabularies.mjs";

const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const FILES = [
  { name: "dot.png", type: "image/png", base64: PNG },
  { name: "notes.txt", type: "text/plain", base64: btoa("The sky is blue.") },
];

async function thinkLow(page) {
  await page.until(`document.querySelector(".parameters select")`, "the levels of effort");
  await page.evaluate(`document.querySelector(".parameters select").focus()`);
  await page.press("l");
  await page.until(`document.querySelector(".parameters select").value === "low"`);
}

for (const [name, { forms, limit, operation, thoughtOf }] of Object.entries(VOCABULARIES)) {
  inVocabulary(name, "answers stream, and the conversation goes on", { options: { tokenMs: 10 } }, async ({ page, session }) => {
    await page.click("textbox", "Message");
    await page.type("Why is the sky blue?");
    await page.press("Enter");
    await page.find("button", "Stop");
    const lengths = new Set();
    while ((await page.count("button", "Stop")) > 0) {
      lengths.add((await page.texts("article", "Assistant")).at(-1)?.length);
      await page.evaluate("new Promise(requestAnimationFrame)");
    }
    assert.ok(lengths.size > 3, `the answer came in ${lengths.size} pieces`);
    await say(page, "And at night?");
    const answers = await page.texts("article", "Assistant");
    for (const answer of answers) assert.match(answer, /us\.amazon\.nova-lite-v1:0 · \d+ tokens in, \d+ out/);
    const [first, second] = await bodies(session);
    assert.deepEqual(first.messages, [{ role: "user", content: [{ text: "Why is the sky blue?" }] }]);
    assert.deepEqual(
      second.messages.map(({ role }) => role),
      ["user", "assistant", "user"],
    );
    const said = second.messages[1].content[0].text;
    assert.ok(said.length > 20 && answers[0].includes(said.slice(0, 20)), said);
  });

  inVocabulary(
    name,
    "a model calls a tool, reads the result and answers",
    {},
    async ({ page, session }) => {
      await say(page, "emulator:every-tool what is 3*4");
      assert.match((await page.texts("article", "Assistant"))[0], /Calls calculator[\s\S]*"expression"\s*:\s*"3\*4/);
      assert.match((await page.texts("article", "Result of calculator"))[0], /12/);
      const [first, second] = await bodies(session);
      assert.deepEqual(
        first.toolConfig.tools.map(({ toolSpec }) => toolSpec.name),
        ["calculator"],
      );
      const [called, result] = second.messages.slice(-2).map(({ content }) => content.at(-1));
      assert.equal(result.toolResult.toolUseId, called.toolUse.toolUseId);
      assert.deepEqual(result.toolResult.content, [{ text: "12" }]);
      // What fails goes back, too.
      await say(page, "emulator:every-tool 3*(4");
      const { toolResult } = (await bodies(session)).at(-1).messages.at(-1).content.at(-1);
      assert.equal(toolResult.status, "error");
    },
    (page) => page.click("checkbox", "Calculator"),
  );

  inVocabulary(
    name,
    "thinking is shown, and goes back with its signature",
    {},
    async ({ page, session }) => {
      await say(page, "Why is the sky blue?");
      await page.click("disclosure", "Thinking");
      await page.until(`document.querySelector(".thinking").open`);
      const thought = await page.evaluate(`document.querySelector(".thinking p").innerText`);
      assert.ok(thought.length > 20, thought);
      await say(page, "And at night?");
      const [, answer] = (await bodies(session, operation)).at(-1).messages;
      const { text, signature } = thoughtOf(answer.content[0]);
      assert.equal(text.trim(), thought.trim());
      assert.ok(signature);
    },
    async (page) => {
      await chooseModel(page, CLAUDE);
      await thinkLow(page);
    },
  );

  inVocabulary(
    name,
    "Claude thinks, calls a tool, and reads its own thoughts with the result",
    {},
    async ({ page, session }) => {
      await say(page, "emulator:every-tool what is 3*4");
      assert.match((await page.texts("article", "Result of calculator"))[0], /12/);
      const [, called, result] = (await bodies(session, operation)).at(-1).messages;
      assert.ok(thoughtOf(called.content[0]).signature);
      assert.match(JSON.stringify(called.content.at(-1)), /calculator/);
      assert.match(JSON.stringify(result.content), /"12"/);
    },
    async (page) => {
      await chooseModel(page, CLAUDE);
      await thinkLow(page);
      await page.click("checkbox", "Calculator");
    },
  );

  inVocabulary(name, "images and documents go along", {}, async ({ page, session }) => {
    await page.giveFiles("change", ".composer input[type=file]", FILES);
    await page.until(`document.querySelectorAll(".composer .chip").length === 2`, "the files");
    await say(page, "Look at these.");
    const [{ content }] = (await bodies(session))[0].messages;
    assert.deepEqual(content.flatMap((part) => Object.keys(part)).toSorted(), ["document", "image", "text"]);
    assert.equal(content.find(({ image }) => image).image.source.bytes, PNG);
  });

  inVocabulary(
    name,
    "the system prompt and the parameters are sent",
    {},
    async ({ page, session }) => {
      await say(page, "Hello");
      const [{ system, inferenceConfig }] = await bodies(session);
      assert.deepEqual(system, [{ text: "Be brief." }]);
      assert.deepEqual(inferenceConfig, { maxTokens: 5, stopSequences: ["swordfish"], temperature: 0.25 });
      assert.match((await page.texts("article", "Assistant"))[0], /cut off at the token limit/);
    },
    async (page) => {
      assert.equal(await page.evaluate(`document.querySelectorAll(".parameters input")[3].placeholder`), limit);
      await page.fill("System prompt", "Be brief.");
      await page.fill("Stop sequences", "swordfish");
      for (const [field, value] of [
        ["Temperature", "0.25"],
        ["Max tokens", "5"],
      ]) {
        await page.click("spinbutton", field);
        await page.type(value);
      }
    },
  );

  inVocabulary(name, "Look inside has the pace and the call as code", { options: { tokenMs: 5 } }, async ({ page }) => {
    await answered(page, "Why is the sky blue?");
    const [, input, output] = /(\d+) tokens in, (\d+) out/.exec(
      await page.evaluate(`document.querySelector(".assistant .facts").textContent`),
    );
    await page.click("button", "Look inside");
    await page.click("tab", "Numbers");
    const numbers = new RegExp(`Tokens a second\\s+\\d+\\.\\d[\\s\\S]*Input tokens\\s+${input}\\s+Output tokens\\s+${output}`);
    await page.until(`${numbers}.test(${PANEL}.innerText)`, String(numbers));
    await page.click("tab", "Code");
    const shown = `${PANEL}.querySelector("[aria-label=Code]")?.textContent`;
    for (const [form, line] of Object.entries(forms)) {
      await page.click("radio", form);
      await page.until(`${shown}?.includes(${JSON.stringify(line)})`, `${form} with ${line}`);
      const code = await page.evaluate(shown);
      assert.match(code, /Why is the sky blue\?/);
      assert.doesNotMatch(code, SECRET);
    }
  });

  inVocabulary(
    name,
    "a reload finds the conversation in its vocabulary, which a new one takes over",
    {},
    async ({ page, session }) => {
      await say(page, "Hello");
      const href = await page.evaluate("location.href");
      await page.click("button", "Conversations");
      await page.until(`document.querySelector(".conversation")`, "the conversation to be kept");
      await page.goto("about:blank");
      await page.goto(href);
      await page.until(`document.querySelector("article.user")`, "the conversation");
      for (let time = 1; time <= 2; time++) {
        await openSettings(page);
        assert.equal(await page.evaluate(`document.querySelector(".settings select").selectedOptions[0].text`), name);
        await page.click("button", "Settings");
        await page.click("button", "New conversation");
      }
      assert.equal((await bodies(session)).length, 1);
    },
  );
}

inBrowsers("one conversation goes through all vocabularies, with thoughts and calls of tools", {}, async ({ page, session }) => {
  await page.find("combobox", "Model");
  await openSettings(page);
  await chooseModel(page, CLAUDE);
  await thinkLow(page);
  await page.click("checkbox", "Calculator");
  const names = ["OpenAI Chat Completions", ...Object.keys(VOCABULARIES), "OpenAI Chat Completions"];
  for (const [index, name] of names.entries()) {
    await chooseVocabulary(page, name);
    await say(page, `emulator:every-tool what is ${index}*4`);
    assert.equal(await page.count("alert"), 0, name);
    const results = await page.texts("article", "Result of calculator");
    assert.equal(results.length, index + 1, name);
    assert.match(results.at(-1), new RegExp(`\\n${index * 4}$`));
  }
  const { requests } = await session.log();
  const operations = requests.filter(({ preflight }) => !preflight).map(({ operation }) => operation);
  assert.equal(operations.filter((operation) => operation === "InvokeModelWithResponseStream").length, 2);
  assert.equal(operations.filter((operation) => operation === "ConverseStream").length, 8);
});
