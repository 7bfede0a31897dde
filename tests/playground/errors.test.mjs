// An error of each class, with its remedy, and the way back.
import assert from "node:assert/strict";
import { ANSWERED, received } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";
import { HELD_TIMERS } from "./lib/timers.mjs";

const status = (status, code, message) => ({ kind: "status", status, code, message });
/** As often as the package tries. */
const TRIES = 3;
const always = (fault) => Array.from({ length: TRIES }, () => fault);

const CLASSES = [
  ["BadRequestError", [status(400, "ValidationException", "The text field is blank.")], /ValidationException[\s\S]*400/],
  ["AuthenticationError", [status(403, "ExpiredTokenException", "The token has expired.")], /ExpiredTokenException[\s\S]*403/],
  ["PermissionDeniedError", [status(403, "AccessDeniedException", "You may not.")], /AccessDeniedException[\s\S]*403/],
  ["NotFoundError", [status(404, "ResourceNotFoundException", "No such model.")], /ResourceNotFoundException[\s\S]*404/],
  ["ConflictError", [status(409, "ConflictException", "In conflict.")], /ConflictException[\s\S]*409/],
  ["RateLimitError", always({ kind: "throttle", retryAfterMs: 1 }), /ThrottlingException[\s\S]*429/],
  ["InternalServerError", always(status(500, "InternalServerException", "Failed.")), /InternalServerException[\s\S]*500/],
];

for (const [name, faults, facts] of CLASSES) {
  inBrowsers(
    `${name} is shown with its remedy, and asking again helps`,
    // Browsers write failed requests to the console themselves.
    { options: { faults }, expected: [/Failed to load resource/] },
    async ({ page }) => {
      await page.click("textbox", "Message");
      await page.type("Hello");
      await page.press("Enter");
      await page.find("alert");
      const [alert] = await page.texts("alert");
      assert.match(alert, new RegExp(`^${name}`));
      assert.match(alert, facts);
      // The service's words and, behind them, the remedy.
      assert.ok(alert.length > name.length + 60, alert);
      await page.click("button", "Try again");
      await page.until(`!document.querySelector("[role=alert]") && ${ANSWERED}`, "the answer to the second attempt");
    },
  );
}

inBrowsers(
  "a stream that breaks keeps what has arrived and says why",
  { options: { faults: [{ kind: "exception", name: "modelStreamErrorException", after: 6, message: "The model failed." }] } },
  async ({ page }) => {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /ModelStreamErrorException/i);
    assert.ok((await page.evaluate(`document.querySelector(".markdown").innerText`)).length > 3);
  },
);

inBrowsers(
  "APIConnectionError says that the endpoint may not allow the page",
  { options: { cors: false }, expected: [/Failed to load resource/, /CORS/, /Cross-Origin/] },
  async ({ page }) => {
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    await page.find("alert");
    const [alert] = await page.texts("alert");
    assert.match(alert, /^APIConnectionError/);
    assert.match(alert, /allows this page \(CORS\)/);
    await page.find("button", "Try again");
  },
);

inBrowsers(
  "a request that nobody answers ends with the time-out, and asking again helps",
  { options: { faults: always({ kind: "hang" }) } },
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
    assert.match(
      (await page.texts("alert"))[0],
      /^APIConnectionTimeoutError[\s\S]*No answer within 600000 ms. Send the request again/,
    );
    await page.click("button", "Try again");
    await page.until(`!document.querySelector("[role=alert]") && ${ANSWERED}`, "the answer");
  },
);

inBrowsers(
  "a stream that stands still ends with the time-out and keeps what has arrived",
  { options: { faults: [{ kind: "stall", after: 6 }] } },
  async ({ page }) => {
    await page.run(HELD_TIMERS);
    await page.click("textbox", "Message");
    await page.type("Hello");
    await page.press("Enter");
    const said = `document.querySelector(".markdown")?.innerText`;
    const before = await page.until(`${said}?.length > 3 && ${said}`, "the beginning of the answer");
    assert.equal(await page.evaluate("elapse()"), 1);
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /^APIConnectionTimeoutError[\s\S]*No piece of the stream arrived/);
    assert.ok((await page.evaluate(said)).startsWith(before));
    await page.click("button", "Try again");
    await page.until(`!document.querySelector("[role=alert]") && ${ANSWERED}`, "the answer");
  },
);
