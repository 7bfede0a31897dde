// The examples that run in a browser, in Chromium: the page with a login at Cognito, the chat in React, the extension.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { describe, test } from "node:test";
import { build } from "esbuild";
import { openExtension, openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, connect, settled } from "./lib/client.mjs";
import { answerTo, copyOf, setEndpoint } from "./lib/examples.mjs";
import { startMoto } from "./lib/moto.mjs";
import { serve } from "./lib/serve.mjs";

const QUESTION = "Why is the sky blue?";
const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";

/** Waits until an element's text is this. */
function shows(page, selector, text) {
  return page.waitForFunction(([at, whole]) => document.querySelector(at)?.textContent === whole, [selector, text]);
}

/** Waits until an element has some text, and gives it. */
async function begins(page, selector) {
  await page.waitForFunction((at) => document.querySelector(at)?.textContent.length > 0, selector);
  return page.textContent(selector);
}

/** Asks in the page's form, and sees the answer begin before the service ends it. */
async function asks(page, session, bedrock) {
  await page.fill("[name=question]", QUESTION);
  await page.click("#chat button");
  const first = await begins(page, "#answer");
  await session.release();
  const whole = await answerTo(bedrock, QUESTION);
  await shows(page, "#answer", whole);
  assert.ok(whole.startsWith(first) && first.length < whole.length);
}

describe("page-cognito", () => {
  const USER = { name: "ada", password: "Correct-horse-8" };

  /** The page, a user of moto's Cognito, and the requests for credentials that the page makes. */
  async function open(t) {
    const { session, bedrock } = await connect(t, { faults: [{ kind: "gate", after: 4 }] });
    const moto = await startMoto();
    t.after(() => moto.stop());
    const user = await moto.createUser(USER.name, USER.password);
    const cognito = await startCognito(t, moto.url);
    const folder = copyOf(t, "page-cognito");
    const config = {
      REGION: "us-east-1",
      USER_POOL_ID: user.userPoolId,
      CLIENT_ID: user.clientId,
      IDENTITY_POOL_ID: user.identityPoolId,
      USER_POOLS: `${moto.url}/`,
      BEDROCK: { region: "us-east-1", endpoint: session.endpoint },
      COGNITO: { endpoint: cognito.url },
    };
    const names = fs.readFileSync(path.join(folder, "config.js"), "utf8").matchAll(/^export const (\w+)/gm);
    assert.deepEqual(
      Array.from(names, ([, name]) => name),
      Object.keys(config),
    );
    const lines = Object.entries(config).map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`);
    fs.writeFileSync(path.join(folder, "config.js"), lines.join(""));
    const server = await serve({ folders: { "/": folder } });
    t.after(() => server.stop());
    const { page, problems, close } = await openPage(`${server.url}/index.html`);
    t.after(close);
    async function signIn(password) {
      await page.fill("[name=user]", USER.name);
      await page.fill("[name=password]", password);
      await page.click("#login button");
    }
    return { session, bedrock, page, problems, signIn, requests: cognito.requests, user };
  }

  test("a user signs in, and the page streams an answer with the user's keys", async (t) => {
    const { session, bedrock, page, problems, signIn, requests, user } = await open(t);
    await signIn(USER.password);
    await page.waitForSelector("#chat:not([hidden])");
    await asks(page, session, bedrock);

    const pool = `cognito-idp.us-east-1.amazonaws.com/${user.userPoolId}`;
    assert.deepEqual(
      requests.map(({ action }) => action),
      ["GetId", "GetCredentialsForIdentity"],
    );
    for (const { input } of requests) {
      const claims = JSON.parse(Buffer.from(input.Logins[pool].split(".")[1], "base64url").toString());
      assert.deepEqual([claims.iss.replace("https://", ""), claims.aud, claims.token_use], [pool, user.clientId, "id"]);
    }
    assert.deepEqual(problems, []);
  });

  test("a wrong password is said to be", async (t) => {
    const { page, signIn, requests } = await open(t);
    await signIn("Wrong-horse-8");
    await shows(page, "#answer", "Incorrect username or password.");
    assert.ok(await page.isHidden("#chat"));
    assert.deepEqual(requests, []);
  });
});

/**
 * moto's identity pools, with keys that the local Bedrock knows in the place of those that moto gives: two local services share
 * no accounts.
 */
async function startCognito(t, moto) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    const body = await new Response(request).text();
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !/^(host|connection|content-length)$/.test(name)),
    );
    const reply = await fetch(moto + request.url, { method: request.method, headers, body: body || undefined });
    let text = await reply.text();
    if (request.method === "POST") {
      const action = headers["x-amz-target"].split(".")[1];
      requests.push({ action, input: JSON.parse(body) });
      if (reply.ok && action === "GetCredentialsForIdentity") text = withKnownKeys(text);
    }
    const passed = [...reply.headers].filter(([name]) => !/^(content-length|content-encoding|connection|transfer)/.test(name));
    response.writeHead(reply.status, Object.fromEntries(passed)).end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close(() => {}).closeAllConnections());
  return { url: `http://127.0.0.1:${server.address().port}`, requests };
}

function withKnownKeys(text) {
  const { Credentials, ...rest } = JSON.parse(text);
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken } = CREDENTIALS;
  return JSON.stringify({ ...rest, Credentials: { ...Credentials, AccessKeyId, SecretKey, SessionToken } });
}

describe("react-chat", () => {
  const [SEND, STOP] = ["Send", "Stop"].map((name) => `button:text-is("${name}")`);

  async function open(t, faults) {
    const { session, bedrock } = await connect(t, { faults });
    const folder = copyOf(t, "react-chat");
    setEndpoint(path.join(folder, "src/main.jsx"), JSON.stringify(session.endpoint));
    await build({
      entryPoints: [path.join(folder, "src/main.jsx")],
      outdir: path.join(folder, "built"),
      entryNames: "main",
      bundle: true,
      splitting: true,
      format: "esm",
      jsx: "automatic",
      target: "es2022",
      logLevel: "error",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    const html = fs.readFileSync(path.join(folder, "index.html"), "utf8").replace("/src/main.jsx", "/built/main.js");
    assert.ok(html.includes("/built/main.js"));
    const files = { "/index.html": html, "/api/bedrock-credentials": JSON.stringify(CREDENTIALS) };
    const server = await serve({ files, folders: { "/built/": path.join(folder, "built") } });
    t.after(() => server.stop());
    const { page, problems, close } = await openPage(`${server.url}/index.html`);
    t.after(close);
    async function ask(text) {
      await page.fill("[aria-label=Message]", text);
      await page.click(SEND);
    }
    return { session, bedrock, page, problems, ask };
  }

  test("it shows replies while they arrive, and sends the conversation so far", async (t) => {
    const { session, bedrock, page, problems, ask } = await open(t, [{ kind: "gate", after: 4 }]);
    await ask(QUESTION);
    const first = await begins(page, "li.assistant");
    assert.ok(await page.isVisible(STOP));
    await session.release();
    const whole = await answerTo(bedrock, QUESTION, "amazon.nova-lite-v1:0");
    await shows(page, "li.assistant", whole);
    assert.ok(whole.startsWith(first) && first.length < whole.length);
    await page.waitForSelector(SEND);
    await ask("And at night?");
    await page.waitForSelector("li:nth-child(4)");
    await page.waitForSelector(SEND);
    const { requests } = await settled(session);
    const { messages } = JSON.parse(requests.findLast(({ preflight }) => !preflight).bodyText);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ["user", "assistant", "user"],
    );
    assert.deepEqual(problems, []);
  });

  test("Stop ends the request, and keeps what has arrived", async (t) => {
    const { session, page, problems, ask } = await open(t, [{ kind: "stall", after: 6 }]);
    await ask(QUESTION);
    await begins(page, "li.assistant");
    await page.click(STOP);
    await page.waitForSelector(SEND);
    const { requests } = await settled(session);
    assert.equal(requests.find(({ preflight }) => !preflight).events.state, "aborted");
    assert.ok((await page.textContent("li.assistant")).length > 0);
    assert.deepEqual([await page.locator("[role=alert]").count(), problems], [0, []]);
  });

  test("an error is shown, and the question can be asked again", async (t) => {
    const { page, ask } = await open(t, [{ kind: "status", status: 403, message: "You may not." }]);
    await ask(QUESTION);
    assert.match(await begins(page, "[role=alert]"), /You may not\./);
    await ask(QUESTION);
    await begins(page, "li.assistant");
    assert.equal(await page.locator("li.user").count(), 1);
  });
});

describe("extension", () => {
  test("the panel shows what the service worker streams, once it has a key", async (t) => {
    const { session, bedrock } = await connect(t, { faults: [{ kind: "gate", after: 4 }] });
    const folder = copyOf(t, "extension");
    setEndpoint(path.join(folder, "worker.js"), JSON.stringify(session.endpoint));
    const built = path.join(folder, "dist");
    const entryPoints = ["worker.js", "panel.js"].map((file) => path.join(folder, file));
    await build({ entryPoints, bundle: true, format: "esm", outdir: built, logLevel: "error" });
    for (const file of ["manifest.json", "panel.html"]) fs.copyFileSync(path.join(folder, file), path.join(built, file));
    // Only the address differs: a permission for the local Bedrock, as there is one for Bedrock.
    const manifest = JSON.parse(fs.readFileSync(path.join(built, "manifest.json"), "utf8"));
    manifest.host_permissions = [`${new URL(session.endpoint).origin}/*`];
    fs.writeFileSync(path.join(built, "manifest.json"), JSON.stringify(manifest));

    const { page, problems, close } = await openExtension(built, "panel.html");
    t.after(close);
    assert.ok(await page.isHidden("#chat"));
    await page.fill("[name=apiKey]", API_KEY);
    await page.click("#key button");
    await asks(page, session, bedrock);
    assert.deepEqual(problems, []);
  });
});
