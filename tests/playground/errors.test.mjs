// An error of each class, with its remedy, and the way back.
import assert from "node:assert/strict";
import { ANSWERED } from "./lib/chat.mjs";
import { inBrowsers } from "./lib/playground.mjs";

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
