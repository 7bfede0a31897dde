// Figures that need a process of their own: the start, and what many or large streams make of its memory. The
// programs run in turns, and each prints a line of JSON.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assertSame } from "./clients.mjs";
import { median } from "./statistics.mjs";

const MEGABYTE = 1e6;
const TURNS = {
  report: { start: 15, large: 3, many: 3 },
  check: { start: 5, large: 1, many: 1 },
  quick: { start: 3, large: 1, many: 1 },
};

const FAMILIES = {
  start: firstCall,
  large: (pace) => streams("large", pace),
  many: (pace) => streams("many", pace),
  memory: imageMemory,
};

/** Measures these figures and gives each to `take`. Those of one family come from the same processes. */
export async function measure(ids, pace, take) {
  const families = [...new Set(ids.map((id) => id.split("/")[0]))];
  const figures = {};
  for (const family of families) Object.assign(figures, await FAMILIES[family](TURNS[pace]));
  for (const id of ids) take(id, figures[id.replace(/\/node$/, "")]);
}

async function firstCall({ start }) {
  const all = await inTurns(
    ["empty.mjs", "start-ours.mjs", "start-sdk.mjs"].map((program) => [program]),
    start,
  );
  const [empty, ours, sdk] = all.map((runs) => runs.map(milliseconds));
  assertSame("first call", all[1][0].text, all[2][0].text);
  const over = (of) => (of(ours) - of(empty)) / (of(sdk) - of(empty));
  return { "start/first-call": { value: over(median), best: over((values) => Math.min(...values)) } };
}

async function streams(shape, turns) {
  const programs = ["ours", "sdk"].map((whose) => ["--expose-gc", "streams.mjs", whose, shape]);
  const [ours, sdk] = await inTurns(programs, turns[shape]);
  assertSame("length of all text", ours[0].length, sdk[0].length);
  const cpu = (of) => of(sdk.map(milliseconds)) / of(ours.map(milliseconds));
  const growth = (of) => (of(ours.map((run) => run.growth)) - of(sdk.map((run) => run.growth))) / MEGABYTE;
  const best = (values) => Math.min(...values);
  return {
    [`${shape}/cpu`]: { value: cpu(median), best: cpu(best) },
    [`${shape}/memory`]: { value: growth(median), best: growth(best) },
  };
}

async function imageMemory() {
  const [[converse], [chat]] = await inTurns(
    [
      ["memory.mjs", "converse"],
      ["memory.mjs", "chat"],
    ],
    1,
  );
  return {
    "memory/converse": { value: converse.growth, best: converse.growth },
    "memory/chat": { value: chat.growth, best: chat.growth },
  };
}

/** Runs each program so many times, one after the other: a list of results a program. */
async function inTurns(programs, turns) {
  const results = programs.map(() => []);
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, program] of programs.entries()) results[index].push(await run(program));
  }
  return results;
}

async function run(program) {
  const options = program.filter((word) => word.startsWith("--"));
  const [name, ...rest] = program.filter((word) => !word.startsWith("--"));
  const file = fileURLToPath(new URL(`programs/${name}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...options, file, ...rest]);
  return JSON.parse(stdout);
}

function milliseconds({ cpu: { user, system } }) {
  return (user + system) / 1000;
}
