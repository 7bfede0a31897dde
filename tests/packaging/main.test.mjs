// The matrix: small apps, each as its tool's own template looks, each with the packed tarball installed. `cargo xtask matrix`
// says where the tarball and the local Bedrock are, and which rows to run.
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { folder } from "./lib/apps.mjs";
import { judge } from "./lib/judge.mjs";
import { ROWS } from "./rows/index.mjs";

const emulator = process.env.BEDROCK_EMULATOR_URL;
const names = process.env.MATRIX_NAMES?.split(" ").filter(Boolean) ?? [];
const results = path.join(folder, "results");

/** The rows of these names or groups; without any, all, or the quick ones. */
function chosen() {
  const unknown = names.filter((name) => !ROWS.some((row) => row.name === name || row.group === name));
  if (unknown.length > 0) {
    const known = ROWS.map(({ name }) => name).join(" ");
    throw new Error(`the matrix has no row and no group ${unknown.join(", ")}; it has: ${known}`);
  }
  if (names.length > 0) return ROWS.filter(({ name, group }) => names.includes(name) || names.includes(group));
  return ROWS.filter(({ quick }) => quick || !process.env.MATRIX_QUICK);
}

fs.rmSync(results, { recursive: true, force: true });
fs.mkdirSync(results, { recursive: true });
fs.writeFileSync(path.join(results, "order.json"), JSON.stringify(chosen().map(({ name }) => name)));

/** A row is a test. Its lines are what the report shows: one for each place where the program ran. */
for (const row of chosen()) {
  test(`${row.group}: ${row.name}`, async (t) => {
    const lines = [];
    const line = (told) => lines.push({ ...told, error: fault(told) });
    try {
      await row.run({ t, emulator, line });
      if (lines.length === 0) throw new Error("the row ran the program nowhere");
    } catch (error) {
      lines.push({ what: row.name, error: error.stack });
    }
    const told = lines.map(({ outcome, vocabularies, ...rest }) => ({ ...rest, coldStart: outcome?.coldStart }));
    const { name, group } = row;
    fs.writeFileSync(path.join(results, `${name}.json`), JSON.stringify({ name, group, lines: told }, null, 1));
    for (const { what, version = "", imports, coldStart, bytes, proves } of told) {
      const figures = coldStart === undefined ? (proves ?? "no outcome") : `${Math.round(coldStart)} ms`;
      t.diagnostic(`${what} ${version}, ${imports}: ${figures}${bytes ? `, ${bytes} bytes` : ""}`);
    }
    const faults = told.filter(({ error }) => error).map(({ what, imports, error }) => `${what}, ${imports}: ${error}`);
    // The text says where; where in this file says nothing.
    if (faults.length > 0) throw Object.assign(new Error(faults.join("\n")), { stack: "" });
  });
}

/** What is wrong with what the program saw, as text; nothing, if it is as it should be. */
function fault({ outcome, vocabularies, globals, proves }) {
  // The row has judged it.
  if (proves) return undefined;
  try {
    judge(outcome, vocabularies);
  } catch ({ message }) {
    return message;
  }
  if (outcome.problems?.length > 0) return `the page has errors: ${outcome.problems.join("\n")}`;
  if (globals?.length > 0) return `the bundle names what only Node has: ${globals.join(", ")}`;
}
