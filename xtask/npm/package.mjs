// wasm-bindgen's output + pkg-template/ -> the npm package.
//
//   node package.mjs ROOT STAGING OUT VERSION
//
// STAGING holds bindings.js and bedrock.wasm, and so do its folders chat/ and more/. pkg-template/package.json names the files
// to make: each .js in `exports` is bundled from the file of that name in pkg-template/, and each in cjs/ is the twin of a .js.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { writeTwins } from "./commonjs.mjs";
import { cratesInWasm } from "./crates.mjs";
import { joinedTypes } from "./types.mjs";
import { leanBindings } from "./lean-bindings.mjs";
import { noticesOf } from "./notices.mjs";
import { withShortNames } from "./short-names.mjs";
import { textOfBytes } from "./wasm-text.mjs";

const [root, staging, out, version] = process.argv.slice(2);
const requireTool = createRequire(path.join(process.env.XTASK_NPM, "package.json"));
const esbuild = requireTool("esbuild");
const template = path.join(root, "pkg-template");

/** As `Module` in xtask/src/build.rs. */
const MODULES = [
  { name: "native", folder: "", file: "bedrock.wasm" },
  { name: "chat", folder: "chat", file: "bedrock-chat.wasm" },
  { name: "more", folder: "more", file: "bedrock-more.wasm" },
];
/** Modules that load at the first call that needs them. */
const PARTS = ["engine/bidirectional", "engine/chat-core", "engine/more-core", "adapters/anthropic-parts"];
/** Where the files for `require` are. */
const COMMON_JS = "cjs/";
const manifest = JSON.parse(fs.readFileSync(path.join(template, "package.json"), "utf8"));
const exported = exportedFiles(manifest.exports);

stageSources();
const built = path.join(staging, "out");
fs.rmSync(built, { recursive: true, force: true });
await bundleParts();
await bundleModules(exported.filter((file) => file.endsWith(".js") && !file.startsWith(COMMON_JS)));
joinTexts();
writeTwins(
  built,
  exported.filter((file) => file.startsWith(COMMON_JS)).map((file) => file.slice(COMMON_JS.length)),
);
copyTheRest();
checkExports();
replaceFolder(built, out);

/** Every file that `exports` names, at any depth of conditions. */
function exportedFiles(exports) {
  if (typeof exports === "string") return [exports.replace(/^\.\//, "")];
  return [...new Set(Object.values(exports).flatMap(exportedFiles))];
}

/** Puts the template's modules beside wasm-bindgen's, and the wasm into modules of its own. */
function stageSources() {
  for (const file of filesUnder(template, /\.m?js$/)) copy(path.join(template, file), path.join(staging, file));
  for (const { folder, name } of MODULES) stageWasm(folder, name);
}

/** Adapts the bindings of a WebAssembly, and makes a module of its text. */
function stageWasm(folder, name) {
  const [bindingsFile, wasmFile] = ["bindings.js", "bedrock.wasm"].map((file) => path.join(staging, folder, file));
  const { wasm, bindings } = withShortNames(fs.readFileSync(wasmFile), leanBindings(fs.readFileSync(bindingsFile, "utf8")));
  if (/\bfrom\s*["']/.test(bindings)) throw new Error("bindings.js imports a module: what crosses goes through the object World");
  fs.writeFileSync(bindingsFile, bindings + exportOfAll(bindings));
  fs.writeFileSync(wasmFile, wasm);
  writeFile(path.join(staging, `wasm-${name}.js`), `export default "${textOfBytes(wasm)}";\n`);
}

/** An engine's bindings: the functions that a module exports, as one object. They differ from module to module. */
function exportOfAll(bindings) {
  const names = Array.from(bindings.matchAll(/^export function (\w+)/gm), ([, name]) => name);
  const members = names.map((name) => (name === "__wbg_reset_state" ? `resetState: ${name}` : name));
  if (!members.includes(`resetState: __wbg_reset_state`))
    throw new Error("bindings.js exports no __wbg_reset_state: look at exportOfAll");
  return `export const bindings = { initSync, ${members.join(", ")} };\n`;
}

function options() {
  return {
    bundle: true,
    platform: "neutral",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    // Our users' bundlers minify the package; until then, names make a stack trace readable.
    minifyWhitespace: true,
    minifySyntax: true,
    // Node prints the whole line that an uncaught error was thrown from.
    lineLimit: 120,
    packages: "external",
    external: ["*.wasm", "*.wasm?module", "node:*", "./wasm-*.js"],
  };
}

/** A part that loads later is a separate file: it shares with the rest only the objects that it receives. */
async function bundleParts() {
  await esbuild.build({
    ...options(),
    format: "esm",
    entryPoints: PARTS.map((name) => ({ in: path.join(staging, `${name}.js`), out: path.basename(name) })),
    outdir: built,
  });
}

async function bundleModules(entries) {
  await esbuild.build({
    ...options(),
    format: "esm",
    splitting: true,
    plugins: [partsAreFiles()],
    entryPoints: entries.map((file) => ({ in: source(file), out: file.replace(/\.js$/, "") })),
    chunkNames: "[name]-[hash]",
    outdir: built,
  });
}

/** For esbuild: leaves the imports of parts to the file that the part has become. */
function partsAreFiles() {
  return {
    name: "parts are files",
    setup(build) {
      const names = PARTS.map((part) => path.basename(part));
      build.onResolve({ filter: /^\./ }, ({ path: imported, kind }) => {
        const name = path.basename(imported, ".js");
        if (kind !== "entry-point" && names.includes(name)) return { path: `./${name}.js`, external: true };
      });
    },
  };
}

/**
 * Puts texts that esbuild broke back on one line: bundlers look for `new URL("./bedrock.wasm", import.meta.url)` as it stands,
 * and lose a file whose name is broken.
 */
function joinTexts() {
  for (const file of filesUnder(built, /\.js$/)) {
    const name = path.join(built, file);
    fs.writeFileSync(name, fs.readFileSync(name, "utf8").replaceAll("\\\n", ""));
  }
}

/** The staged module behind a published file. */
function source(file) {
  const found = [path.join("entries", file), path.join("adapters", file)]
    .map((name) => path.join(staging, name))
    .find(fs.existsSync);
  if (!found) throw new Error(`package.json exports ./${file}, which pkg-template/ does not have`);
  return found;
}

function copyTheRest() {
  for (const { folder, file } of MODULES) copy(path.join(staging, folder, "bedrock.wasm"), path.join(built, file));
  publishTypes("index", joinedTypes(path.join(template, "types")));
  publishTypes("aws-sdk", joinedTypes(path.join(template, "types/aws-sdk")));
  // One text for modules and CommonJS, which therefore is in no bundle of ours.
  for (const { name } of MODULES) copy(path.join(staging, `wasm-${name}.js`), path.join(built, `wasm-${name}.js`));
  for (const file of filesUnder(template, /\.d\.ts$/).filter((name) => !/^types[\\/]/.test(name))) {
    publishTypes(path.basename(file, ".d.ts"), fs.readFileSync(path.join(template, file), "utf8"));
  }
  for (const file of fs.readdirSync(root).filter((name) => /^(README\.md|LICENSE.*)$/.test(name))) {
    copy(path.join(root, file), path.join(built, file));
  }
  fs.writeFileSync(path.join(built, "THIRD_PARTY_NOTICES.txt"), noticesOf(cratesInWasm(root)));
  fs.writeFileSync(path.join(built, "package.json"), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
}

/**
 * Writes an entry's types once, as CommonJS, and modules take them from there: 40 KB less of the tarball, and a client that was
 * imported is of the same type as one that was required.
 */
function publishTypes(name, text) {
  const [, byDefault] = /^export default (\w+);$/m.exec(text) ?? [];
  const from = `from "./${name}.cjs";\n`;
  writeFile(path.join(built, `${name}.d.cts`), text);
  writeFile(path.join(built, `${name}.d.ts`), `export * ${from}${byDefault ? `export { ${byDefault} as default } ${from}` : ""}`);
}

function checkExports() {
  const missing = exported.filter((file) => !file.includes("*") && !fs.existsSync(path.join(built, file)));
  if (missing.length > 0)
    throw new Error(`pkg-template/package.json exports what pkg-template/ does not have: ${missing.join(", ")}`);
}

/** Runs last, so that a failed build leaves the old package unchanged. */
function replaceFolder(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
}

function filesUnder(folder, pattern) {
  const entries = fs.readdirSync(folder, { recursive: true });
  return entries.filter((file) => pattern.test(file) && !file.split(path.sep).includes("node_modules"));
}

function writeFile(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function copy(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
}
