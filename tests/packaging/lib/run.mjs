// Programs of other people's, run to the end or as servers, and never left behind.
import { spawn } from "node:child_process";
import net from "node:net";
import path from "node:path";

/** A bundler on a busy machine takes this long at most. */
const PATIENCE_MS = 300_000;
/** How much of what a program said an error shows. */
const TAIL = 4_000;

/** What tools ask for that would otherwise greet, count or call home, and nothing of whoever runs this. */
const QUIET = {
  ASTRO_TELEMETRY_DISABLED: "1",
  CI: "1",
  DO_NOT_TRACK: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  NG_CLI_ANALYTICS: "false",
  NO_COLOR: "1",
  NUXT_TELEMETRY_DISABLED: "1",
  WRANGLER_SEND_METRICS: "false",
  YARN_ENABLE_TELEMETRY: "0",
};

const OURS = /^(AWS_|BEDROCK_|MATRIX_|NODE_OPTIONS|NODE_TEST|FORCE_COLOR|CARGO)/;

/** Groups of processes that run. */
const running = new Set();
const endAll = () => running.forEach(endGroup);
process.once("exit", endAll);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => (endAll(), process.exit(1)));

function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended, with all that it started.
  }
}

/**
 * The environment of a program in an app's folder: its tools are found, `node` is the one in that folder, and nothing is there
 * that only these tests have.
 */
export function environment(folder, node, more = {}) {
  const own = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const PATH = [node && path.dirname(node), path.join(folder, "node_modules/.bin"), process.env.PATH].filter(Boolean);
  return { ...Object.fromEntries(own), ...QUIET, PATH: PATH.join(path.delimiter), ...more };
}

/** Starts it in a group of its own, which `end()` ends as a whole. Keeps what it says. */
export function start(command, args, options) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
  const said = { out: "", all: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => ((said.out += text), (said.all += text)));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.all += text));
  const ended = new Promise((resolve) => {
    child.once("error", (error) => ((said.all += error), resolve(-1)));
    child.once("close", (code, signal) => resolve(signal ?? code));
  });
  if (child.pid) running.add(child.pid);
  const end = async () => {
    if (running.delete(child.pid)) endGroup(child.pid);
    await ended;
  };
  return { child, said, ended, end };
}

const failed = (command, args, how, said) =>
  new Error(`${path.basename(command)} ${args.join(" ")}: ${how}\n${said.all.slice(-TAIL)}`);

/** Runs it to the end, and gives what it printed. Anything but success is an error with the end of what it said. */
export async function run(command, args, { patience = PATIENCE_MS, ...options }) {
  const { said, ended, end } = start(command, args, options);
  let late = false;
  const timer = setTimeout(() => ((late = true), end()), patience);
  const code = await ended.finally(() => clearTimeout(timer));
  // What it started and left.
  await end();
  if (code !== 0) throw failed(command, args, late ? `not done after ${patience / 1000} s` : `ended with ${code}`, said);
  return said;
}

/** Starts a server and resolves when it has said that it listens. It ends with the test. */
export async function startServer(t, command, args, { ready, patience = 120_000, ...options }) {
  const { child, said, ended, end } = start(command, args, options);
  t.after(end);
  let timer;
  const listening = new Promise((resolve) => {
    const look = () => ready.test(said.all) && resolve();
    child.stdout.on("data", look);
    child.stderr.on("data", look);
  });
  const over = ended.then((code) => Promise.reject(failed(command, args, `ended with ${code}`, said)));
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(failed(command, args, `never said ${ready}`, said)), patience);
  });
  over.catch(() => {});
  await Promise.race([listening, over, late]).finally(() => clearTimeout(timer));
  return { said };
}

/** A port that nobody has at the moment, for servers that want to be told one. */
export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
