// Calls in a Node of their own: with an environment, a home and a working directory that the test chooses, since those of
// the test itself are somebody's.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CREDENTIALS, EXPIRED } from "./client.mjs";

/** Files that the tests of the configuration read. */
export const FIXTURES = fileURLToPath(new URL("../../fixtures/node-config", import.meta.url));
/** A home without any file, and a project likewise. */
export const EMPTY = path.join(FIXTURES, "project-with-process");
/** The Bedrock API key that the emulator knows. */
export const API_KEY = "ABSKQmVkcm9ja0FQSUtleS1FWEFNUExFOmVtdWxhdG9y";

const PROGRAM = fileURLToPath(new URL("lone-call.mjs", import.meta.url));
// Every made-up secret has this word in it.
const NEEDLES = [CREDENTIALS.secretAccessKey, CREDENTIALS.sessionToken, EXPIRED.secretAccessKey, API_KEY, "geheim"];

/**
 * Calls `converse` of `new Bedrock(options)` once for each of the `steps`, and gives:
 *
 * - `requests`: `{ url, accessKeyId, region, isBearer }` of each
 * - `outcomes`: for each step, of each of its `calls`, nothing or the error
 * - `warnings`: what `onWarning` was told, or, when nobody listens, `console.warn`
 * - `reads`: the files that were read
 *
 * A step may set `env` and write `files` before it, or, in `whenRefused`, after a request that got 403. Without `status`,
 * requests are really sent. Fails when anything that comes out shows a secret.
 */
export async function callAlone({
  options,
  env = {},
  home = EMPTY,
  cwd = EMPTY,
  steps = [{}],
  status,
  how = "import",
  listen = true,
  flags = [],
  program = PROGRAM,
}) {
  const specification = JSON.stringify({ options, steps, status, how, listen });
  const environment = { PATH: process.env.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: "true", ...env };
  const { out, err } = await run([...flags, program, specification], { cwd, env: environment });
  for (const needle of NEEDLES) assert.ok(!(out + err).includes(needle), `${needle} is shown: ${out}${err}`);
  const seen = JSON.parse(out);
  if (!listen) seen.warnings = err;
  return { ...seen, error: seen.outcomes.flat().find(Boolean) };
}

/** The only request of such a call, which must go well. */
export async function requestAlone(call) {
  const { requests, error } = await callAlone({ status: 200, ...call });
  assert.equal(error, undefined, error?.shown);
  assert.equal(requests.length, 1);
  return requests[0];
}

/** The error of such a call, which must send nothing. */
export async function refusalAlone(call) {
  const { requests, error } = await callAlone({ status: 200, ...call });
  assert.ok(error, "it went well");
  assert.deepEqual(requests, []);
  return error;
}

function run(args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve({ out, err }) : reject(new Error(`it ended with ${code}: ${err}`))));
  });
}
