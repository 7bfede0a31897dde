// The playground's own modules in Node: TypeScript, bundled as a page gets it, over the built package.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "../../..");
const target = process.env.CARGO_TARGET_DIR ?? path.join(root, "target");
/** Packages that programs of users import. */
const PACKAGES = path.join(root, "tests/js/node_modules");
const { build } = createRequire(path.join(PACKAGES, "_"))("esbuild");

/** The package that the playground is built over. */
export const PACKAGE = process.env.PLAYGROUND_QUICK ? path.join(target, "quick/pkg") : path.join(root, "pkg");

/** A folder of the test's own, which goes with it. */
export function folderOf(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "playground-"));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

/** Imports what a script exports that is written as one would write it in `www/src`. */
export async function load(t, script) {
  // A page draws when it can; here nobody looks.
  globalThis.requestAnimationFrame ??= setImmediate;
  globalThis.cancelAnimationFrame ??= clearImmediate;
  // What a page has and older Nodes have not; here the network does not go.
  globalThis.addEventListener ??= () => {};
  globalThis.navigator ??= {};
  const outfile = path.join(folderOf(t), "bundle.mjs");
  await build({
    stdin: { contents: script, resolveDir: path.join(root, "www/src"), loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outfile,
    alias: {
      "bedrock-wasm": path.join(PACKAGE, "node.js"),
      "bedrock-wasm/anthropic": path.join(PACKAGE, "anthropic.js"),
    },
    external: ["node:*", path.join(PACKAGE, "*")],
    logLevel: "error",
  });
  return import(pathToFileURL(outfile).href);
}

/** A folder in which programs find the packages that they import, as a user has it after `npm install`. */
export function projectOf(t, names) {
  const folder = folderOf(t);
  for (const name of names) {
    const place = path.join(folder, "node_modules", name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.symlinkSync(name === "bedrock-wasm" ? PACKAGE : path.join(PACKAGES, name), place, "junction");
  }
  return folder;
}
