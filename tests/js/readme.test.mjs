// The README's first examples, as they stand there: the page in Chromium, the program in Node. Only where they find the
// local Bedrock and its keys is said to them from outside.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, connect } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const readme = fs.readFileSync(path.join(here, "../../README.md"), "utf8");
const MODEL = "us.amazon.nova-lite-v1:0";
const QUESTION = "Why is the sky blue?";

test("the page shows the answer", async (t) => {
  const { session, answer } = await ask(t);
  const region = 'region: "us-east-1",';
  const example = firstBlock("html");
  assert.ok(example.includes(region));
  const files = {
    "/index.html": `<!doctype html><link rel="icon" href="data:,">${example.replace(region, `${region} endpoint: "${session.endpoint}",`)}`,
    "/api/bedrock-credentials": JSON.stringify(CREDENTIALS),
  };
  const server = await serve({ files, folders: { "/node_modules/bedrock-wasm/": path.join(here, "node_modules/bedrock-wasm") } });
  t.after(() => server.stop());
  const { page, problems, close } = await openPage(`${server.url}/index.html`);
  t.after(close);
  await page.waitForFunction((whole) => document.querySelector("#answer").textContent === whole, answer);
  assert.deepEqual(problems, []);
});

test("the program prints the answer", async (t) => {
  const { session, answer } = await ask(t);
  const env = {
    PATH: process.env.PATH,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: session.endpoint,
  };
  const program = ["--input-type=module", "--eval", firstBlock("js")];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, program, { cwd: here, env });
  assert.deepEqual([stdout, stderr], [answer, ""]);
});

test("the first thing is how to install it", () => {
  assert.equal(/```\w*\n([\s\S]*?)```/.exec(readme)[1], "npm install bedrock-wasm\n");
});

/** A session, and what it answers to the examples' question: the local Bedrock answers the same each time. */
async function ask(t) {
  const { bedrock, session } = await connect(t);
  const { output } = await bedrock.converse({ modelId: MODEL, messages: [{ role: "user", content: [{ text: QUESTION }] }] });
  return { session, answer: output.message.content[0].text };
}

/** The first block of code in this language. */
function firstBlock(language) {
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readme);
  assert.ok(code.includes(MODEL) && code.includes(QUESTION), "the examples ask another question");
  return code;
}
