// Cloudflare's runtime and tools.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { startWorker } from "../../js/lib/workerd.mjs";
import { installed, node, testsPackage, version } from "../lib/apps.mjs";
import { environment, freePort, run, startServer } from "../lib/run.mjs";
import { viteDev } from "../lib/vite.mjs";

/** What the program saw that answers at this address. */
export async function answerOf(url, emulator) {
  const response = await fetch(`${url}?emulator=${emulator}`);
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new Error(`${url} answers ${response.status}: ${text.slice(0, 2_000)}`);
}

const workerd = {
  name: "workerd",
  group: "workers",
  quick: true,
  async run({ t, emulator, line }) {
    const place = await installed("plain");
    const worker = await startWorker(path.join(place, "matrix/worker.mjs"));
    t.after(worker.stop);
    const outcome = await answerOf(`${worker.url}/`, emulator);
    line({ what: "workerd", version: testsPackage("workerd/package.json").version, imports: "import", outcome });
  },
};

const wrangler = {
  name: "wrangler",
  group: "workers",
  quick: true,
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed("wrangler", { node: program });
    const port = await freePort();
    const args = ["dev", "--ip", "127.0.0.1", "--port", String(port), "--show-interactive-dev-session=false"];
    await startServer(t, "wrangler", args, { cwd, env: environment(cwd, program), ready: /Ready on/ });
    const outcome = await answerOf(`http://127.0.0.1:${port}/`, emulator);
    // Like `wrangler deploy`, but for sending it.
    await run("wrangler", ["deploy", "--dry-run", "--outdir", "deployed"], { cwd, env: environment(cwd, program) });
    const modules = fs.readdirSync(path.join(cwd, "deployed")).filter((name) => name.includes(".wasm"));
    assert.equal(modules.length, 3, "each WebAssembly is deployed once");
    line({ what: "`wrangler dev`", version: version(cwd, "wrangler"), imports: "import", outcome });
  },
};

const cloudflareVite = {
  name: "cloudflare-vite",
  group: "workers",
  async run({ t, emulator, line }) {
    const program = await node(22);
    const cwd = await installed("cloudflare-vite", { node: program });
    const about = { version: version(cwd, "@cloudflare/vite-plugin"), imports: "import" };
    const dev = await viteDev(t, cwd, program);
    line({ what: "Cloudflare's Vite plugin, dev", ...about, outcome: await answerOf(`${dev}/`, emulator) });
    await run("vite", ["build"], { cwd, env: environment(cwd, program) });
    const preview = await viteDev(t, cwd, program, ["preview"]);
    line({ what: "Cloudflare's Vite plugin, build", ...about, outcome: await answerOf(`${preview}/`, emulator) });
  },
};

export const workers = [workerd, wrangler, cloudflareVite];
