// Beside AWS's own clients, Node's build and the browser's: the same input is the same request, and the same reply the same
// output, events or error. Inputs and replies are generated from AWS's models, and that each part of the models was met is a
// test as well. What differs on purpose is named in lib/parity/on-purpose.mjs and own-ways.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Bedrock } from "bedrock-wasm";
import { build } from "esbuild";
import { openPage } from "./lib/chromium.mjs";
import { compareService } from "./lib/parity/compare.mjs";
import { differences } from "./lib/parity/differences.mjs";
import { OWN_WAYS } from "./lib/parity/own-ways.mjs";
import { SERVICES, eventsOf, loadService, operationsOf } from "./lib/parity/services.mjs";
import { examplesOf, pathsIn, pathsOf } from "./lib/parity/shapes.mjs";
import { UNUSUAL } from "./lib/parity/unusual.mjs";
import { serve } from "./lib/serve.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const models = path.join(here, "../fixtures/service-models");
const readModel = (file) => JSON.parse(fs.readFileSync(path.join(models, file), "utf8"));

const BUILDS = { "Node's build, in Node": inNode, "the browser's build, in Chromium": inChromium };

for (const [build, reportsOf] of Object.entries(BUILDS)) {
  describe(build, () => {
    let reports;
    before(async () => {
      reports = await reportsOf();
    });
    for (const service of SERVICES) declareTests(service, () => reports[service.name]);

    test("each difference on purpose was met, each unusual input and each way of our own belongs to an operation", () => {
      const unused = Object.values(reports).map((report) => new Set(report.unused));
      assert.deepEqual(
        [...unused[0]].filter((reason) => unused.every((other) => other.has(reason))),
        [],
      );
      const operations = Object.values(reports).flatMap((report) => Object.values(report.operations));
      const count = (what) => operations.reduce((sum, report) => sum + report[what].cases, 0);
      assert.equal(count("unusual inputs"), Object.values(UNUSUAL).flatMap(Object.keys).length);
      assert.equal(count("own ways"), Object.keys(OWN_WAYS).length);
    });
  });
}

function declareTests({ name }, report) {
  const model = readModel(`${name}.json`);
  for (const operation of operationsOf(model)) {
    const kinds = eventsOf(model, operation) ? ["requests", "events", "exceptions", "errors"] : ["requests", "outputs", "errors"];
    test(`${operation.method}: the same ${kinds.join(", ")}`, () => {
      const { "unusual inputs": unusual, "own ways": own, ...generated } = report().operations[operation.method];
      assert.deepEqual(Object.keys(generated), kinds);
      for (const [kind, { cases }] of Object.entries(generated)) assert.ok(cases > 0, `no ${kind}`);
      const problems = Object.values(report().operations[operation.method]).flatMap(({ problems }) => problems);
      assert.equal(problems.length, 0, `${problems.length} differences:\n${problems.slice(0, 40).join("\n")}`);
    });
  }

  test(`${name}: each member, variant and enum value of the model was met, wherever it may be`, () => {
    const { paths, uncovered, unreached } = report();
    assert.ok(paths > 0);
    assert.deepEqual(uncovered, []);
    assert.deepEqual(unreached, []);
  });
}

async function inNode() {
  const reports = {};
  for (const entry of SERVICES) reports[entry.name] = await compareService(Bedrock, await loadService(entry, readModel));
  return reports;
}

/** All comparisons in one page, by an import map beside the package as it is. */
async function inChromium() {
  const html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
    <script type="importmap">{ "imports": { "bedrock-wasm": "/pkg/index.js" } }</script>
    <script type="module" src="/page.mjs"></script>`;
  const files = { "/index.html": html, "/page.mjs": await bundle() };
  const folders = { "/pkg/": path.join(here, "node_modules/bedrock-wasm"), "/service-models/": models };
  const server = await serve({ files, folders });
  const opened = await openPage(`${server.url}/index.html`);
  try {
    await opened.page.waitForFunction(() => globalThis.compareServices !== undefined);
    const reports = await opened.page.evaluate(() => globalThis.compareServices());
    assert.deepEqual(opened.problems, []);
    return reports;
  } finally {
    await opened.close();
    await server.stop();
  }
}

/** The comparisons with AWS's clients as a bundler for browsers takes them. */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(here, "lib/parity/page.mjs")],
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    external: ["bedrock-wasm"],
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  for (const { name } of SERVICES) {
    const has = (file) => Object.keys(metafile.inputs).some((input) => input.endsWith(`client-${name}/dist-es/${file}`));
    assert.deepEqual(
      [has("runtimeConfig.browser.js"), has("runtimeConfig.js")],
      [true, false],
      `${name}: not the browser's build`,
    );
  }
  return outputFiles[0].text;
}

// What the comparisons stand on.

test("a difference is told with its place, however small", () => {
  const told = (ours, theirs) => assert.equal(differences(ours, theirs).length, 1, JSON.stringify([ours, theirs]));
  told({ a: undefined }, {});
  told({ a: [1, { b: null }] }, { a: [1, {}] });
  told({ a: 0 }, { a: -0 });
  told({ a: [] }, { a: {} });
  told(new Uint8Array([1, 2]), new Uint8Array([1, 3]));
  told({ a: new Uint8Array() }, { a: null });
  told({ a: [1] }, { a: [1, 2] });
  told({ a: "1" }, { a: 1 });
  told(new Date(0), new Date(1));
  assert.deepEqual(differences({ a: [{ b: 1 }] }, { a: [{ b: 2 }] }), ["a[0].b: ours 1, theirs 2"]);
  assert.deepEqual(
    differences({ a: [NaN, null, new Date(5), new Uint8Array([9])] }, { a: [NaN, null, new Date(5), new Uint8Array([9])] }),
    [],
  );
});

test("examples show all of a shape, also of one that is inside itself", () => {
  const shapes = {
    Text: { type: "string", enum: ["a", "b"] },
    Number: { type: "integer" },
    Names: { type: "map", key: { shape: "Text" }, value: { shape: "Number" } },
    Tree: {
      type: "structure",
      required: ["text"],
      members: { text: { shape: "Text" }, names: { shape: "Names" }, branches: { shape: "Branches" } },
    },
    Branches: { type: "list", member: { shape: "Branch" } },
    Branch: { type: "structure", union: true, members: { tree: { shape: "Tree" }, leaf: { shape: "Text" } } },
  };
  const examples = examplesOf({ shapes }, "Tree");
  assert.deepEqual(examples.at(-1), { text: "a" });
  const visited = new Set();
  const paths = [...pathsOf({ shapes }, "Tree", visited)];
  assert.deepEqual([...visited].sort(), Object.keys(shapes).sort());
  const met = new Set(examples.flatMap((example) => [...pathsIn({ shapes }, "Tree", example)]));
  assert.deepEqual(
    paths.filter((expected) => !met.has(expected)),
    [],
  );
  assert.ok(paths.includes("Tree.branches[].leaf=b") && met.has("Tree.branches[].tree.branches[].leaf=b"));
  assert.ok(!met.has("Tree.branches[].missing"));
});
