// API keys and Cognito pools, and what the page says when a way in leads nowhere.
import assert from "node:assert/strict";
import { operations, startServer } from "../js/lib/answering.mjs";
import { inBrowsers } from "./lib/playground.mjs";

/** The emulator's: one that works, one that has expired. */
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";
const EXPIRED_API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWFBJUkVEOmVtdWxhdG9y";
const POOL = "us-east-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d";
const IDENTITY = "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";
const ANSWERED = `/tokens in/.test(document.querySelector(".assistant .facts")?.textContent)`;

async function say(page, text) {
  await page.click("textbox", "Message");
  await page.type(text);
  await page.press("Enter");
}

inBrowsers("an API key goes as a bearer token", { connected: false }, async ({ page, session }) => {
  await page.click("button", "Connect");
  await page.click("radio", "API key");
  await page.click("button", "Connect");
  await page.find("alert");
  assert.match((await page.texts("alert"))[0], /The API key is missing/);
  await page.fill("API key", API_KEY);
  await page.fill("Endpoint", session.endpoint);
  await page.press("Enter");
  await page.find("button", "API key · us-east-1");
  await say(page, "Hello");
  await page.until(ANSWERED, "the answer");
  const { requests } = await session.log();
  const { headers } = requests.find(({ operation }) => operation === "ConverseStream");
  assert.equal(headers.authorization, `Bearer ${API_KEY}`);
});

inBrowsers("an expired API key is told from other errors", { connected: false, expected: [/403/] }, async ({ page, session }) => {
  await page.click("button", "Connect");
  await page.click("radio", "API key");
  await page.fill("API key", EXPIRED_API_KEY);
  await page.fill("Endpoint", session.endpoint);
  await page.press("Enter");
  await page.type("Hello\n");
  await page.find("alert");
  const [alert] = await page.texts("alert");
  assert.match(alert, /403/);
  assert.match(alert, /expired/i);
  assert.ok(!alert.includes(EXPIRED_API_KEY), alert);
});

/** What Cognito answers, in AWS's words: https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/ */
const ANSWERS = {
  GetId: { IdentityId: IDENTITY },
  GetCredentialsForIdentity: {
    IdentityId: IDENTITY,
    Credentials: {
      AccessKeyId: "AKIDEXAMPLE",
      SecretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      SessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
      Expiration: 4_070_908_800,
    },
  },
};
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };

/** Runs with a Cognito of the test's own, which ends with it. */
async function withCognito(answer, run) {
  const ends = [];
  const server = await startServer({ after: (end) => ends.push(end) }, (request) =>
    request.method === "OPTIONS" ? { headers: CORS } : { ...answer(operations([request])[0]), headers: CORS },
  );
  try {
    await run(server);
  } finally {
    for (const end of ends) await end();
  }
}

async function openPool(page, session, cognito) {
  await page.click("button", "Connect");
  await page.click("radio", "Cognito pool");
  await page.fill("Identity pool id", POOL);
  await page.fill("Login provider", "accounts.google.com");
  await page.fill("ID token", "token-of-google");
  await page.fill("Cognito endpoint", cognito.url);
  await page.fill("Endpoint", session.endpoint);
  await page.press("Enter");
  await page.find("button", "Cognito pool · us-east-1");
}

inBrowsers("a Cognito pool gives keys once for all calls", { connected: false }, async ({ page, session }) => {
  await withCognito(
    (operation) => ({ body: ANSWERS[operation] }),
    async (cognito) => {
      await openPool(page, session, cognito);
      await say(page, "Hello");
      await page.until(ANSWERED, "the answer");
      await say(page, "And again");
      await page.until(`document.querySelectorAll(".assistant .facts").length === 2`, "the second answer");
      const asked = cognito.requests.filter(({ method }) => method === "POST");
      assert.deepEqual(operations(asked), ["GetId", "GetCredentialsForIdentity"]);
      assert.deepEqual(JSON.parse(asked[0].body), {
        IdentityPoolId: POOL,
        Logins: { "accounts.google.com": "token-of-google" },
      });
      const { requests } = await session.log();
      assert.equal(requests.filter(({ operation, status }) => operation === "ConverseStream" && status === 200).length, 2);
    },
  );
});

inBrowsers("a pool that refuses says so", { connected: false, expected: [/400/] }, async ({ page, session }) => {
  const refusal = { __type: "NotAuthorizedException", message: "Invalid login token. Token expired" };
  await withCognito(
    () => ({ status: 400, body: refusal }),
    async (cognito) => {
      await openPool(page, session, cognito);
      await say(page, "Hello");
      await page.find("alert");
      assert.match((await page.texts("alert"))[0], /Invalid login token/);
    },
  );
});

inBrowsers(
  "an endpoint that does not answer is named, with the remedy",
  { connected: false, expected: [/./] },
  async ({ page }) => {
    await page.click("button", "Connect");
    await page.fill("Endpoint", "not an address");
    await page.press("Enter");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /not the address of an endpoint/);
    // Nothing listens there, and it is none of the ports that browsers block.
    await page.fill("Endpoint", "http://127.0.0.1:9999");
    await page.press("Enter");
    await say(page, "Hello");
    await page.find("alert");
    assert.match((await page.texts("alert"))[0], /Could not reach http:\/\/127\.0\.0\.1:9999[\s\S]*CORS/);
  },
);

inBrowsers("the theme is chosen by keyboard, and remembered", {}, async ({ page, url }) => {
  const background = "getComputedStyle(document.documentElement).backgroundColor";
  await page.chooseTheme("light");
  const light = await page.evaluate(background);
  await page.chooseTheme("dark");
  const dark = await page.evaluate(background);
  assert.notEqual(light, dark);
  await page.goto(url);
  await page.until(`document.documentElement.dataset.theme === "dark"`, "the remembered theme");
  assert.equal(await page.evaluate(background), dark);
  await page.chooseTheme("system");
  assert.equal(await page.evaluate("localStorage.length"), 0);
});
