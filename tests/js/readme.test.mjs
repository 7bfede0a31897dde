// The README: its examples run as they stand there, the page in Chromium, the worker in workerd, the others in Node. Only
// where they find the local Bedrock and its keys is said to them from outside.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openPage } from "./lib/chromium.mjs";
import { CREDENTIALS, connect } from "./lib/client.mjs";
import { serve } from "./lib/serve.mjs";
import { startWorker } from "./lib/workerd.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "../..");
const readme = fs.readFileSync(path.join(root, "README.md"), "utf8");
const MODEL = "us.amazon.nova-lite-v1:0";
const QUESTION = "Why is the sky blue?";
const REGION = 'region: "us-east-1",';
/** Where programs find keys. */
const VARIABLES = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
};

describe("the examples", () => {
  test("the page shows the answer", async (t) => {
    const { session, answer } = await ask(t);
    const example = inserted(block("A first answer in a page"), `endpoint: "${session.endpoint}",`);
    const files = {
      "/index.html": `<!doctype html><link rel="icon" href="data:,">${example}`,
      "/api/bedrock-credentials": JSON.stringify(CREDENTIALS),
    };
    const folders = { "/node_modules/bedrock-wasm/": path.join(here, "node_modules/bedrock-wasm") };
    const server = await serve({ files, folders });
    t.after(() => server.stop());
    const { page, problems, close } = await openPage(`${server.url}/index.html`);
    t.after(close);
    await page.waitForFunction((whole) => document.querySelector("#answer").textContent === whole, answer);
    assert.deepEqual(problems, []);
  });

  test("the program prints the answer", async (t) => {
    const { session, answer } = await ask(t);
    assert.deepEqual(await runNode(block("A first answer in Node"), session), [answer, ""]);
  });

  test("the worker answers with the events, a line each", async (t) => {
    const { session, answer } = await ask(t);
    // In node_modules, so that its imports resolve.
    const folder = fs.mkdtempSync(path.join(here, "node_modules/.readme-"));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const file = path.join(folder, "worker.js");
    fs.writeFileSync(file, inserted(block("A first answer in a worker"), "endpoint: env.ENDPOINT,"));
    const worker = await startWorker(file, { ...VARIABLES, ENDPOINT: session.endpoint });
    t.after(() => worker.stop());
    const lines = (await (await fetch(worker.url)).text()).trimEnd().split("\n");
    const texts = lines.map((line) => JSON.parse(line).contentBlockDelta?.delta.text ?? "");
    assert.equal(texts.join(""), answer);
  });

  test("a chat in OpenAI's shape prints the answer, and so does Anthropic's SDK with its changed argument", async (t) => {
    const { session, answer } = await ask(t);
    const client = 'import { Bedrock } from "bedrock-wasm";\nconst bedrock = new Bedrock();\n';
    const chat = block("OpenAI's shape").replace("bedrock/claude-sonnet-5", "bedrock/nova-lite");
    assert.deepEqual(await runNode(`${client}${chat}`, session), [answer, ""]);
    const message = block("Programs for OpenAI, Anthropic and AWS run on it");
    for (const model of ["claude-sonnet-5", "nova-lite"]) {
      const program = message.replace("claude-sonnet-5", model);
      assert.deepEqual(await runNode(`${client}${program}`, session), [`${answer}\n`, ""]);
    }
  });

  test("page, program and worker take fewer than ten lines each", () => {
    for (const runtime of ["a page", "Node", "a worker"]) {
      const example = block(`A first answer in ${runtime}`);
      assert.ok(example.includes(MODEL) && example.includes(QUESTION), "the examples ask another question");
      const lines = example.split("\n").filter((line) => line.trim() && !/^\s*(<\/?script|<p )/.test(line));
      assert.ok(lines.length < 10, `${runtime}: ${lines.length} lines`);
    }
  });
});

describe("the text", () => {
  test("the first thing is how to install it", () => {
    assert.equal(/```\w*\n([\s\S]*?)```/.exec(readme)[1], "npm install bedrock-wasm\n");
  });

  test("it has 200 lines at most", () => {
    assert.ok(readme.trimEnd().split("\n").length <= 200);
  });

  test("its relative links lead to files", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link);
    assert.ok(links.length > 10);
    assert.deepEqual(
      links.filter((link) => !fs.existsSync(path.join(root, link))),
      [],
    );
  });

  test("its figures are those of docs/benchmarks.json, as nearly as two runs agree", () => {
    const { figures } = JSON.parse(fs.readFileSync(path.join(root, "docs/benchmarks.json"), "utf8"));
    const table = readme.slice(0, readme.indexOf("## Install"));
    const said = [
      ["pages/native/chromium", /a Converse reply loads.*?\| ([\d.]+) KB/],
      ["pages/aws-sdk/chromium", /AWS SDK: ([\d.]+) KB/],
      ["pages/chat/chromium", /a chat in OpenAI's shape loads \| ([\d.]+) KB/],
      ["pages/ai-sdk/chromium", /AI SDK's provider: ([\d.]+) KB/],
      ["pages/openai/chromium", /`openai`.*?: ([\d.]+) KB/],
      ["decode/16-kb/node", /chunks of 16 KB.*?([\d.]+) in Node/],
      ["decode/16-kb/chromium", /chunks of 16 KB.*?([\d.]+) in Chromium/],
      ["decode/one-event/node", /an event a chunk.*?([\d.]+) in Node/],
      ["decode/one-event/chromium", /an event a chunk.*?([\d.]+) in Chromium/],
      ["calls/own-stub/node", /a Converse call.*?([\d.]+) in Node/],
      ["calls/own-stub/chromium", /a Converse call.*?([\d.]+) in Chromium/],
      ["images/converse/node", /an image of 5 MB.*?([\d.]+) in Node/],
    ];
    for (const [id, pattern] of said) {
      const figure = Number(pattern.exec(table)?.[1]);
      const { value } = figures[id];
      assert.ok(Math.abs(figure / value - 1) < 0.15, `${id} is ${value}, and the README says ${figure}`);
    }
    const chunks = 1; // of 16 KB, which is no figure
    assert.equal(table.match(/\d+(\.\d+)? (KB|in)/g).length, said.length + chunks, "a figure is not in this list");
  });
});

/** A session, and what it answers to the examples' question: the local Bedrock answers the same each time. */
async function ask(t) {
  const { bedrock, session } = await connect(t);
  const { output } = await bedrock.converse({ modelId: MODEL, messages: [{ role: "user", content: [{ text: QUESTION }] }] });
  return { session, answer: output.message.content[0].text };
}

/** What a program prints, and what it complains of. */
async function runNode(code, session) {
  const env = {
    ...VARIABLES,
    PATH: process.env.PATH,
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: session.endpoint,
  };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: here,
    env,
  });
  return [stdout, stderr];
}

/** An example with one option more. */
function inserted(example, option) {
  assert.ok(example.includes(REGION));
  return example.replace(REGION, `${REGION} ${option}`);
}

/** A block of code under a heading, the first one by default. */
function block(heading, at = 0) {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0];
  assert.ok(section, `there is no section ${heading}`);
  return [...section.matchAll(/```\w+\n([\s\S]*?)```/g)][at][1];
}
