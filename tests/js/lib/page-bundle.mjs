// Pages over one of the scripts in pages/, as bundlers make them.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const pages = fileURLToPath(new URL("../pages", import.meta.url));

/** The files of a page for a server: `pages/NAME.html`, and the bundle of `pages/NAME.mjs` with its chunks. */
export async function pageBundle(name) {
  const { outputFiles } = await build({
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    logLevel: "error",
    entryPoints: [path.join(pages, `${name}.mjs`)],
    outdir: pages,
  });
  const scripts = outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text]);
  const html = fs.readFileSync(path.join(pages, `${name}.html`), "utf8");
  return { [`/${name}.html`]: html, ...Object.fromEntries(scripts) };
}
