// The tarball in the eyes of two checkers of packages that nobody here wrote: publint, which reads package.json as bundlers
// and runtimes do, and "are the types wrong?", which resolves every entry as TypeScript does.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const installed = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules/bedrock-wasm");
const manifest = JSON.parse(fs.readFileSync(path.join(installed, "package.json"), "utf8"));

/** The only things that the second checker may say, each with the reason that it is no fault. */
const EXCUSED = [
  // TypeScript's resolution for Node 10 reads no `exports`; the package wants a Node that does.
  ({ resolutionKind }) => resolutionKind === "node10",
  // They import the WebAssembly statically or leave it to the caller, which is for modules only: `require` has "bedrock-wasm".
  ({ kind, entrypoint }) => kind === "CJSResolvesToESM" && ["./slim", "./service-worker"].includes(entrypoint),
];

let tarball;
before(() => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "packed-"));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const printed = execFileSync(npm, ["pack", "--silent", "--pack-destination", folder, installed], { encoding: "utf8" });
  tarball = fs.readFileSync(path.join(folder, printed.trim().split("\n").at(-1)));
  fs.rmSync(folder, { recursive: true });
});

test("publint has nothing to say", async () => {
  const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: data }, strict: true, level: "suggestion" });
  assert.equal(pkg.name, "bedrock-wasm");
  assert.deepEqual(
    messages.map((message) => formatMessage(message, pkg)),
    [],
  );
});

test("the types of every entry are those of its code, however they are resolved", async () => {
  const files = Object.keys(manifest.exports).filter((entry) => /\.(wasm|json)$/.test(entry));
  const analysis = await checkPackage(createPackageFromTarballData(tarball), { excludeEntrypoints: files });
  assert.deepEqual(
    Object.keys(analysis.entrypoints).sort(),
    Object.keys(manifest.exports)
      .filter((entry) => !files.includes(entry))
      .sort(),
  );
  const problems = analysis.problems.filter((problem) => !EXCUSED.some((isExcused) => isExcused(problem)));
  assert.deepEqual(problems, []);
  for (const isExcused of EXCUSED) assert.ok(analysis.problems.some(isExcused), `nothing needs the excuse ${isExcused}`);
});
