// Ways in.
import assert from "node:assert/strict";
import { inBrowsers } from "./lib/playground.mjs";

inBrowsers("the local Bedrock is connected by the dialog alone", { connected: false }, async ({ page, session }) => {
  await page.click("button", "Connect");
  await page.find("dialog", "Connect");
  await page.fill("Endpoint", session.endpoint);
  await page.press("Enter");
  await page.type("Hello\n");
  await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
  assert.match((await page.texts("article", "You"))[0], /^Hello\n/);
  assert.equal(await page.count("button", "Local Bedrock · us-east-1"), 1);
  assert.equal(await page.count("dialog"), 0);
});

inBrowsers("once the dialog is closed, what is typed goes where it belongs", { connected: false }, async ({ page, session }) => {
  const value = (selector) => page.evaluate(`document.querySelector(${JSON.stringify(selector)}).value`);
  const CLOSE = { "its button": () => page.click("button", "Close"), Escape: () => page.press("Escape") };
  let written = "";
  for (const [how, close] of Object.entries(CLOSE)) {
    // The composer asks for the connection, and has the focus back.
    await page.click("textbox", "Message");
    await page.type(`${how}\n`);
    await page.find("dialog", "Connect");
    await close();
    await page.type("!");
    written += `${how}!`;
    assert.equal(await value("#message"), written);
  }
  // What has opened it has the focus back, and a key opens it anew.
  await page.click("button", "Connect");
  await page.find("dialog", "Connect");
  await page.press("Escape");
  await page.press("Enter");
  await page.find("dialog", "Connect");
  await page.press("Escape");
  assert.equal(await page.focus(), 'button "Connect"');
  for (const [tab, field] of [
    ["Embeddings", ".work > form textarea"],
    ["Structured output", ".prompt textarea"],
  ]) {
    await page.click("tab", tab);
    await page.until(`document.querySelector(${JSON.stringify(field)})`, tab);
    const before = await value(field);
    await page.click("button", await page.evaluate(`document.querySelector("button.connection").innerText`));
    await page.find("dialog", "Connect");
    await page.fill("Endpoint", session.endpoint);
    await page.press("Enter");
    await page.press("End");
    await page.type("typed");
    assert.equal(await value(field), `${before}typed`);
  }
});

inBrowsers("sending without a connection asks for one and keeps the message", { connected: false }, async ({ page }) => {
  await page.focused("textbox", "Message");
  await page.type("Hello");
  await page.press("Enter");
  await page.find("dialog", "Connect");
  await page.press("Escape");
  await page.type("!");
  assert.equal(await page.evaluate(`document.querySelector("#message").value`), "Hello!");
});

const KEYS = {
  AccessKeyId: "AKIDEXAMPLE",
  SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  SessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
  Expiration: "2099-01-01T00:00:00+00:00",
};
const VARIABLES = {
  AWS_ACCESS_KEY_ID: KEYS.AccessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.SecretAccessKey,
  AWS_SESSION_TOKEN: KEYS.SessionToken,
  AWS_CREDENTIAL_EXPIRATION: KEYS.Expiration,
};
const lines = (line) =>
  `${Object.entries(VARIABLES)
    .map(([name, value]) => line(name, value))
    .join("\n")}\n`;

/** What `aws configure export-credentials --format …` prints. */
const FORMATS = {
  process: JSON.stringify({ Version: 1, ...KEYS }, null, 2),
  env: lines((name, value) => `export ${name}=${value}`),
  "env-no-export": lines((name, value) => `${name}=${value}`),
  powershell: lines((name, value) => `$Env:${name}="${value}"`),
  "windows-cmd": lines((name, value) => `set ${name}=${value}`),
  fish: lines((name, value) => `set -gx ${name} ${value}`),
};

inBrowsers("every format of export-credentials can be pasted, and the keys are good", {}, async ({ page, session }) => {
  let way = "Local Bedrock";
  for (const [format, text] of Object.entries(FORMATS)) {
    await page.click("button", `${way} · us-east-1`);
    way = "Temporary keys";
    await page.click("radio", "Temporary keys");
    await page.fill("Access key id", "old");
    await page.click("textbox", "Paste");
    await page.paste(text);
    const read = await page.evaluate(
      `[...document.querySelectorAll("dialog input:not([type=radio])")].map(({ value }) => value)`,
    );
    assert.deepEqual(read.slice(0, 3), Object.values(KEYS).slice(0, 3), format);
    await page.fill("Endpoint", session.endpoint);
    await page.click("button", "Connect");
    await page.find("button", "Temporary keys · us-east-1");
  }
  await page.type("Hello\n");
  await page.until(`/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`, "the answer");
});
