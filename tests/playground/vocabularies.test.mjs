// A conversation in each vocabulary but the first one, which the other tests speak: what goes to Bedrock, and what is shown.
import assert from "node:assert/strict";
import { bodies, chooseModel, chooseVocabulary, openSettings, say } from "./lib/chat.mjs";
import { answered, PANEL, SECRET } from "./lib/inside.mjs";
import { inBrowsers } from "./lib/playground.mjs";

const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const FILES = [
  { name: "dot.png", type: "image/png", base64: PNG },
  { name: "notes.txt", type: "text/plain", base64: btoa("The sky is blue.") },
];

/** By its name in the settings: how code calls it, and what each form of the code has. */
const VOCABULARIES = {
  "OpenAI Responses": {
    forms: {
      "Bedrock’s shape": "bedrock.converseStream(",
      "OpenAI’s shape": "await bedrock.responses.create(",
      "openai SDK": "await client.responses.create(",
      "AWS SDK": "new ConverseStreamCommand(",
    },
  },
};

for (const [name, { forms }] of Object.entries(VOCABULARIES)) {
  /** A test with the vocabulary chosen; `choose(page)` chooses more of the settings. */
  const inVocabulary = (title, rest, run, choose = () => {}) =>
    inBrowsers(`${name}: ${title}`, rest, async (given) => {
      const { page } = given;
      await page.find("combobox", "Model");
      await openSettings(page);
      await chooseVocabulary(page, name);
      await choose(page);
      await page.click("button", "Settings");
      await run(given);
    });

  inVocabulary("answers stream, and the conversation goes on", { options: { tokenMs: 10 } }, async ({ page, session }) => {
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
    "thinking is shown, and goes back with its signature",
    {},
    async ({ page, session }) => {
      await say(page, "Why is the sky blue?");
      await page.click("disclosure", "Thinking");
      await page.until(`document.querySelector(".thinking").open`);
      const thought = await page.evaluate(`document.querySelector(".thinking p").innerText`);
      assert.ok(thought.length > 20, thought);
      await say(page, "And at night?");
      const [, answer] = (await bodies(session)).at(-1).messages;
      const { text, signature } = answer.content[0].reasoningContent.reasoningText;
      assert.equal(text.trim(), thought.trim());
      assert.ok(signature);
    },
    async (page) => {
      await chooseModel(page, CLAUDE);
      await page.until(`document.querySelector(".parameters select")`, "the levels of effort");
      await page.evaluate(`document.querySelector(".parameters select").focus()`);
      await page.press("l");
      await page.until(`document.querySelector(".parameters select").value === "low"`);
    },
  );

  inVocabulary("images and documents go along", {}, async ({ page, session }) => {
    await page.giveFiles("change", ".composer input[type=file]", FILES);
    await page.until(`document.querySelectorAll(".composer .chip").length === 2`, "the files");
    await say(page, "Look at these.");
    const [{ content }] = (await bodies(session))[0].messages;
    assert.deepEqual(content.flatMap((part) => Object.keys(part)).toSorted(), ["document", "image", "text"]);
    assert.equal(content.find(({ image }) => image).image.source.bytes, PNG);
  });

  inVocabulary(
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

  const faults = [{ kind: "status", status: 403, code: "AccessDeniedException", message: "You may not." }];
  inVocabulary(
    "an error is shown with its remedy, and asking again helps",
    { options: { faults }, expected: [/Failed to load resource/] },
    async ({ page }) => {
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      await page.find("alert");
      const [alert] = await page.texts("alert");
      assert.match(alert, /^PermissionDeniedError[\s\S]*AccessDeniedException[\s\S]*403/);
      assert.ok(alert.length > 90, alert);
      await page.click("button", "Try again");
      await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
      assert.equal(await page.count("alert"), 0);
    },
  );

  inVocabulary(
    "a stream that breaks keeps what has arrived",
    { options: { faults: [{ kind: "exception", name: "modelStreamErrorException", after: 6, message: "Failed." }] } },
    async ({ page }) => {
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      await page.find("alert");
      assert.match((await page.texts("alert"))[0], /ModelStreamErrorException/i);
      assert.ok((await page.evaluate(`document.querySelector(".markdown").innerText`)).length > 3);
    },
  );

  inVocabulary(
    "Escape stops the reply and keeps what has arrived",
    { options: { tokenMs: 60, sentences: 40 } },
    async ({ page, session }) => {
      await page.click("textbox", "Message");
      await page.type("Tell me a long story.");
      await page.press("Enter");
      await page.until(`document.querySelector(".markdown")?.textContent.length > 20`, "the beginning of the answer");
      await page.press("Escape");
      await page.find("button", "Send");
      assert.match((await page.texts("article", "Assistant"))[0], /stopped/);
      let state;
      while (state !== "aborted") {
        const { requests } = await session.log();
        state = requests.find(({ operation }) => operation === "ConverseStream")?.events.state;
        assert.notEqual(state, "done", "the emulator sent everything");
      }
      await page.click("button", "Look inside");
      await page.until(`/Stopped after/.test(${PANEL}?.innerText)`, "that it was stopped");
    },
  );

  inVocabulary("Look inside has the pace and the call as code", { options: { tokenMs: 5 } }, async ({ page }) => {
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

  inVocabulary("a reload finds the conversation in its vocabulary, which a new one takes over", {}, async ({ page, session }) => {
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
  });
}
