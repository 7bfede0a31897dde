// Bundlers, as they are without plugins: what they make of the package runs in pages and in Node.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { installed, node, testsProgram, version } from "../lib/apps.mjs";
import { outcomeIn, outcomeOf, writePage } from "../lib/browsers.mjs";
import { bareGlobals, scriptsIn } from "../lib/bundles.mjs";
import { WITHOUT_AWS_SDK } from "../lib/judge.mjs";
import { environment, run } from "../lib/run.mjs";
import { viteDev } from "../lib/vite.mjs";
import { outcomeBy, printed } from "./runtimes.mjs";

const SLIM = { imports: "bedrock-wasm/slim", vocabularies: WITHOUT_AWS_SDK };

/** Some bundlers leave files that scripts name by `new URL` alone: people copy slim's themselves. */
function copyWasm(cwd, folder) {
  const from = path.join(cwd, "node_modules/bedrock-wasm");
  for (const name of fs.readdirSync(from).filter((file) => file.endsWith(".wasm"))) {
    fs.copyFileSync(path.join(from, name), path.join(folder, name));
  }
}

const esbuild = {
  name: "esbuild",
  group: "bundlers",
  quick: true,
  async run({ t, emulator, line }) {
    const cwd = await installed("esbuild");
    const env = environment(cwd);
    const about = { version: version(cwd, "esbuild"), imports: "import" };
    const bundle = (...args) => run("esbuild", ["--bundle", "--minify", ...args], { cwd, env });
    const page = async (what, folder, script, { type, ...more } = {}) => {
      writePage(folder, script, { type });
      const made = await outcomeOf(t, folder, emulator);
      line({ what, ...about, ...more, ...made, globals: await bareGlobals(scriptsIn(folder)) });
    };
    await bundle("matrix/page.mjs", "--format=esm", "--splitting", "--outdir=split");
    await page("esbuild, a page, `--splitting`", path.join(cwd, "split"), "page.js");
    await bundle("matrix/page.mjs", "--outdir=one");
    await page("esbuild, a page, one script", path.join(cwd, "one"), "page.js", { type: "script" });
    await bundle("matrix/slim-page.mjs", "--format=esm", "--splitting", "--outdir=slim");
    copyWasm(cwd, path.join(cwd, "slim"));
    await page("esbuild, a page, slim, `.wasm` files copied", path.join(cwd, "slim"), "slim-page.js", SLIM);

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
    const about = { version: version(cwd, "vite"), imports: "import" };
    const pages = {
      "a page": { page: "index.html" },
      "a web worker": { page: "worker.html" },
      "a page, slim": { page: "slim.html", ...SLIM },
    };
    await run("vite", ["build"], { cwd, env: environment(cwd, program) });
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

const viteReact = {
  name: "vite-react",
  group: "bundlers",
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed("vite-react", { node: program });
    const about = { version: `${version(cwd, "vite")}, React ${version(cwd, "react")}`, imports: "import" };
    await run("vite", ["build"], { cwd, env: environment(cwd, program) });
    line({ what: "Vite build, React", ...about, ...(await outcomeOf(t, path.join(cwd, "dist"), emulator)) });
    const outcome = await outcomeIn(t, "chromium", `${await viteDev(t, cwd, program)}/`, emulator);
    line({ what: "Vite dev, React", ...about, outcome });
  },
};

/** webpack, and Rspack, which reads webpack's configuration. */
const likeWebpack = (name, what, command) => ({
  name,
  group: "bundlers",
  quick: name === "webpack",
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed(name, { node: program });
    const about = { version: version(cwd, name === "rspack" ? "@rspack/core" : name), imports: "import" };
    await run(name, command, { cwd, env: environment(cwd, program) });
    const web = path.join(cwd, "dist/web");
    const globals = await bareGlobals(scriptsIn(web));
    const pages = { page: "a page", worker: "a web worker", slim: "a page, slim" };
    for (const [script, where] of Object.entries(pages)) {
      writePage(web, `${script}.js`, { type: "script" });
      const made = await outcomeOf(t, web, emulator);
      line({ what: `${what}, ${where}`, ...about, ...(script === "slim" && SLIM), ...made, globals });
    }
    const outcome = await outcomeBy(await node(20), ["dist/node/main.cjs"], { cwd, emulator });
    line({ what: `${what}, \`target: "node"\``, ...about, outcome });
  },
});

const rollup = {
  name: "rollup",
  group: "bundlers",
  async run({ t, emulator, line }) {
    const cwd = await installed("rollup");
    const about = { version: version(cwd, "rollup"), imports: "import" };
    await run("rollup", ["-c"], { cwd, env: environment(cwd) });
    const dist = path.join(cwd, "dist");
    const globals = await bareGlobals(scriptsIn(dist));
    writePage(dist, "page.js");
    line({ what: "Rollup, a page", ...about, ...(await outcomeOf(t, dist, emulator)), globals });
    copyWasm(cwd, dist);
    writePage(dist, "slim.js");
    const made = await outcomeOf(t, dist, emulator);
    line({ what: "Rollup, a page, slim, `.wasm` files copied", ...about, ...SLIM, ...made, globals });
  },
};

const parcel = {
  name: "parcel",
  group: "bundlers",
  async run({ t, emulator, line }) {
    const cwd = await installed("parcel");
    const about = { version: version(cwd, "parcel"), imports: "import" };
    const manifest = path.join(cwd, "package.json");
    const before = fs.readFileSync(manifest, "utf8");
    const pages = { "index.html": "a page", "worker.html": "a web worker", "slim.html": "a page, slim" };
    await run("parcel", ["build", ...Object.keys(pages), "--no-cache"], { cwd, env: environment(cwd) });
    assert.equal(fs.readFileSync(manifest, "utf8"), before, "Parcel installs what a script seems to need");
    const dist = path.join(cwd, "dist");
    const globals = await bareGlobals(scriptsIn(dist));
    for (const [page, where] of Object.entries(pages)) {
      const made = await outcomeOf(t, dist, emulator, { page });
      line({ what: `Parcel, ${where}`, ...about, ...(page === "slim.html" && SLIM), ...made, globals });
    }
  },
};

const bunBuild = {
  name: "bun-build",
  group: "bundlers",
  quick: true,
  async run({ t, emulator, line }) {
    const cwd = await installed("plain", { name: "bun-build" });
    const program = testsProgram("bun");
    const env = environment(cwd);
    const version = (await run(program, ["--version"], { cwd, env })).out.trim();
    const options = ["--target=browser", "--minify", "--splitting", "--outdir=dist"];
    await run(program, ["build", "matrix/page.mjs", ...options], { cwd, env });
    const dist = path.join(cwd, "dist");
    writePage(dist, "page.js");
    const made = await outcomeOf(t, dist, emulator);
    line({ what: "`bun build`, a page", version, imports: "import", ...made, globals: await bareGlobals(scriptsIn(dist)) });
  },
};

const metro = {
  name: "metro",
  group: "bundlers",
  async run({ emulator, line }) {
    const program = await node(24);
    const cwd = await installed("metro", { node: program });
    fs.copyFileSync(path.join(cwd, "matrix/program.mjs"), path.join(cwd, "program.js"));
    const env = environment(cwd, program);
    await run("metro", ["build", "main.js", "--out", "main.bundle.js", "--platform", "ios"], { cwd, env });
    const about = { version: version(cwd, "metro"), imports: "import" };
    // Bun's engine is JavaScriptCore, as that of apps that do not take Hermes.
    const outcome = await outcomeBy(testsProgram("bun"), ["main.bundle.js"], { cwd, emulator });
    line({ what: "Metro, in JavaScriptCore (Bun)", ...about, outcome });

    const script = path.join(cwd, "hermes.js");
    const bundle = fs.readFileSync(path.join(cwd, "main.bundle.js"), "utf8");
    // As in React Native, unlike in the engine's shell.
    fs.writeFileSync(script, `globalThis.performance = { now: () => Date.now() };\n${bundle}`);
    const hermes = `node_modules/hermes-engine-cli/${HERMES[process.platform]}/hermes`;
    const { isClass, message } = printed(await run(path.join(cwd, hermes), [script], { cwd, env }));
    assert.equal(isClass, true, message);
    assert.match(message, /WebAssembly/);
    line({ what: "Metro, in Hermes", ...about, proves: "imports; Hermes has no WebAssembly, and calls say so" });
  },
};
const HERMES = { linux: "linux64-bin", darwin: "osx-bin", win32: "win64-bin" };

const webpack = likeWebpack("webpack", "webpack", []);
const rspack = likeWebpack("rspack", "Rspack", ["build"]);

export const bundlers = [vite, viteReact, webpack, rspack, rollup, esbuild, parcel, bunBuild, metro];
