// Builds the site: gathers the pages, has typedoc write the reference among them, calls VitePress, and puts the crate's
// documentation beside the result. Everything generated stands in the folder given:
//
//   node docs/.vitepress/build.mjs PACKAGE RUSTDOC TARGET
//
// PACKAGE is the built npm package, RUSTDOC what `cargo doc` wrote, TARGET gets `docs/` (work) and `docs-site/` (the site).
import fs from "node:fs";
import path from "node:path";
import { checkAnchors } from "./anchors.mjs";
import { writeReference } from "./reference.mjs";

const docs = path.resolve(import.meta.dirname, "..");
const [pkg, rustdoc, target] = process.argv.slice(2).map((folder) => path.resolve(folder));
const work = path.join(target, "docs");
const pages = path.join(work, "pages");
const site = path.join(target, "docs-site");

/** What of `docs/` is no page and belongs to none. */
const TOOLS = new Set(["node_modules", ".vitepress", ".cspell", "package.json", "package-lock.json", ".npmrc"]);

fs.rmSync(work, { recursive: true, force: true });
fs.rmSync(site, { recursive: true, force: true });
for (const name of fs.readdirSync(docs).filter((name) => !TOOLS.has(name))) {
  fs.cpSync(path.join(docs, name), path.join(pages, name), { recursive: true });
}
// The guide shows files of them.
fs.cpSync(path.join(docs, "../examples"), path.join(work, "examples"), {
  recursive: true,
  filter: (file) => path.basename(file) !== "node_modules",
});
await writeReference({ pkg, docs, work, out: path.join(pages, "reference") });

// The pages stand outside of `docs/`, and what VitePress compiles them to imports Vue.
fs.symlinkSync(path.join(docs, "node_modules"), path.join(work, "node_modules"), "junction");
Object.assign(process.env, { DOCS_PAGES: pages, DOCS_OUT: site, DOCS_CACHE: path.join(work, "cache") });
const { build } = await import("vitepress");
await build(docs);

fs.cpSync(rustdoc, path.join(site, "rust"), { recursive: true });
const base = process.env.DOCS_BASE ?? "/";
const problems = checkAnchors(site, base);
for (const problem of problems) console.error(`docs: ${problem}`);
if (problems.length > 0) process.exit(1);
