// CommonJS as Jest runs it.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

/**
 * What a file exports. It and what it requires run as scripts that are told of no way to import; in `realm`, a context of
 * node:vm, if there is one.
 */
export function requireAsJest(file, realm, loaded = new Map()) {
  if (loaded.has(file)) return loaded.get(file).exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const script = new vm.Script(`(function (module, require, __filename) {${fs.readFileSync(file, "utf8")}\n})`, {
    filename: file,
  });
  const wrapped = realm ? script.runInContext(realm) : script.runInThisContext();
  wrapped(module, (name) => requireAsJest(path.resolve(path.dirname(file), name), realm, loaded), file);
  return module.exports;
}
