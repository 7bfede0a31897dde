// Modules as esbuild writes them -> the same for `require`: a twin in the folder cjs/ for each, under the same name.
//
// A twin differs from its module in the first and last statements and in what loads later. That is less than a bundle of its own
// would be: npm packs files of the same name beside each other, and compression finds the text that both have.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const IMPORT = /\s*import\s*(?:\{([^}]*)\}\s*from\s*)?"([^"]+)";/g;
/** All of them, which are what a module begins with. */
const IMPORTS = new RegExp(`^(?:${IMPORT.source})*`);
const EXPORT = /export\s*\{([^}]*)\};\s*$/;
const IMPORT_LATER = /import\("(\.\/[^"]+)"\)/g;
/** The WebAssembly as text, which has no twin: Node reads the file of the WebAssembly, and others can import a module. */
const TEXT = /^\.\/wasm-\w+\.js$/;

/** Writes the twins of these modules in a folder, and of all that they import. */
export function writeTwins(folder, names) {
  const twins = path.join(folder, "cjs");
  fs.mkdirSync(twins, { recursive: true });
  fs.writeFileSync(path.join(twins, "package.json"), `{ "type": "commonjs" }\n`);
  const waiting = [...names];
  const written = new Set();
  while (waiting.length > 0) {
    const name = waiting.shift();
    if (written.has(name)) continue;
    written.add(name);
    const { text, imported } = twinOf(fs.readFileSync(path.join(folder, name), "utf8"), name);
    fs.writeFileSync(path.join(twins, name), text);
    waiting.push(...imported);
  }
}

function twinOf(module, name) {
  const imported = new Set();
  const twin = (file) => {
    if (!file.startsWith("./")) throw new Error(`${name} imports ${file}: only its own kind has twins`);
    imported.add(path.posix.basename(file));
    return `require("${file}")`;
  };
  const [imports] = IMPORTS.exec(module);
  const statements = Array.from(imports.matchAll(IMPORT), ([, names, file]) =>
    names === undefined ? `${twin(file)};` : `const{${renamed(names, ":")}}=${twin(file)};`,
  );
  const body = module
    .slice(imports.length)
    .replace(EXPORT, (_, names) => exportsOf(names, module, name))
    // Jest has no `import()` for CommonJS.
    .replace(IMPORT_LATER, (_, file) => (TEXT.test(file) ? `import(".${file}")` : `Promise.resolve().then(()=>${twin(file)})`));
  const text = `"use strict";${statements.join("")}${body}`;
  // Fails for a statement of modules that is left.
  new vm.Script(`(function (module, require) {${text}\n})`, { filename: name });
  return { text, imported };
}

/** `a as b` in another form: imports have `a:b`, and exports, whose names are on the other side, `b:a`. */
function renamed(names, form) {
  const pairs = names.split(",").map((pair) => pair.trim().split(/\s+as\s+/));
  return pairs.map(([from, to]) => (to === undefined ? from : form === ":" ? `${from}:${to}` : `${to}:${from}`)).join(",");
}

/** A name that is assigned to later would stay what it was for those who have required it. */
function exportsOf(names, module, file) {
  for (const [name] of names.split(",").map((pair) => pair.trim().split(/\s+as\s+/))) {
    const assignments = module.match(
      new RegExp(`(?<![.\\w$])${name.replaceAll("$", "\\$")}\\s*(?:[-+*/&|?]*=(?![=>])|\\+\\+|--)`, "g"),
    );
    if (assignments?.length > 1) throw new Error(`${file} exports ${name}, which it assigns to ${assignments.length} times`);
  }
  return `module.exports={${renamed(names, "reversed")}};Object.defineProperty(module.exports,"__esModule",{value:!0});`;
}
