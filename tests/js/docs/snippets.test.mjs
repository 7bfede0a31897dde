// Every piece of code that the documentation shows: it compiles in strict mode, and it does what `expected/` says, against the
// local Bedrock. A file without a row there fails, and so does a row without a file.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { CREDENTIALS, connect } from "../lib/client.mjs";
import { showPage, showServiceWorker } from "./browsers.mjs";
import { askWorker, runProgram } from "./programs.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const snippets = path.join(here, "../../../docs/snippets");
const names = fs.readdirSync(snippets).sort();

/** What is expected of each file: see `expected/README.md`. */
const expected = {};
for (const file of fs.readdirSync(path.join(here, "expected")).filter((file) => file.endsWith(".mjs"))) {
  const { rows } = await import(`./expected/${file}`);
  for (const [name, row] of Object.entries(rows)) {
    assert.ok(!(name in expected), `${name} has two rows`);
    expected[name] = row;
  }
}

/** Copies of the snippets, where they find the packages as a user's programs do. */
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "snippets-"));
process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
fs.symlinkSync(path.join(here, "../node_modules"), path.join(folder, "node_modules"), "junction");
fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
for (const name of names) fs.copyFileSync(path.join(snippets, name), path.join(folder, name));

test("each snippet is expected to do something, and each expectation is of a snippet", () => {
  assert.deepEqual(Object.keys(expected).sort(), names);
});

test("each snippet is on a page", () => {
  const docs = path.join(snippets, "..");
  const pages = fs
    .readdirSync(docs, { recursive: true })
    .filter((file) => file.endsWith(".md") && !file.startsWith("node_modules"));
  const text = pages.map((file) => fs.readFileSync(path.join(docs, file), "utf8")).join("\n");
  const unused = names.filter((name) => !new RegExp(`snippets/${name.replaceAll(".", "\\.")}\\b`).test(text));
  assert.deepEqual(unused, []);
});

test("snippets compile in strict mode", () => {
  const scripts = names.flatMap(scriptsOf);
  const options = {
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts", "lib.esnext.disposable.d.ts"],
    typeRoots: [path.join(here, "../node_modules/@types")],
    types: ["node"],
  };
  // JavaScript has no way to write the types of parameters: there they may be anything.
  for (const [kind, noImplicitAny] of [
    [/\.ts$/, true],
    [/\.m?js$/, false],
  ]) {
    const files = scripts.filter((file) => kind.test(file));
    const program = ts.createProgram(files, { ...options, noImplicitAny });
    const problems = ts.getPreEmitDiagnostics(program).map((problem) => ts.formatDiagnostic(problem, host));
    assert.deepEqual(problems, []);
  }
});

describe("snippets do what they show", { concurrency: 2 }, () => {
  for (const name of names.filter((name) => name in expected)) {
    test(name, { timeout: 120_000 }, (t) => meets(t, name, expected[name]));
  }
});

async function meets(t, name, row) {
  const code = fs.readFileSync(path.join(folder, name), "utf8");
  if (row.compiles) return assert.match(name, /\.(ts|mjs|js)$/, "only what is compiled can be left at that");
  if (row.parses) return void JSON.parse(code);
  if (row.reads) return assert.match(code, row.reads);
  const { bedrock, session } = await connect(t, { faults: row.faults });
  const { output } = row.answers ? await bedrock.converse(questionOf(row.answers)) : {};
  const snippet = { t, folder, name, code, row, session, credentials: CREDENTIALS, answer: output?.message.content[0].text };
  if (row.worker) return askWorker(snippet);
  if (row.serviceWorker) return showServiceWorker(snippet);
  if (row.page || name.endsWith(".html")) return showPage(snippet);
  for (const runtime of row.runtimes ?? ["node"]) await runProgram(snippet, runtime);
}

/** The question of a snippet whose output is the answer to it: the local Bedrock answers the same each time. */
function questionOf({ modelId, text }) {
  return { modelId, messages: [{ role: "user", content: [{ text }] }] };
}

/** The files to compile: of a page, what its script says. */
function scriptsOf(name) {
  if (/\.(ts|mjs|js)$/.test(name)) return [path.join(folder, name)];
  if (!name.endsWith(".html")) return [];
  const [, script] = /<script type="module">([\s\S]*?)<\/script>/.exec(fs.readFileSync(path.join(folder, name), "utf8"));
  const file = path.join(folder, `${name}.mjs`);
  fs.writeFileSync(file, script);
  return [file];
}

const host = { getCanonicalFileName: (file) => file, getCurrentDirectory: () => folder, getNewLine: () => "\n" };
