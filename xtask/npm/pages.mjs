// Pages over the package, bundled as any bundler would: the programs whose bytes `cargo xtask size` counts.
import fs from "node:fs";
import path from "node:path";

/**
 * - `later`: the beginnings of the names of the scripts that a call loads
 * - `beside`: files of the package that a call loads as they are
 * - `adapter`: an entry that the page imports, too, for its `createFetch`
 *
 * tests/js/pages-load.test.mjs makes these calls in Chromium.
 */
export const PAGES = [
  { name: "native page", entry: "index.js", later: ["wasm-native"], beside: [] },
  { name: "slim page", entry: "slim.js", later: [], beside: ["bedrock.wasm"] },
  { name: "chat page", entry: "index.js", later: ["chat-core", "wasm-chat"], beside: [] },
  { name: "Claude page", entry: "index.js", adapter: "anthropic.js", later: ["wasm-native"], beside: [] },
  { name: "service worker", entry: "service-worker.js", later: [], beside: [] },
];

/** Bundles a page. Gives the bytes of its files by name, and the names of those that it loads. */
export async function bundlePage(esbuild, pkg, { entry, later, beside, adapter }) {
  const more = adapter ? `import { createFetch } from "./${adapter}"; globalThis.createFetch = createFetch;` : "";
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents: `import { Bedrock } from "./${entry}"; globalThis.Bedrock = Bedrock;${more}`, resolveDir: pkg },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    outdir: "page",
    write: false,
    metafile: true,
    absWorkingDir: pkg,
    logLevel: "warning",
  });
  const files = new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
  const imports = new Map(Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output.imports]));
  const loaded = new Set(["stdin.js"]);
  // A set also hands out what is added to it meanwhile.
  for (const name of loaded) {
    for (const { path: file, kind } of imports.get(name)) {
      const next = path.basename(file);
      if (kind !== "dynamic-import" || later.some((start) => next.startsWith(start))) loaded.add(next);
    }
  }
  for (const name of beside) {
    files.set(name, fs.readFileSync(path.join(pkg, name)));
    loaded.add(name);
  }
  return { files, loaded: [...loaded] };
}
