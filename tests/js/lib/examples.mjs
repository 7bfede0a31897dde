// The programs of examples/, each in a copy of its folder where it finds the packages of tests/js and the local Bedrock.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CREDENTIALS } from "./client.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));
export const EXAMPLES = path.join(tests, "../../examples");
const REGION = 'region: "us-east-1",';

/** The keys, region and address of the local Bedrock, as programs find them in their environment. */
export function environment(session) {
  return {
    PATH: process.env.PATH,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: session.endpoint,
    // The AWS SDK warns of Node 20.
    NODE_NO_WARNINGS: "1",
  };
}

/** A copy of an example, which goes with the test. */
export function copyOf(t, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `example-${name}-`));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.cpSync(path.join(EXAMPLES, name), folder, { recursive: true, filter: (file) => !/node_modules|dist|\.next/.test(file) });
  fs.symlinkSync(path.join(tests, "node_modules"), path.join(folder, "node_modules"), "junction");
  return folder;
}

/** Tells a client in a file where the local Bedrock is: pages and workers have no environment to find it in. */
export function setEndpoint(file, expression) {
  const code = fs.readFileSync(file, "utf8");
  assert.ok(code.includes(REGION), `${file} has no ${REGION}`);
  fs.writeFileSync(file, code.replace(REGION, `${REGION} endpoint: ${expression},`));
}

/** What the local Bedrock answers to a question, the same each time. */
export async function answerTo(bedrock, text, modelId = "us.amazon.nova-lite-v1:0") {
  const { output } = await bedrock.converse({ modelId, messages: [{ role: "user", content: [{ text }] }] });
  return output.message.content[0].text;
}
