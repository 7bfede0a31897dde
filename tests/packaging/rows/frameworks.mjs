// Frameworks, each with the smallest app that its template leaves: what runs on the server, and what runs in the page.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { installed, node, version } from "../lib/apps.mjs";
import { bytesOf, outcomeIn, outcomeOf } from "../lib/browsers.mjs";
import { bareGlobals, scriptsIn } from "../lib/bundles.mjs";
import { environment, freePort, run, startServer } from "../lib/run.mjs";
import { answerOf } from "./workers.mjs";

/** Part of each bundle that has the package. */
const OURS = "wasm-unsafe-eval";

/** Starts a production server that reads PORT and HOST, and gives its address. */
async function started(t, command, args, { cwd, program, ready, env = {} }) {
  const port = await freePort();
  const HOST = "127.0.0.1";
  const all = { PORT: String(port), HOST, NITRO_HOST: HOST, ...env };
  await startServer(t, command, [...args], { cwd, env: environment(cwd, program, all), ready });
  return `http://${HOST}:${port}`;
}

/** What the server component wrote into its page. */
async function outcomeInHtml(url, emulator) {
  const html = await (await fetch(`${url}?emulator=${emulator}`)).text();
  const found = /data-outcome="([^"]*)"/.exec(html);
  assert.ok(found, `${url} has no outcome: ${html.slice(0, 2_000)}`);
  return JSON.parse(
    found[1].replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&"),
  );
}

/** The page that the guide shows, as a part of the app. */
const GUIDE = new URL("../../../docs/snippets/bundlers-next.jsx", import.meta.url);
/** Where the guide's page finds the local Bedrock, and its keys. */
const awsVariables = (emulator) => ({
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator,
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  AWS_SESSION_TOKEN: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
});

async function nextBuilt(t, app, bundler, emulator) {
  const program = await node(22);
  const cwd = await installed(app, { node: program, name: app });
  fs.cpSync(GUIDE, path.join(cwd, "app/sky/page.jsx"));
  const about = { version: `${version(cwd, "next")}, ${bundler === "webpack" ? "webpack" : "Turbopack"}`, imports: "import" };
  await run("next", ["build", `--${bundler}`], { cwd, env: environment(cwd, program) });
  const url = await started(t, "next", ["start", "-H", "127.0.0.1"], {
    cwd,
    program,
    ready: /Ready in/,
    env: awsVariables(emulator),
  });
  return { cwd, url, about };
}

const next = (bundler) => ({
  name: `next-${bundler}`,
  group: "frameworks",
  async run({ t, emulator, line }) {
    const { cwd, url, about } = await nextBuilt(t, "next", bundler, emulator);
    assert.match(await (await fetch(`${url}/sky`)).text(), /Sunlight looks white/, "the guide's page shows the reply");
    line({ what: "Next, a server component", ...about, outcome: await outcomeInHtml(`${url}/server`, emulator) });
    line({ what: "Next, a route handler", ...about, outcome: await answerOf(`${url}/route`, emulator) });
    line({ what: "Next, `proxy.js`", ...about, outcome: await answerOf(`${url}/proxy`, emulator) });
    const outcome = await outcomeIn(t, "chromium", `${url}/client`, emulator);
    const globals = await bareGlobals(scriptsIn(path.join(cwd, ".next/static"), OURS));
    const bytes = await bytesOf(t, `${url}/client`, emulator);
    line({ what: "Next, a client page", ...about, outcome, bytes, globals });
  },
});

const nextEdge = (bundler) => ({
  name: `next-edge-${bundler}`,
  group: "frameworks",
  async run({ t, emulator, line }) {
    const { url, about } = await nextBuilt(t, "next-edge", bundler, emulator);
    line({ what: "Next, an edge route", ...about, outcome: await answerOf(`${url}/edge`, emulator) });
    line({ what: "Next, middleware in the edge runtime", ...about, outcome: await answerOf(`${url}/middleware`, emulator) });
  },
});

const nextDev = {
  name: "next-dev",
  group: "frameworks",
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed("next", { node: program, name: "next-dev" });
    const about = { version: `${version(cwd, "next")}, \`next dev\``, imports: "import" };
    const url = await started(t, "next", ["dev", "-H", "127.0.0.1"], { cwd, program, ready: /Ready in/ });
    line({ what: "Next, a route handler", ...about, outcome: await answerOf(`${url}/route`, emulator) });
    line({ what: "Next, a client page", ...about, outcome: await outcomeIn(t, "chromium", `${url}/client`, emulator) });
  },
};

/** A framework whose build is a program for Node that answers requests and sends pages. */
const withServer = ({ name, what, build, start, clients, answer = "/answer", ready }) => ({
  name,
  group: "frameworks",
  async run({ t, emulator, line }) {
    const program = await node(24);
    const cwd = await installed(name, { node: program });
    const versions = [version(cwd, name === "sveltekit" ? "@sveltejs/kit" : name), `Vite ${version(cwd, "vite")}`];
    const about = { version: versions.join(", "), imports: "import" };
    await run(name === "sveltekit" ? "vite" : name, build, { cwd, env: environment(cwd, program) });
    const url = await started(t, program, start, { cwd, program, ready });
    line({ what: `${what}, the server`, ...about, outcome: await answerOf(`${url}${answer}`, emulator) });
    const outcome = await outcomeIn(t, "chromium", `${url}/client`, emulator);
    const globals = await bareGlobals(scriptsIn(path.join(cwd, clients), OURS));
    const bytes = await bytesOf(t, `${url}/client`, emulator);
    line({ what: `${what}, a page`, ...about, outcome, bytes, globals });
  },
});

const sveltekit = withServer({
  name: "sveltekit",
  what: "SvelteKit",
  build: ["build"],
  start: ["build"],
  clients: "build/client",
  ready: /Listening on/,
});

/** With the Vite that its release had: Nuxt 4.5.2 alone does not build with Vite 8.4. */
const nuxt = withServer({
  name: "nuxt",
  what: "Nuxt",
  build: ["build"],
  start: [".output/server/index.mjs"],
  clients: ".output/public",
  answer: "/api/answer",
  ready: /Listening on/i,
});

const astro = withServer({
  name: "astro",
  what: "Astro",
  build: ["build"],
  start: ["dist/server/entry.mjs"],
  clients: "dist/client",
  ready: /listening on/i,
});

const angular = {
  name: "angular",
  group: "frameworks",
  async run({ t, emulator, line }) {
    const program = await node(24);
    const cwd = await installed("angular", { node: program });
    // Beside its types.
    fs.copyFileSync(path.join(cwd, "matrix/program.mjs"), path.join(cwd, "src/program.js"));
    const about = { version: version(cwd, "@angular/core"), imports: "import" };
    await run("ng", ["build"], { cwd, env: environment(cwd, program) });
    const dist = path.join(cwd, "dist/browser");
    const globals = await bareGlobals(scriptsIn(dist, OURS));
    line({ what: "Angular, a page", ...about, ...(await outcomeOf(t, dist, emulator)), globals });
  },
};

export const frameworks = [
  next("turbopack"),
  next("webpack"),
  nextEdge("turbopack"),
  nextEdge("webpack"),
  nextDev,
  sveltekit,
  nuxt,
  angular,
  astro,
];
