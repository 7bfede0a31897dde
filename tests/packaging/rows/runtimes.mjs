// Node, Deno and Bun, from npm, each by the same program.
import path from "node:path";
import { installed, node, testsProgram, version } from "../lib/apps.mjs";
import { environment, run } from "../lib/run.mjs";

/** What the program prints as its last line. */
export const printed = ({ out }) => JSON.parse(out.trim().split("\n").at(-1));

/** Runs a command in the folder of an app, and reads what the program saw. */
export async function outcomeBy(command, args, { cwd, emulator, node, env }) {
  return printed(await run(command, [...args, emulator], { cwd, env: environment(cwd, node, env) }));
}

const MODULE = "import";
const REQUIRE = "require";

const nodes = [20, 22, 24].map((major) => ({
  name: `node-${major}`,
  group: "runtimes",
  quick: true,
  async run({ emulator, line }) {
    const cwd = await installed("plain");
    const program = await node(major);
    const version = (await run(program, ["--version"], { cwd })).out.trim().slice(1);
    for (const [imports, file] of Object.entries({ [MODULE]: "matrix/process.mjs", [REQUIRE]: "matrix/process.cjs" })) {
      const outcome = await outcomeBy(program, [file], { cwd, emulator, node: program });
      line({ what: `Node ${major}`, version, imports, outcome });
    }
  },
}));

const tsx = {
  name: "tsx",
  group: "runtimes",
  quick: true,
  async run({ emulator, line }) {
    const program = await node(22);
    for (const [imports, app] of Object.entries({ [MODULE]: "tsx", [REQUIRE]: "tsx-commonjs" })) {
      const cwd = await installed(app, { node: program });
      const outcome = await outcomeBy("tsx", ["matrix/process.ts"], { cwd, emulator, node: program });
      line({ what: "tsx", version: version(cwd, "tsx"), imports, outcome });
    }
  },
};

const deno = {
  name: "deno",
  group: "runtimes",
  quick: true,
  async run({ emulator, line }) {
    const cwd = await installed("plain");
    const program = testsProgram("deno");
    // With no more leave than it needs: it reads no file but its modules, and nothing of the environment.
    const leave = ["--no-prompt", "--no-lock", "--node-modules-dir=manual", "--allow-net=127.0.0.1"];
    const outcome = await outcomeBy(program, ["run", ...leave, "matrix/process.mjs"], { cwd, emulator });
    line({ what: "Deno", version: outcome.agent.split("/")[1], imports: MODULE, outcome });
  },
};

const bun = {
  name: "bun",
  group: "runtimes",
  quick: true,
  async run({ emulator, line }) {
    const cwd = await installed("plain");
    const program = testsProgram("bun");
    const env = environment(cwd);
    const version = (await run(program, ["--version"], { cwd, env })).out.trim();
    for (const [imports, file] of Object.entries({ [MODULE]: "matrix/process.mjs", [REQUIRE]: "matrix/process.cjs" })) {
      line({ what: "Bun", version, imports, outcome: await outcomeBy(program, ["run", file], { cwd, emulator }) });
    }
    const executable = path.join(cwd, "compiled");
    await run(program, ["build", "--compile", "matrix/process.mjs", "--outfile", executable], { cwd, env });
    // Away from the package: what it needs is inside.
    const outcome = await outcomeBy(executable, [], { cwd: path.parse(cwd).root, emulator });
    line({ what: "Bun, `bun build --compile`", version, imports: MODULE, outcome });
  },
};

export const runtimes = [...nodes, tsx, deno, bun];
