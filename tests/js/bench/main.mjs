// Measures, and writes docs/benchmarks.{json,md,svg}; or checks that nothing got much worse than docs/benchmarks.json
// says.
//
//   node bench/main.mjs DOCS [--check] [--quick] [--render] [--only NAME…]
//
// A name is the beginning of an id, `decode` or `decode/16-kb`. What is only a part, or quick, is printed and not
// written.
import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chart } from "./chart.mjs";
import * as chromium from "./chromium.mjs";
import { regression, shown } from "./decide.mjs";
import { environment } from "./environment.mjs";
import { FIGURES } from "./figures.mjs";
import * as pages from "./pages.mjs";
import * as processes from "./processes.mjs";
import { report } from "./report.mjs";

// Whoever runs this has a region and keys of their own, and a compile cache would make the second start another.
for (const name of Object.keys(process.env)) if (/^(AWS_|NODE_COMPILE_CACHE|NODE_OPTIONS)/.test(name)) delete process.env[name];
Object.assign(process.env, {
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
  NODE_NO_WARNINGS: "1",
});

const [docs, ...words] = process.argv.slice(2);
const DATA = path.join(docs, "benchmarks.json");
const isCheck = words.includes("--check");
const pace = words.includes("--quick") ? "quick" : isCheck ? "check" : "report";
const names = words.filter((word) => !word.startsWith("--"));
const wanted = FIGURES.filter(({ id, isChecked }) => {
  const isNamed = names.length === 0 || names.some((name) => id.startsWith(name));
  return isNamed && (!isCheck || isChecked !== false);
});
if (wanted.length === 0) throw new Error(`no figure's id begins with ${names.join(" or ")}`);

const started = Date.now();
if (words.includes("--render")) render();
else if (isCheck) process.exitCode = (await check()) ? 0 : 1;
else await measureAndWrite();

async function measureAndWrite() {
  const figures = await measure(wanted);
  if (names.length > 0 || pace !== "report") return;
  const measured = { environment: await environment(), figures };
  fs.mkdirSync(docs, { recursive: true });
  fs.writeFileSync(DATA, `${JSON.stringify(measured, null, 2)}\n`);
  render();
}

/** The page and the picture, of what was measured last. */
function render() {
  const measured = JSON.parse(fs.readFileSync(DATA, "utf8"));
  fs.writeFileSync(path.join(docs, "benchmarks.svg"), chart(measured));
  fs.writeFileSync(path.join(docs, "benchmarks.md"), report(measured));
  console.error(`bench: docs/benchmarks.md is written (${seconds()} s)`);
}

/** Whether all is well. A figure has to fail twice: once may be the machine's doing. */
async function check() {
  const committed = JSON.parse(fs.readFileSync(DATA, "utf8")).figures;
  const failing = (figures, measured) => figures.filter((figure) => failure(figure, committed, measured));
  const suspects = failing(wanted, await measure(wanted));
  const again = suspects.length > 0 ? await measure(suspects) : {};
  const guilty = failing(suspects, again);
  for (const figure of guilty) console.error(`bench: ${failure(figure, committed, again)}`);
  console.log(`bench: ${wanted.length - guilty.length} of ${wanted.length} figures hold (${seconds()} s)`);
  return guilty.length === 0;
}

function failure(figure, committed, measured) {
  return regression(figure, committed[figure.id]?.value, measured[figure.id].value);
}

/** `{ id: { value, best } }` of these figures; each is printed as it comes. */
async function measure(figures) {
  const measured = {};
  const take = (id, { value, best }) => {
    const figure = { value: rounded(value), best: rounded(best) };
    measured[id] = figure;
    const { unit } = figures.find((one) => one.id === id);
    console.log(`${id.padEnd(36)} ${shown(figure.value).padStart(8)} ${unit}   best ${shown(figure.best)}`);
  };
  const idsOf = (how) => figures.filter((figure) => figure.how === how).map(({ id }) => id);
  await inNode(idsOf("node"), take);
  for (const [how, runner] of Object.entries({ chromium, processes, pages })) {
    if (idsOf(how).length > 0) await runner.measure(idsOf(how), pace, take);
  }
  return measured;
}

/** Each group of cases in a process of its own, so that none is slower for what the engine learnt from another. */
async function inNode(ids, take) {
  const program = fileURLToPath(new URL("node.mjs", import.meta.url));
  for (const group of new Set(ids.map((id) => id.split("/")[0]))) {
    const own = ids.filter((id) => id.startsWith(`${group}/`));
    const { stdout } = await promisify(execFile)(process.execPath, [program, group, pace, ...own]);
    for (const line of stdout.trim().split("\n")) {
      const { id, ...figure } = JSON.parse(line);
      take(id, figure);
    }
  }
}

/** More digits would be noise, and a difference in every line at the next run. */
function rounded(value) {
  return Number(value.toPrecision(4));
}

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}
