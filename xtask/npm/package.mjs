// wasm-bindgen's output + pkg-template/ -> the npm package.
//
//   node package.mjs ROOT STAGING OUT VERSION
//
// STAGING holds bindings.js and bedrock.wasm, and so does its folder openai/. Which files are made is read from pkg-template/package.json: each .js that
// `exports` names is bundled from the file of that name in pkg-template/, and so is each .cjs, from the .js of that name.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { withShortNames } from "./short-names.mjs";
import { textOfBytes } from "./wasm-text.mjs";

const [root, staging, out, version] = process.argv.slice(2);
const requireTool = createRequire(path.join(process.env.XTASK_NPM, "package.json"));
const esbuild = requireTool("esbuild");
const template = path.join(root, "pkg-template");
// What holds on to one WebAssembly: a copy of each is beside the bindings of the other. All else the two have in common.
const OF_ONE_WASM = ["core.js", "decoders.js", "events.js", "load.js", "timers.js"].map((name) => `engine/${name}`);

const manifest = JSON.parse(fs.readFileSync(path.join(template, "package.json"), "utf8"));
const exported = exportedFiles(manifest.exports);

stageSources();
const built = path.join(staging, "out");
fs.rmSync(built, { recursive: true, force: true });
await bundleModules(exported.filter((file) => file.endsWith(".js")));
await bundleCommonJs(exported.filter((file) => file.endsWith(".cjs") && !file.endsWith(".d.cts")));
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
  for (const file of OF_ONE_WASM) {
    const text = fs.readFileSync(path.join(staging, file), "utf8");
    const moved = text.replace(/\bfrom "(\.[^"]+)"/g, (_, name) => `from "${fromOpenai(path.posix.join("engine", name), "../../")}"`);
    writeFile(path.join(staging, "openai", file), moved);
  }
  stageWasm("", "native", (name) => `./${name}`);
  stageWasm("openai", "openai", (name) => fromOpenai(name, "../"));
}

/** Where a module of the template is, seen from the folder openai/ or one below it; `top` is where the template is. */
function fromOpenai(name, top) {
  return name === "bindings.js" || OF_ONE_WASM.includes(name) ? `${top}openai/${name}` : `${top}${name}`;
}

/** Makes the bindings of a WebAssembly ours, and a module of its text. */
function stageWasm(folder, name, resolve) {
  const [bindingsFile, wasmFile] = ["bindings.js", "bedrock.wasm"].map((file) => path.join(staging, folder, file));
  const { wasm, bindings } = withShortNames(fs.readFileSync(wasmFile), fs.readFileSync(bindingsFile, "utf8"));
  const text = withGuardedClosures(withoutSnippets(bindings, resolve));
  fs.writeFileSync(bindingsFile, `${text}export const vocabulary = "${name}";\n`);
  fs.writeFileSync(wasmFile, wasm);
  writeFile(path.join(staging, `wasm-${name}.js`), `export default "${textOfBytes(wasm)}";\n`);
}

/**
 * wasm-bindgen copies each module that Rust imports into snippets/. The facade imports the same modules, and they must
 * stay one instance: `instanceof` of an error class from a copy would be false.
 */
function withoutSnippets(bindings, resolve) {
  // Only where modules are imported: the wasm knows some of them by their old names, which are keys of its imports.
  const imports = /\bfrom\s*(["'])\.\/snippets\/[^"']*?\/pkg-template\/([^"']+)\1/g;
  const rewritten = bindings.replace(imports, (_, quote, name) => `from "${resolve(name)}"`);
  const left = /\bfrom\s*["']\.\/snippets\/[^"']*["']/.exec(rewritten);
  if (left) throw new Error(`bindings.js imports ${left[0]}: Rust may import modules of pkg-template/ only`);
  return rewritten;
}

/**
 * What happens when a timer or promise calls a closure of an instance that has trapped, or that traps then. wasm-bindgen
 * throws, which nobody can catch there and which ends a Node process. Calls of the old instance were rejected when it was
 * replaced, so nothing is lost in silence; a new trap is handed to pkg-template/engine/load.js.
 */
function withGuardedClosures(bindings) {
  const replacements = [
    ["throw new Error('Cannot invoke closure from previous WASM instance');", "return;"],
    [
      "return f(a, state.b, ...args);\n        } finally {",
      `return f(a, state.b, ...args);
        } catch (error) {
            if (!(error instanceof WebAssembly.RuntimeError)) throw error;
            closureTrapped(error);
        } finally {`,
    ],
  ];
  for (const [from, to] of replacements) {
    if (!bindings.includes(from)) throw new Error(`bindings.js has no \`${from}\` any more: look at withGuardedClosures`);
    bindings = bindings.replaceAll(from, to);
  }
  return `${bindings}
let closureTrapped;
export function onClosureTrap(handler) {
    closureTrapped = handler;
}
`;
}

function options() {
  return {
    bundle: true,
    platform: "neutral",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    // What we ship is minified by our users' bundlers; until then, names are what makes a stack trace readable.
    minifyWhitespace: true,
    minifySyntax: true,
    // Node prints the whole line that an uncaught error was thrown from.
    lineLimit: 120,
    packages: "external",
    external: ["*.wasm", "*.wasm?module", "node:*", "./wasm-*.js"],
  };
}

async function bundleModules(entries) {
  await esbuild.build({
    ...options(),
    format: "esm",
    splitting: true,
    entryPoints: entries.map((file) => ({ in: source(file), out: file.replace(/\.js$/, "") })),
    chunkNames: "[name]-[hash]",
    outdir: built,
  });
}

/**
 * One bundle for all, of which each file names its part: there is one WebAssembly and one class of each name, whichever
 * of them a program requires. (esbuild splits only modules into chunks.) A part runs when it is asked for.
 */
async function bundleCommonJs(entries) {
  const load = (file) => `require(${JSON.stringify(source(file.replace(/\.cjs$/, ".js")))})`;
  const parts = entries.map((file) => `get "${file}"() { return ${load(file)}; }`);
  await esbuild.build({
    ...options(),
    format: "cjs",
    stdin: { contents: `module.exports = { ${parts.join(", ")} };`, resolveDir: staging },
    outfile: path.join(built, "commonjs.cjs"),
  });
  for (const file of entries) {
    fs.writeFileSync(path.join(built, file), `module.exports = require("./commonjs.cjs")["${file}"];\n`);
  }
}

/** The staged module behind a published file. */
function source(file) {
  const found = [path.join("entries", file), path.join("adapters", file)].map((name) => path.join(staging, name)).find(fs.existsSync);
  if (!found) throw new Error(`package.json exports ./${file}, which pkg-template/ does not have`);
  return found;
}

function copyTheRest() {
  copy(path.join(staging, "bedrock.wasm"), path.join(built, "bedrock.wasm"));
  copy(path.join(staging, "openai", "bedrock.wasm"), path.join(built, "bedrock-openai.wasm"));
  // One text for modules and CommonJS, which therefore is in no bundle of ours.
  for (const name of ["wasm-native.js", "wasm-openai.js"]) copy(path.join(staging, name), path.join(built, name));
  for (const file of filesUnder(template, /\.d\.ts$/)) {
    const published = file.replace(/^adapters[\\/]/, "");
    copy(path.join(template, file), path.join(built, published));
    // The same declarations again, as TypeScript wants them for require().
    copy(path.join(template, file), path.join(built, published.replace(/\.ts$/, ".cts")));
  }
  for (const file of fs.readdirSync(root).filter((name) => /^(README\.md|LICENSE.*)$/.test(name))) {
    copy(path.join(root, file), path.join(built, file));
  }
  fs.writeFileSync(path.join(built, "package.json"), JSON.stringify({ ...manifest, version }, null, 2) + "\n");
}

function checkExports() {
  const missing = exported.filter((file) => !file.includes("*") && !fs.existsSync(path.join(built, file)));
  if (missing.length > 0) throw new Error(`pkg-template/package.json exports what pkg-template/ does not have: ${missing.join(", ")}`);
}

/** Last of all, so that a build that fails leaves the old package as it was. */
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
