// The ways into the package: what the tarball holds, what each entry loads and when, and what bundlers make of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as module_ from "bedrock-wasm";
import { bundle } from "./lib/bundle.mjs";
import { CHAT, CREDENTIALS, connect } from "./lib/client.mjs";
import { requireAsJest } from "./lib/jest.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const installed = path.join(here, "node_modules/bedrock-wasm");
const manifest = JSON.parse(fs.readFileSync(path.join(installed, "package.json"), "utf8"));

/** Counts what is compiled; `failures` of them fail. */
const COUNT_COMPILATIONS = `
  let compiled = 0, failures = 0;
  for (const name of ["compile", "compileStreaming", "instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (...given) => (count(), original(...given));
  }
  WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct: (target, given, self) => (count(), Reflect.construct(target, given, self)),
  });
  function count() {
    compiled++;
    if (failures-- > 0) throw new WebAssembly.CompileError("disallowed by embedder");
  }
`;
const IMPORTS = {
  "a module": { flags: ["--input-type=module"], load: `const { Bedrock, BedrockError, load } = await import("bedrock-wasm");` },
  require: { flags: ["--input-type=commonjs"], load: `const { Bedrock, BedrockError, load } = require("bedrock-wasm");` },
};

/** Runs a program in a Node of its own, and returns what it prints as JSON. */
function run({ flags, load }, program) {
  const source = `${COUNT_COMPILATIONS} ${load} const out = (value) => console.log(JSON.stringify(value)); ${program}`;
  return JSON.parse(execFileSync(process.execPath, [...flags, "--eval", source], { cwd: here, encoding: "utf8" }));
}

test("no text in a script is broken, and each file of slim is named as bundlers look for it", () => {
  const scripts = fs.readdirSync(installed, { recursive: true }).filter((name) => name.endsWith(".js"));
  const texts = scripts.map((name) => [name, fs.readFileSync(path.join(installed, name), "utf8")]);
  for (const [name, text] of texts) assert.ok(!text.includes("\\\n"), name);
  const slim = new Map(texts).get("slim.js");
  const named = Array.from(slim.matchAll(/new URL\("\.\/([\w-]+\.wasm)",import\.meta\.url\)/g), ([, file]) => file);
  assert.deepEqual(named.sort(), ["bedrock-chat.wasm", "bedrock-more.wasm", "bedrock.wasm"]);
});

test("the tarball holds what it should, and nothing else", () => {
  const files = fs.readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // Chunks are named for their contents.
  const names = files.map((entry) =>
    path.relative(installed, path.join(entry.parentPath, entry.name)).replace(/-[A-Z0-9]{8}\.js$/, "-HASH.js"),
  );
  assert.deepEqual(names.sort(), fs.readFileSync(path.join(here, "tarball.txt"), "utf8").trim().split("\n").sort());
  assert.deepEqual([manifest.dependencies, manifest.scripts], [undefined, undefined]);
  const optional = Object.entries(manifest.peerDependenciesMeta).filter(([, peer]) => peer.optional);
  assert.deepEqual(
    optional.map(([name]) => name),
    Object.keys(manifest.peerDependencies),
  );
});

test("no file tells where it was built", () => {
  for (const entry of fs.readdirSync(installed, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const name = path.join(entry.parentPath, entry.name);
    const text = fs.readFileSync(name, "latin1");
    for (const folder of [os.homedir() + path.sep, path.resolve(here, "../..") + path.sep]) {
      assert.ok(!text.includes(folder), `${name} has ${folder}`);
    }
  }
});

test("a module and require export the same, and both work", async (t) => {
  const required = require("bedrock-wasm");
  for (const name of Object.keys(module_)) assert.equal(typeof required[name], typeof module_[name], name);
  assert.equal(module_.default, module_.Bedrock);
  const { session } = await connect(t);
  const options = { region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS };
  for (const { Bedrock, BadRequestError } of [module_, required]) {
    assert.equal((await new Bedrock(options).converse(CHAT)).stopReason, "end_turn");
    await assert.rejects(new Bedrock(options).converse({ ...CHAT, messages: [] }), BadRequestError);
  }
});

for (const [what, how] of Object.entries(IMPORTS)) {
  test(`${what} compiles nothing until it is used, and then once`, () => {
    const program = `
      (async () => {
        new Bedrock({});
        const before = compiled;
        await Promise.all([load(), load(), new Bedrock({}).converse({}).catch(() => {})]);
        out([before, compiled]);
      })();`;
    assert.deepEqual(run(how, program), [0, 1]);
  });

  test(`${what} tries again after the WebAssembly could not be started`, () => {
    const program = `
      (async () => {
        failures = 1;
        const error = await load().catch((error) => error);
        await load();
        out([error instanceof BedrockError, error.message, error.cause.name, compiled]);
      })();`;
    const [isOurs, message, cause, compiled] = run(how, program);
    assert.deepEqual([isOurs, cause, compiled], [true, "CompileError", 2]);
    assert.match(message, /could not be started: disallowed by embedder\. .*'wasm-unsafe-eval'.*their own entry/);
  });
}

test("require needs no import(), which Jest refuses", async (t) => {
  const { Bedrock } = requireAsJest(require.resolve("bedrock-wasm"));
  const { session } = await connect(t);
  const bedrock = new Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS });
  assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
  assert.ok((await bedrock.models.list()).data.length > 0);
});

test("a CommonJS bundle is one file, and reads none beside it", async (t) => {
  const options = {
    format: "cjs",
    platform: "node",
    splitting: false,
    outExtension: { ".js": ".js" },
    entryNames: "bedrock-wasm/cjs/main",
  };
  const { outdir, entry } = await bundle(t, `module.exports = require("bedrock-wasm");`, options);
  assert.deepEqual(fs.readdirSync(outdir, { recursive: true }).slice(-1), [path.relative(outdir, entry)]);
  await require(entry).load();
});

test("bedrock-wasm/bedrock.wasm is the wasm", () => {
  const file = require.resolve("bedrock-wasm/bedrock.wasm");
  const exported = WebAssembly.Module.exports(new WebAssembly.Module(fs.readFileSync(file)));
  assert.ok(exported.some(({ name, kind }) => name === "memory" && kind === "memory"));
});

test("every runtime finds an entry of its own", async () => {
  const found = {};
  for (const conditions of [["node"], ["workerd"], ["edge-light"], ["browser"], ["deno", "node"]]) {
    found[conditions[0]] = await resolved(conditions);
  }
  const files = { node: "node.js", workerd: "edge.js", "edge-light": "edge.js", browser: "index.js", deno: "node.js" };
  assert.deepEqual(found, files);
});

/** The file that a bundler takes for `import "bedrock-wasm"`. */
async function resolved(conditions) {
  const stdin = { contents: `export * from "bedrock-wasm"`, resolveDir: here };
  const options = { bundle: true, write: false, metafile: true, platform: "neutral", external: ["*.wasm", "*.wasm?module"] };
  const { metafile } = await build({ ...options, stdin, conditions, logLevel: "silent", absWorkingDir: here });
  return path.basename(Object.keys(metafile.inputs).find((file) => /bedrock-wasm\/(index|node|edge)\.js$/.test(file)));
}

test("a bundle for browsers needs nothing of Node, and loads the wasm apart from the rest", async (t) => {
  const { metafile, entry: file } = await bundle(t, `export * from "bedrock-wasm"`);
  const outputs = Object.entries(metafile.outputs);
  const [, entry] = outputs.find(([, output]) => output.entryPoint === "<stdin>");
  const imported = entry.imports.filter(({ kind }) => kind === "dynamic-import");
  // What is loaded when it is needed: each WebAssembly, and the parts. None of these imports anything of the rest, which a bundler
  // would move into scripts of their own.
  const lazy = imported.sort((a, b) => metafile.outputs[a.path].bytes - metafile.outputs[b.path].bytes);
  assert.deepEqual(
    lazy.map(({ path: name }) => path.basename(name).replace(/-[A-Z0-9]{8}.*/, "")),
    ["bidirectional", "more-core", "chat-core", "anthropic-parts", "wasm-native", "wasm-more", "wasm-chat"],
  );
  for (const { path: name } of lazy) assert.deepEqual(metafile.outputs[name].imports, []);
  assert.ok(
    entry.imports.every(({ kind }) => kind === "dynamic-import"),
    "what is loaded at once is one script",
  );
  assert.ok(
    outputs.every(([, output]) => output.imports.every(({ external }) => !external)),
    "nothing is left to import",
  );
  const { bytes } = entry;
  assert.ok(bytes < 42_600 && metafile.outputs[lazy[4].path].bytes > bytes, `${bytes} bytes are loaded at once`);

  // Node has all that the entry for browsers needs: it can be run here.
  const program = await import(pathToFileURL(file));
  const { session } = await connect(t);
  const bedrock = new program.Bedrock({ region: "us-east-1", endpoint: session.endpoint, credentials: CREDENTIALS });
  assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
  // Class names are mangled there, the errors' names are not.
  await assert.rejects(bedrock.converse({ ...CHAT, messages: [] }), { name: "BadRequestError" });
});
