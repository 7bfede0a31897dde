// Programs over the package, as bundlers make them for a runtime, and how much of them is loaded.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const here = fileURLToPath(new URL("..", import.meta.url));

/**
 * Bundles a program, which fails if it imports anything that is not there. `options` are esbuild's.
 *
 * Gives `{ outdir, metafile, entry, load }`: `load(names)` are the bytes, after brotli, of the entry, of what it imports
 * and of the chunks that it loads later whose names begin with one of these.
 */
export async function bundle(t, contents, options = {}) {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "bundle-"));
  t.after(() => fs.rmSync(outdir, { recursive: true, force: true }));
  const { metafile } = await build({
    stdin: { contents, resolveDir: here },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    metafile: true,
    absWorkingDir: here,
    logLevel: "silent",
    ...options,
  });
  const { outputs } = metafile;
  const [entry] = Object.entries(outputs).find(([, output]) => output.entryPoint === "<stdin>");
  const load = (names = []) => {
    const wanted = new Set();
    const add = (file) => {
      if (wanted.has(file)) return;
      wanted.add(file);
      for (const { path: next, kind, external } of outputs[file].imports) {
        const isLater = kind === "dynamic-import";
        if (!external && (!isLater || names.some((name) => path.basename(next).startsWith(name)))) add(next);
      }
    };
    add(entry);
    return [...wanted].reduce((sum, file) => sum + brotliCompressSync(fs.readFileSync(path.join(here, file))).length, 0);
  };
  return { outdir, metafile, entry: path.join(here, entry), load };
}

/** What a bundle leaves to be imported at run time. */
export function externals({ outputs }) {
  return Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path: name }) => name),
  );
}
