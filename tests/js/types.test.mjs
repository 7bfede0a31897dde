// The types of the package: programs that have to compile, lines that must not, and every member against AWS's models.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { compare } from "./types/compare.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const services = ["bedrock-runtime", "bedrock-agent-runtime", "bedrock"];

const projects = {
  node: "Node's types, resolved as Node does, as a module and by require",
  page: "the DOM's types, resolved as bundlers do",
  strictest: "the strictest options, and `await using`",
};

for (const [project, what] of Object.entries(projects)) {
  test(`programs compile with ${what}`, () => {
    const command = [tsc, "--project", path.join(here, "types", `${project}.json`)];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8" });
    assert.equal(status, 0, stdout + stderr);
  });
}

for (const service of services) {
  test(`inputs and outputs of ${service} have the members of AWS's model, and no others`, () => {
    const file = path.join(here, `../fixtures/service-models/${service}.json`);
    const model = JSON.parse(fs.readFileSync(file, "utf8"));
    const { problems, visited } = compare(declarations(), model);
    assert.deepEqual(problems, []);
    // Exceptions are thrown: they have no types of their own.
    const shapes = Object.keys(model.shapes).filter((name) => !isOfException(name, model));
    assert.deepEqual([...visited].sort(), shapes.sort());
  });
}

/** The declaration file that TypeScript finds for the installed package. */
function declarations() {
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const from = path.join(here, "types", "chat.mts");
  const { resolvedModule } = ts.resolveModuleName(
    "bedrock-wasm",
    from,
    options,
    ts.sys,
    undefined,
    undefined,
    ts.ModuleKind.ESNext,
  );
  assert.ok(resolvedModule, "bedrock-wasm is not installed in tests/js");
  return resolvedModule.resolvedFileName;
}

/** Whether a shape is an exception, or reached from exceptions only. */
function isOfException(name, model) {
  const isReached = (shape) => !shape.exception && JSON.stringify(shape).includes(`"shape":"${name}"`);
  const roots = Object.values(model.operations).flatMap(({ input, output }) => [input.shape, output.shape]);
  const isReachedElsewhere = roots.includes(name) || Object.values(model.shapes).some(isReached);
  return model.shapes[name].exception || !isReachedElsewhere;
}
