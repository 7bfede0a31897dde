// What bundlers wrote: how much of it travels, and which globals it names.
import fs from "node:fs";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";
import { marked, namesIn, NODE_NAMES } from "../../js/lib/bare-globals.mjs";
import { testsPackage } from "./apps.mjs";

/** Bytes of these texts as a host sends them that compresses with Brotli. */
export function travelling(bodies) {
  return bodies.reduce((sum, body) => sum + brotliCompressSync(body).length, 0);
}

/** All files below a folder. */
export function filesIn(folder) {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

/** The scripts of a bundle. Of a framework's, those with parts of the package: `only` is a text that these have. */
export function scriptsIn(folder, only = "") {
  const files = filesIn(folder).filter((file) => /\.[cm]?js$/.test(file));
  const texts = files.map((file) => fs.readFileSync(file, "utf8")).filter((text) => text.includes(only));
  if (texts.join("").length < 50_000) throw new Error(`${folder} has ${files.length} scripts, none of which is the package`);
  return texts;
}

/** The names of Node's that these scripts read from outside. */
export async function bareGlobals(scripts) {
  const { transform } = testsPackage("esbuild");
  const found = new Set();
  for (const script of scripts) {
    const { code } = await transform(script, { define: marked(NODE_NAMES), legalComments: "none", logLevel: "silent" });
    for (const name of namesIn(code)) found.add(name);
    for (const name of code.match(/["'`]node:\w+/g) ?? []) found.add(name.slice(1));
  }
  return [...found].sort();
}
