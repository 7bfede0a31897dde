// The reference: typedoc reads the types that the package is published with, and writes a page for each declaration.
import fs from "node:fs";
import path from "node:path";
import { Application, PageEvent } from "typedoc";

/** What of the package is an entry: the names that users import, and their files of types. */
const ENTRIES = {
  "bedrock-wasm": "index.d.cts",
  "bedrock-wasm/credentials": "credentials.d.cts",
  "bedrock-wasm/openai": "openai.d.cts",
  "bedrock-wasm/anthropic": "anthropic.d.cts",
  "bedrock-wasm/batches": "batches.d.cts",
};

/** Writes pages to `out`, and `typedoc-sidebar.json` with the order they stand in. */
export async function writeReference({ pkg, docs, work, out }) {
  const entryPoints = stage(pkg, docs, path.join(work, "types"));
  const app = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
    tsconfig: path.join(work, "types/tsconfig.json"),
    basePath: path.join(work, "types"),
    entryPoints,
    out,
    docsRoot: path.dirname(out),
    name: "bedrock-wasm",
    readme: "none",
    entryFileName: "index",
    disableSources: true,
    hideBreadcrumbs: false,
    hidePageHeader: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeDeclarationFormat: "table",
    skipErrorChecking: false,
    treatWarningsAsErrors: true,
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    sidebar: { autoConfiguration: true, format: "vitepress", pretty: false },
    logLevel: "Warn",
  });
  // The plugin writes `property-tool_choice` where it links to `property-tool-choice`.
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replaceAll(/<a id="[^"]+">/g, (anchor) => anchor.replaceAll("_", "-"));
  });
  const project = await app.convert();
  if (!project) throw new Error("typedoc: the package's types cannot be read");
  app.validate(project);
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("typedoc: see the warnings above");
}

/** Copies the types to where their paths are the names that users import: typedoc calls its modules by them. */
function stage(pkg, docs, types) {
  const files = Object.entries(ENTRIES).map(([name, file]) => {
    const copy = path.join(types, name === "bedrock-wasm" ? `${name}/index.d.ts` : `${name}.d.ts`);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(path.join(pkg, file), copy);
    return copy;
  });
  const compilerOptions = {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["es2022", "dom", "dom.iterable", "esnext.disposable"],
    types: [],
    strict: true,
    noEmit: true,
    paths: { "bedrock-wasm": ["./bedrock-wasm/index.d.ts"] },
  };
  fs.symlinkSync(path.join(docs, "node_modules"), path.join(types, "node_modules"), "junction");
  fs.writeFileSync(path.join(types, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  return files;
}
