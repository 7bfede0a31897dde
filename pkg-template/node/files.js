// Files, as far as the runtime lets us see them.

import { variable } from "./environment.js";

/** @import { BuiltinModules, Warn } from "../types/internal.js" */

/**
 * The text of a file, or undefined if it is missing. A file that exists but cannot be read causes a warning.
 *
 * @param {string} path
 * @param {Warn} warn
 * @returns {Promise<string | undefined>}
 */
export async function readText(path, warn) {
  try {
    // UTF-8, without the mark that some editors put at the beginning.
    return new TextDecoder().decode(await builtin("node:fs/promises").readFile(path));
  } catch (/** @type {any} */ error) {
    // Errors that do not come from the system mean a missing permission of Deno or Node.
    const isThere = error?.errno !== undefined && error.code !== "ENOENT" && error.code !== "ENOTDIR";
    if (isThere) warn("unreadable_file", `${path} could not be read (${error.code}): it has no effect.`);
    return undefined;
  }
}

/**
 * The bytes of a file of the package, for programs that `require` it. Undefined in modules, which have no `__filename`, and in
 * bundles, which may lie beside another file of that name.
 *
 * @param {string} name
 */
export function installedFile(name) {
  const commonJs = /(\bbedrock-wasm[\\/])cjs[\\/][\w-]+\.js$/;
  if (typeof __filename !== "string" || !commonJs.test(__filename)) return undefined;
  try {
    return builtin("node:fs").readFileSync(__filename.replace(commonJs, `$1${name}`));
  } catch {
    // A bundler kept the name that the file had, or Deno was not given permission.
    return undefined;
  }
}

/**
 * The path of a file in the working directory.
 *
 * @param {string} name
 */
export function inWorkingDirectory(name) {
  try {
    return `${globalThis.process.cwd()}/${name}`;
  } catch {
    return name;
  }
}

/**
 * A path that may begin with `~/`.
 *
 * @param {string} path
 */
export function inHome(path) {
  return path.startsWith("~/") ? home() + path.slice(1) : path;
}

/** As AWS's tools find it: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
function home() {
  const named = variable("HOME") ?? variable("USERPROFILE");
  if (named) return named;
  try {
    return builtin("node:os").homedir();
  } catch {
    return "~";
  }
}

/**
 * Not an import: `require("bedrock-wasm")` in a page gets this code too, and bundlers for pages know no such modules.
 *
 * @template {keyof BuiltinModules} Name
 * @param {Name} name
 * @returns {BuiltinModules[Name]}
 */
export function builtin(name) {
  return globalThis.process.getBuiltinModule(name);
}
