// Bundlers, as they are without plugins: what they make of the package runs in pages and in Node.
import fs from "node:fs";
import path from "node:path";
import { installed, node, version } from "../lib/apps.mjs";
import { outcomeIn, outcomeOf, writePage } from "../lib/browsers.mjs";
import { bareGlobals, scriptsIn } from "../lib/bundles.mjs";
import { environment, freePort, run, startServer } from "../lib/run.mjs";
import { outcomeBy } from "./runtimes.mjs";

/** Of `bedrock-wasm/slim`: bedrock-wasm/aws-sdk has the WebAssembly inside. */
const WITHOUT_AWS_SDK = ["converseStream", "chat", "createFetch"];
const SLIM = "bedrock-wasm/slim";

/** What esbuild is asked for, and what runs its output. */
const esbuild = {
  name: "esbuild",
  group: "bundlers",
  quick: true,
  async run({ t, emulator, line }) {
    const cwd = await installed("esbuild");
    const env = environment(cwd);
    const about = { version: version(cwd, "esbuild"), imports: "import" };
    const bundle = (...args) => run("esbuild", ["--bundle", "--minify", ...args], { cwd, env });
    const page = async (what, folder, script, options) => {
      writePage(folder, script, options);
      line({ what, ...about, globals: await bareGlobals(scriptsIn(folder)), ...(await outcomeOf(t, folder, emulator)) });
    };
    await bundle("matrix/page.mjs", "--format=esm", "--splitting", "--outdir=split");
    await page("esbuild, a page, `--splitting`", path.join(cwd, "split"), "page.js");
    await bundle("matrix/page.mjs", "--outdir=one");
    await page("esbuild, a page, one script", path.join(cwd, "one"), "page.js", { type: "script" });

    // As for AWS Lambda: one file for Node, away from all packages.
    const lambda = fs.mkdtempSync(path.join(cwd, "..", "lambda-"));
    t.after(() => fs.rmSync(lambda, { recursive: true }));
    for (const [format, name] of Object.entries({ cjs: "index.cjs", esm: "index.mjs" })) {
      const file = path.join(lambda, name);
      const entry = format === "cjs" ? "matrix/process.cjs" : "matrix/process.mjs";
      await bundle(entry, "--platform=node", "--target=node20", `--format=${format}`, `--outfile=${file}`);
      const outcome = await outcomeBy(await node(20), [file], { cwd: lambda, emulator });
      line({ what: `esbuild for Node and AWS Lambda, \`--format=${format}\``, ...about, outcome });
    }
  },
};

const vite = {
  name: "vite",
  group: "bundlers",
  quick: true,
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed("vite", { node: program });
    const env = environment(cwd, program);
    const about = { version: version(cwd, "vite"), imports: "import" };
    const pages = {
      "a page": { page: "index.html" },
      "a web worker": { page: "worker.html" },
      "a page, slim": { page: "slim.html", imports: SLIM, vocabularies: WITHOUT_AWS_SDK },
    };
    await run("vite", ["build"], { cwd, env });
    const globals = await bareGlobals(scriptsIn(path.join(cwd, "dist")));
    for (const [what, { page, ...more }] of Object.entries(pages)) {
      const made = await outcomeOf(t, path.join(cwd, "dist"), emulator, { page });
      line({ what: `Vite build, ${what}`, ...about, ...more, ...made, globals });
    }
    const url = await viteDev(t, cwd, program);
    for (const [what, { page, ...more }] of Object.entries(pages)) {
      const outcome = await outcomeIn(t, "chromium", `${url}/${page}`, emulator);
      line({ what: `Vite dev, ${what}`, ...about, ...more, outcome });
    }
  },
};

/** Starts Vite's dev server, and gives its address. */
export async function viteDev(t, cwd, program, args = []) {
  const port = await freePort();
  const options = [...args, "--host", "127.0.0.1", "--port", String(port), "--strictPort"];
  await startServer(t, "vite", options, { cwd, env: environment(cwd, program), ready: /Local:/ });
  return `http://127.0.0.1:${port}`;
}

export const bundlers = [esbuild, vite];
