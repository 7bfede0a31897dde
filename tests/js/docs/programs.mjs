// Snippets that run outside of browsers: each in a process of its own, with what it reads in the folder it runs in.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { transformSync } from "esbuild";
import { PNG } from "../lib/png.mjs";
import { startWorker } from "../lib/workerd.mjs";

const PATIENCE_MS = 60_000;
const PDF =
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
/** The first box of an MP4 file, by which its kind is known. */
const MP4 = Buffer.from("0000001c6674797069736f6d0000020069736f6d69736f326d703431", "hex");
/** What snippets read, by name. */
const FILES = { "photo.png": Buffer.from(PNG, "base64"), "report.pdf": PDF, "clip.mp4": MP4 };

/** Runs a snippet in Node, Deno or Bun. It must end well, say nothing on stderr and print what is expected. */
export async function runProgram({ t, folder, name, code, row, session, credentials, answer }, runtime) {
  const home = fs.mkdtempSync(path.join(folder, "run-"));
  t.after(() => fs.rmSync(home, { recursive: true, force: true }));
  fs.symlinkSync(path.join(folder, "node_modules"), path.join(home, "node_modules"), "junction");
  fs.writeFileSync(path.join(home, "package.json"), '{ "type": "module" }');
  for (const [file, content] of Object.entries(FILES)) fs.writeFileSync(path.join(home, file), content);
  const program = path.join(home, name.replace(/\.ts$/, ".js"));
  fs.writeFileSync(
    program,
    name.endsWith(".ts") ? transformSync(code, { loader: "ts", format: "esm", target: "es2022" }).code : code,
  );
  const [command, ...args] = runtimes(home)[runtime];
  const env = { PATH: process.env.PATH, HOME: home, ...awsVariables(session, credentials), ...row.env };
  const options = { cwd: home, env, timeout: PATIENCE_MS };
  const { stdout, stderr } = await promisify(execFile)(command, [...args, program], options);
  if (row.says) assert.match(stderr, row.says);
  else assert.equal(stderr, "", runtime);
  if (row.prints) assert.match(stdout, row.prints);
  if (answer !== undefined) assert.ok(stdout.includes(answer), `${runtime}: ${stdout} has no ${answer}`);
  assert.ok(row.prints || row.says || row.answers, `what ${name} prints is not checked`);
}

/** Starts a snippet as a worker in workerd, asks it, and looks at what it answers. */
export async function askWorker({ t, folder, name, code, row, session, credentials, answer }) {
  const file = path.join(folder, `at-session-${name}`);
  fs.writeFileSync(file, atSession(code, session));
  const worker = await startWorker(file, { ...awsVariables(session, credentials), ...row.env });
  t.after(() => worker.stop());
  const { path: target = "/", ...init } = row.worker;
  const reply = await fetch(worker.url + target, init);
  const text = await reply.text();
  assert.equal(reply.status, 200, text);
  if (row.prints) assert.match(text, row.prints);
  if (answer !== undefined) assert.ok(text.includes(answer), `${text} has no ${answer}`);
  assert.ok(row.prints || row.answers, `what ${name} answers is not checked`);
}

/** The snippet's client with the address of the local Bedrock: pages and workers find none in their environment. */
export function atSession(code, session) {
  const region = 'region: "us-east-1",';
  assert.ok(code.includes(region), `the snippet has no ${region} to put an endpoint behind`);
  return code.replaceAll(region, `${region} endpoint: "${session.endpoint}",`);
}

/** Where a program finds the local Bedrock, and its keys. */
function awsVariables(session, { accessKeyId, secretAccessKey, sessionToken }) {
  return {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: session.endpoint,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: session.endpoint,
  };
}

function runtimes(home) {
  const bin = path.join(home, "node_modules/.bin");
  return {
    node: [process.execPath],
    deno: [
      path.join(bin, "deno"),
      "run",
      "--no-prompt",
      "--no-lock",
      "--node-modules-dir=manual",
      "--allow-net",
      "--allow-env",
      "--allow-read",
    ],
    bun: [path.join(bin, "bun"), "run"],
  };
}
