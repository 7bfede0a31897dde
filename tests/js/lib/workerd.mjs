// workerd, the runtime of Cloudflare Workers: bundles a worker as wrangler would and runs it on a free port.
//
// A worker may not compile bytes, so wasm files stay imports in the bundle and are handed to workerd as modules.
import { spawn } from "node:child_process";
import fs from "node:fs";
import { builtinModules } from "node:module";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { build } from "esbuild";
import workerd from "workerd";

const COMPATIBILITY_DATE = "2026-01-01";

/**
 * Starts a worker; returns once it listens.
 *
 * - `worker`: path of the module whose default export has `fetch(request, env)`; its imports resolve from there
 * - `env`: text bindings, for instance `{ ENDPOINT: url }`
 * - `nodejs`: whether it may use Node's modules, by the flag `nodejs_compat`
 *
 * Gives `{ url, stop }`. The worker may fetch from anywhere, loopback included.
 */
export async function startWorker(worker, env = {}, { nodejs = false } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "workerd-"));
  const remove = () => fs.rmSync(folder, { recursive: true, force: true });
  try {
    const wasmModules = await bundle(worker, folder, nodejs ? [nodeModules] : []);
    fs.writeFileSync(path.join(folder, "config.capnp"), config(wasmModules, env, nodejs ? ["nodejs_compat"] : []));
    const { child, port } = await run(folder);
    const stop = async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
      remove();
    };
    return { url: `http://127.0.0.1:${port}`, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Node's modules under their whole names; what asks for one by `require` gets it by `import`, as wrangler does it. */
const nodeModules = {
  name: "node-modules",
  setup(bundler) {
    const filter = new RegExp(`^(node:)?(${builtinModules.filter((name) => !name.startsWith("_")).join("|")})$`);
    bundler.onResolve({ filter }, ({ path: wanted, kind }) => {
      const name = `node:${wanted.replace(/^node:/, "")}`;
      return kind === "require-call" ? { path: name, namespace: "required" } : { path: name, external: true };
    });
    bundler.onLoad({ filter, namespace: "required" }, ({ path: name }) => ({
      contents: `import value from ${JSON.stringify(name)}; module.exports = value;`,
    }));
  },
};

/** Writes worker.js, and each wasm file it imports under the name it imports it by. Returns those names. */
async function bundle(worker, folder, plugins) {
  const files = new Map();
  const wasmAsModule = {
    name: "wasm-as-module",
    setup(bundler) {
      bundler.onResolve({ filter: /\.wasm(\?module)?$/ }, async ({ path: wanted, resolveDir, kind, pluginData }) => {
        if (pluginData === wasmAsModule) return undefined;
        const file = wanted.replace(/\?module$/, "");
        const found = await bundler.resolve(file, { resolveDir, kind, pluginData: wasmAsModule });
        if (found.errors.length > 0) return found;
        const name = path.basename(found.path);
        files.set(name, found.path);
        return { path: `./${name}`, external: true };
      });
    },
  };
  await build({
    entryPoints: [worker],
    outfile: path.join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", "cloudflare:*"],
    plugins: [wasmAsModule, ...plugins],
    logLevel: "warning",
  });
  for (const [name, file] of files) fs.copyFileSync(file, path.join(folder, name));
  return [...files.keys()];
}

function config(wasmModules, env, flags) {
  const text = JSON.stringify;
  const modules = [
    `(name = "worker.js", esModule = embed "worker.js")`,
    ...wasmModules.map((name) => `(name = ${text(name)}, wasm = embed ${text(name)})`),
  ];
  const bindings = Object.entries(env).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    # Without the two others, fetch may not reach an emulator on this machine.
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  bindings = [${bindings.join(", ")}],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = [${flags.map(text).join(", ")}],
);
`;
}

/** Starts workerd and waits for its word, on a pipe of its own, that the socket listens. */
async function run(folder) {
  const program = typeof workerd === "string" ? workerd : workerd.default;
  const child = spawn(program, ["serve", "--control-fd=3", "config.capnp"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  // Should the test process die, so does its worker.
  process.once("exit", () => child.kill());
  const failed = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`workerd ended before it listened (${signal ?? code})`)));
  });
  failed.catch(() => {});
  const listening = (async () => {
    for await (const line of readline.createInterface({ input: child.stdio[3] })) {
      const message = JSON.parse(line);
      if (message.event === "listen" && message.socket === "http") return message.port;
    }
    return failed;
  })();
  const port = await Promise.race([listening, failed]);
  return { child, port };
}
