// The types of every entry: they resolve in each of TypeScript's ways from modules and from CommonJS, without an error inside of
// them, and what they declare is what each file of the entry exports.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const installed = path.join(here, "node_modules/bedrock-wasm");
const { exports } = JSON.parse(fs.readFileSync(path.join(installed, "package.json"), "utf8"));
const entries = Object.keys(exports).filter((entry) => !/\.(wasm|json)$/.test(entry));
/** Entries that only modules have. */
const isModuleOnly = (entry) => !JSON.stringify(exports[entry]).includes("./cjs/");

const RESOLUTIONS = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler },
};
const OPTIONS = {
  strict: true,
  noEmit: true,
  // The declarations themselves are looked at, too.
  skipLibCheck: false,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
  types: [],
};
/** What TypeScript says of a `require` that gets a module: what Node 20 does. */
const REQUIRES_A_MODULE = 1471;

const declared = declaredValues();

for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
  describe(`resolved as ${name}`, () => {
    test("every export of every entry is a value, for modules and for CommonJS", () => {
      const programs = {};
      for (const entry of entries) {
        const values = declared
          .get(entry)
          .map((value) => `void entry.${value};`)
          .join("\n");
        const head = `import entry = require("${specifier(entry)}");`;
        programs[fileOf(entry, "mts")] = `import * as entry from "${specifier(entry)}";\n${values}`;
        if (!isModuleOnly(entry)) programs[fileOf(entry, "cts")] = `${head}\n${values}`;
      }
      assert.deepEqual(problems(programs, resolution), []);
    });

    test("the types of modules and of CommonJS are one and the same", () => {
      const text = `
        import type { Bedrock as Other, RateLimitError as OtherError } from "bedrock-wasm" with { "resolution-mode": "require" };
        import { Bedrock, RateLimitError } from "bedrock-wasm";
        export const bedrock: Other = new Bedrock({ region: "us-east-1" });
        export const isLimited = (error: OtherError): error is RateLimitError => error instanceof RateLimitError;`;
      assert.deepEqual(problems({ [path.join(here, "types/both.mts")]: text }, resolution), []);
    });
  });
}

test("entries for modules only are refused where Node 20 would refuse them", () => {
  const texts = entries
    .filter(isModuleOnly)
    .map((entry) => [fileOf(entry, "cts"), `import entry = require("${specifier(entry)}");\nvoid entry;`]);
  assert.ok(texts.length > 0);
  const found = diagnostics(Object.fromEntries(texts), RESOLUTIONS.node16);
  assert.deepEqual(
    found.map(({ code }) => code),
    texts.map(() => REQUIRES_A_MODULE),
  );
});

for (const entry of entries) {
  test(`${specifier(entry)}: each of its files exports what is declared, and nothing else`, async () => {
    const names = declared.get(entry);
    const files = filesOf(exports[entry]);
    assert.ok(files.length > 0 && names.length > 0);
    for (const file of files) assert.deepEqual(await exported(file), names, file);
    assert.deepEqual(Object.keys(await import(specifier(entry))).sort(), names);
  });
}

function specifier(entry) {
  return path.posix.join("bedrock-wasm", entry);
}

function fileOf(entry, extension) {
  return path.join(here, `types/entry-${entry.replace(/\W+/g, "")}.${extension}`);
}

/** The scripts that conditions of an entry lead to. */
function filesOf(target) {
  if (typeof target === "string") return /\.js$/.test(target) ? [target] : [];
  return [...new Set(Object.values(target).flatMap(filesOf))];
}

/** What a script exports: a bundler says so of those that Node cannot load, such as the edge's. */
async function exported(file) {
  // A module's default is the property `default` of what `require` gives.
  if (file.startsWith("./cjs/")) return Object.keys(require(path.join(installed, file))).sort();
  const options = { bundle: true, write: false, metafile: true, format: "esm", platform: "neutral", logLevel: "silent" };
  const external = ["./*", "node:*"];
  const { metafile } = await build({ ...options, external, entryPoints: [path.join(installed, file)] });
  return Object.values(metafile.outputs)[0].exports.sort();
}

/** For each entry the names that its types declare as values. */
function declaredValues() {
  const texts = entries.map((entry) => [fileOf(entry, "mts"), `export * as entry from "${specifier(entry)}";`]);
  const program = programOf(Object.fromEntries(texts), RESOLUTIONS.nodenext);
  const checker = program.getTypeChecker();
  return new Map(
    entries.map((entry) => {
      const file = program.getSourceFile(fileOf(entry, "mts"));
      const [symbol] = checker.getExportsOfModule(checker.getSymbolAtLocation(file));
      const module = checker.getAliasedSymbol(symbol);
      // As a property of the module, there are only values: neither types nor what was exported as a type.
      const values = checker.getTypeOfSymbol(module);
      const names = checker.getExportsOfModule(module).map(({ name }) => name);
      return [entry, names.filter((name) => values.getProperty(name)).sort()];
    }),
  );
}

function problems(texts, resolution) {
  return diagnostics(texts, resolution).map(
    ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
  );
}

function diagnostics(texts, resolution) {
  return ts.getPreEmitDiagnostics(programOf(texts, resolution));
}

/** A program of files that are nowhere but here, in tests/js/types, from where the package is found. */
function programOf(texts, resolution) {
  const options = { ...OPTIONS, ...resolution };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => texts[file] ?? readFile(file);
  host.fileExists = (file) => file in texts || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file in texts ? ts.createSourceFile(file, texts[file], ...rest) : getSourceFile(file, ...rest);
  return ts.createProgram(Object.keys(texts), options, host);
}
