// Whole programs in a folder of their own, as users have them: with their environment, home and working directory.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));

/**
 * Runs a module, whose default export is printed as JSON, and resolves to it.
 *
 * - `files`: contents by path, in the working directory, which is the home as well
 * - `env`: its environment, to which little is added
 */
export async function runProgram(t, source, { files = {}, env = {} } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "program-"));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  fs.symlinkSync(modules, path.join(folder, "node_modules"));
  for (const [name, text] of Object.entries({ ...files, "program.mjs": source })) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const print = `console.log(JSON.stringify((await import("./program.mjs")).default));`;
  const environment = { PATH: process.env.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: "true", ...env };
  const child = spawn(process.execPath, ["--input-type=module", "--eval", print], { cwd: folder, env: environment });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`the program ended with ${code}: ${err}`);
  return JSON.parse(out);
}
