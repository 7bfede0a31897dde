// Test runners, and the browsers that they pretend to be.
import fs from "node:fs";
import path from "node:path";
import { installed, node, testsPackage, version } from "../lib/apps.mjs";
import { environment, run } from "../lib/run.mjs";

/** Runs a test that writes what the program saw. */
async function outcomeByTest(command, args, { cwd, program, emulator, env = {} }) {
  const OUTCOME = "outcome.json";
  const file = path.join(cwd, OUTCOME);
  fs.rmSync(file, { force: true });
  await run(command, args, { cwd, env: environment(cwd, program, { ...env, EMULATOR: emulator, OUTCOME }) });
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

const jest = {
  name: "jest",
  group: "tests",
  quick: true,
  async run({ emulator, line }) {
    const program = await node(22);
    const cwd = await installed("jest", { node: program });
    const about = { version: version(cwd, "jest"), imports: "require" };
    const source = fs.readFileSync(path.join(cwd, "matrix/program.mjs"), "utf8");
    const { code } = await testsPackage("esbuild").transform(source, { format: "cjs" });
    fs.writeFileSync(path.join(cwd, "matrix/program.cjs"), code);

    const given = { cwd, program, emulator };
    line({ what: "Jest, node", ...about, outcome: await outcomeByTest("jest", ["commonjs"], given) });
    const fixed = ["commonjs", "--env=jest-fixed-jsdom"];
    line({
      what: "Jest, jsdom with Node's globals (`jest-fixed-jsdom`)",
      ...about,
      outcome: await outcomeByTest("jest", fixed, given),
    });
    const env = { NODE_OPTIONS: "--experimental-vm-modules" };
    const modules = ["module", "--testMatch=**/*.test.mjs"];
    line({
      what: "Jest, modules",
      ...about,
      imports: "import",
      outcome: await outcomeByTest("jest", modules, { ...given, env }),
    });
    await run("jest", ["realm", "--env=jsdom"], { cwd, env: environment(cwd, program) });
    line({ what: "Jest, jsdom", ...about, proves: "imports, mocks; without `fetch`, calls say so" });
  },
};

const vitest = {
  name: "vitest",
  group: "tests",
  quick: true,
  async run({ emulator, line }) {
    const program = await node(24);
    const cwd = await installed("vitest", { node: program });
    const about = { version: version(cwd, "vitest"), imports: "import" };
    for (const realm of ["node", "jsdom"]) {
      const outcome = await outcomeByTest("vitest", ["run", `--environment=${realm}`], { cwd, program, emulator });
      line({ what: `Vitest, ${realm}`, ...about, outcome });
    }
  },
};

export const tests = [jest, vitest];
