// Package managers other than npm: what they install from the tarball runs in Node.
import fs from "node:fs";
import path from "node:path";
import { copied, node, testsProgram, tool } from "../lib/apps.mjs";
import { environment, run } from "../lib/run.mjs";
import { outcomeBy } from "./runtimes.mjs";

const FILES = { import: "matrix/process.mjs", require: "matrix/process.cjs" };

/** A program of a package from npm. */
const programOf = async (name, version, program) => path.join(await tool(name, version), "node_modules/.bin", program);

const pnpm = {
  name: "pnpm",
  group: "managers",
  async run({ emulator, line }) {
    const program = await node(22);
    const cwd = copied("plain", "pnpm");
    fs.rmSync(path.join(cwd, "node_modules"), { recursive: true, force: true });
    const env = environment(cwd, program);
    await run(await programOf("pnpm", "12.21.0", "pnpm"), ["install", "--no-frozen-lockfile"], { cwd, env });
    for (const [imports, file] of Object.entries(FILES)) {
      const outcome = await outcomeBy(program, [file], { cwd, emulator, node: program });
      line({ what: "pnpm", version: "12.21.0", imports, outcome });
    }
  },
};

const yarn = {
  name: "yarn-pnp",
  group: "managers",
  quick: true,
  async run({ emulator, line }) {
    const program = await node(22);
    const cwd = copied("yarn", "yarn");
    const yarn = await programOf("@yarnpkg/cli-dist", "4.18.1", "yarn");
    // A project of its own, not a part of the folders above it.
    fs.writeFileSync(path.join(cwd, "yarn.lock"), "");
    const env = environment(cwd, program, { YARN_ENABLE_IMMUTABLE_INSTALLS: "0" });
    await run(yarn, ["install"], { cwd, env });
    if (fs.existsSync(path.join(cwd, "node_modules"))) throw new Error("Yarn made node_modules, so this is no Plug'n'Play");
    for (const [imports, file] of Object.entries(FILES)) {
      const outcome = await outcomeBy(yarn, ["node", file], { cwd, emulator, node: program });
      line({ what: "Yarn, Plug'n'Play", version: "4.18.1", imports, outcome });
    }
  },
};

const bun = {
  name: "bun-install",
  group: "managers",
  async run({ emulator, line }) {
    const program = await node(22);
    const cwd = copied("plain", "bun-install");
    fs.rmSync(path.join(cwd, "node_modules"), { recursive: true, force: true });
    const bun = testsProgram("bun");
    await run(bun, ["install"], { cwd, env: environment(cwd) });
    const version = (await run(bun, ["--version"], { cwd })).out.trim();
    for (const [imports, file] of Object.entries(FILES)) {
      line({
        what: "`bun install`",
        version,
        imports,
        outcome: await outcomeBy(program, [file], { cwd, emulator, node: program }),
      });
    }
  },
};

export const managers = [pnpm, yarn, bun];
