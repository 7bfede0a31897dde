// What goes wrong in each vocabulary but the first one: what is shown, what is kept, and the way back.
import assert from "node:assert/strict";
import { bodies, chooseVocabulary, openSettings, received, say } from "./lib/chat.mjs";
import { PANEL } from "./lib/inside.mjs";
import { HELD_TIMERS } from "./lib/timers.mjs";
import { inVocabulary, VOCABULARIES } from "./lib/vocabularies.mjs";

/** As often as a call is tried. */
const TRIES = 3;

for (const [name, { denied, broken }] of Object.entries(VOCABULARIES)) {
  const faults = [{ kind: "status", status: 403, code: "AccessDeniedException", message: "You may not." }];
  inVocabulary(
    name,
    "an error is shown with its remedy, and asking again helps",
    { options: { faults }, expected: [/Failed to load resource/] },
    async ({ page }) => {
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      await page.find("alert");
      const [alert] = await page.texts("alert");
      assert.match(alert, new RegExp(`^PermissionDeniedError[\\s\\S]*${denied}[\\s\\S]*403`));
      assert.match(alert, /[Rr]equest id/);
      assert.ok(alert.length > 90, alert);
      await page.click("button", "Try again");
      await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
      assert.equal(await page.count("alert"), 0);
    },
  );

  const throttles = Array.from({ length: 2 }, () => ({ kind: "throttle", retryAfterMs: 1 }));
  inVocabulary(
    name,
    "a request that is throttled is repeated",
    { options: { faults: throttles }, expected: [/Failed to load resource/] },
    async ({ page, session }) => {
      await say(page, "Hello");
      assert.equal(await page.count("alert"), 0);
      assert.equal((await bodies(session)).length, 3);
    },
  );

  inVocabulary(
    name,
    "a stream that breaks keeps what has arrived",
    { options: { faults: [{ kind: "exception", name: "modelStreamErrorException", after: 6, message: "The model failed." }] } },
    async ({ page }) => {
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      await page.find("alert");
      assert.match((await page.texts("alert"))[0], broken);
      assert.ok((await page.evaluate(`document.querySelector(".markdown").innerText`)).length > 3);
    },
  );

  inVocabulary(
    name,
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

  inVocabulary(
    name,
    "a request that nobody answers ends with the time-out",
    { options: { faults: Array.from({ length: TRIES }, () => ({ kind: "hang" })) } },
    async ({ page, session }) => {
      await page.run(HELD_TIMERS);
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      for (let attempt = 1; attempt <= TRIES; attempt++) {
        await received(page, session, "ConverseStream", attempt);
        assert.equal(await page.count("alert"), 0);
        assert.equal(await page.evaluate("elapse()"), 1);
      }
      await page.find("alert");
      assert.match((await page.texts("alert"))[0], /^APIConnectionTimeoutError[\s\S]*No answer within 600000 ms/);
    },
  );
}

inVocabulary(
  "Anthropic Messages",
  "a video is refused before anything is sent, with another way",
  {},
  async ({ page, session }) => {
    const base64 = "AAAAIGZ0eXBpc29tAAACAGlzb21pc28yYXZjMW1wNDE=";
    await page.giveFiles("change", ".composer input[type=file]", [{ name: "clip.mp4", type: "video/mp4", base64 }]);
    await page.until(`document.querySelector(".composer .chip")`, "the file");
    await page.click("textbox", "Message");
    await page.type("Look at this.");
    await page.press("Enter");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /clip\.mp4: Anthropic’s Messages take no videos\. Choose another vocabulary/);
    assert.equal((await session.log()).total, 0);
    await openSettings(page);
    await chooseVocabulary(page, "OpenAI Responses");
    await page.click("button", "Settings");
    await page.click("button", "Try again");
    await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
    assert.ok((await bodies(session))[0].messages[0].content.some(({ video }) => video));
  },
);

inVocabulary(
  "Anthropic Messages",
  "a service that cannot be reached is named as in every vocabulary",
  { options: { cors: false }, expected: [/Failed to load resource/, /CORS/, /Cross-Origin/] },
  async ({ page }) => {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /^APIConnectionError[\s\S]*allows this page \(CORS\)/);
    await page.click("button", "Look inside");
    await page.until(`document.querySelectorAll(".attempts option").length === ${TRIES}`, "every try");
  },
);

inVocabulary(
  "Anthropic Messages",
  "Escape ends the wait for another try",
  { options: { faults: [{ kind: "throttle", retryAfterMs: 30_000 }] }, expected: [/Failed to load resource/] },
  async ({ page, session }) => {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await received(page, session, "ConverseStream");
    await page.press("Escape");
    await page.find("button", "Send");
    assert.match((await page.texts("article", "Assistant"))[0], /stopped/);
    assert.equal((await bodies(session)).length, 1);
  },
);
