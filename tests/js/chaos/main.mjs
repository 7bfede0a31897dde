// Plays every scenario and tells how many cases of it came out as they must.
//
//   node chaos/main.mjs REPORT [--short] [--seed N] [--only NAME…]
//
// The long form breaks streams at every byte; the short one at places that are drawn by chance, which the seed repeats. REPORT
// gets the figures as JSON. Beside ours stands what the AWS SDK did in the same scenario: told, not judged.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import fs from "node:fs";
import readline from "node:readline";
import { fileURLToPath } from "node:url";

/** The scenarios, each with the minutes after which it hangs: in the long form, and in the short one. */
const SCENARIOS = {
  cuts: [60, 5],
  faults: [5, 5],
  storms: [10, 5],
  aborts: [5, 5],
  races: [30, 5],
  crowd: [10, 5],
  leaks: [60, 5],
  chromium: [15, 5],
};
const MINUTE_MS = 60_000;

const [report, ...words] = process.argv.slice(2);
const short = words.includes("--short");
const seed = words.includes("--seed") ? Number(words[words.indexOf("--seed") + 1]) : randomInt(2 ** 31);
const names = words.includes("--only") ? words.slice(words.indexOf("--only") + 1) : Object.keys(SCENARIOS);
const unknown = names.find((name) => !(name in SCENARIOS));
if (unknown) throw new Error(`there is no scenario ${unknown}, only ${Object.keys(SCENARIOS).join(", ")}`);

console.log(`chaos: seed ${seed}${short ? "; the same places again: --short --seed " : ""}${short ? seed : ""}`);
const told = [];
for (const name of names) {
  const started = performance.now();
  await play(name);
  console.log(`chaos: ${name} took ${Math.round((performance.now() - started) / 1000)} s`);
}
const own = told.filter(({ isTheirs }) => !isTheirs);
const passed = own.reduce((sum, tally) => sum + tally.passed, 0);
const failed = own.reduce((sum, tally) => sum + tally.failed, 0);
fs.writeFileSync(report, `${JSON.stringify({ short, seed, node: process.version, passed, failed, scenarios: told }, null, 2)}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** One scenario in a process of its own, which is ended when it takes longer than it can. */
async function play(name) {
  const program = fileURLToPath(new URL("child.mjs", import.meta.url));
  const options = JSON.stringify({ seed, short });
  const child = spawn(process.execPath, ["--expose-gc", "--no-warnings", program, name, options], {
    stdio: ["ignore", "pipe", "inherit"],
    env: withoutKeys(),
  });
  const minutes = SCENARIOS[name][short ? 1 : 0];
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, minutes * MINUTE_MS);
  const ended = new Promise((resolve) => child.once("close", resolve));
  for await (const line of readline.createInterface({ input: child.stdout })) take(JSON.parse(line));
  const code = await ended;
  clearTimeout(timer);
  if (code === 0) return;
  const problem = isLate ? `took longer than ${minutes} minutes` : `ended with ${code}`;
  take({ name, passed: 0, failed: 1, failures: [problem], figures: {} });
}

function take(tally) {
  told.push(tally);
  const { name, passed, failed, failures, figures, isTheirs } = tally;
  const counts = isTheirs ? `${passed} tried` : `${passed} passed, ${failed} failed`;
  const { rows, ...few } = figures;
  console.log(`${name.padEnd(34)} ${counts.padEnd(26)} ${JSON.stringify(few)}`);
  for (const failure of failures) console.log(`  FAILED ${failure}`);
}

/** Whoever runs this has a region and keys of their own, which are none of the scenarios' business. */
function withoutKeys() {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS_|NODE_OPTIONS)/.test(name));
  return { ...Object.fromEntries(own), AWS_CONFIG_FILE: "/nowhere", AWS_SHARED_CREDENTIALS_FILE: "/nowhere" };
}
