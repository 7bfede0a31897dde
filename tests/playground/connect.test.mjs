// Ways in.
import assert from "node:assert/strict";
import { inBrowsers } from "./lib/playground.mjs";

inBrowsers("the local Bedrock is connected by the dialog alone", { connected: false }, async ({ page, session }) => {
  await page.click("button", "Connect");
  await page.find("dialog", "Connect");
  await page.fill("Endpoint", session.endpoint);
  await page.press("Enter");
  await page.find("button", "Local Bedrock · us-east-1");
  assert.equal(await page.count("dialog"), 0);
  await page.click("textbox", "Message");
  await page.type("Hello");
  await page.press("Enter");
  await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
});

inBrowsers("sending without a connection asks for one and keeps the message", { connected: false }, async ({ page }) => {
  await page.find("textbox", "Message");
  await page.type("Hello");
  await page.press("Enter");
  await page.find("dialog", "Connect");
  await page.press("Escape");
  await page.until(`document.querySelector("#message").value === "Hello"`);
});
