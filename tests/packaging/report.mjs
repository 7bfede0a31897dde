// Writes docs/matrix.md from the results of a full run: `report.mjs RESULTS OUT`.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** In this order, with these titles. */
const GROUPS = {
  runtimes: "Runtimes",
  tests: "Test runners",
  bundlers: "Bundlers",
  frameworks: "Frameworks",
  workers: "Edge workers",
  managers: "Package managers",
  browsers: "Pages, workers and extensions without a bundler",
};

const INTRODUCTION = `# Where it runs

\`cargo xtask matrix\` installs the packed package into small apps, each as the template of its tool makes it, without plugins and
settings for this package, and writes this page. In each of them one program streams a reply from a
[local Bedrock](guide/local-bedrock.md) with \`converseStream\`, with \`chat.completions.create\` and \`responses.create\`, through
\`createFetch\` of \`bedrock-wasm/openai\` and of \`bedrock-wasm/anthropic\`, and with \`ConverseStreamCommand\` of \`bedrock-wasm/aws-sdk\`. An environment passes if, in each vocabulary,

- the first text arrives while the service still holds the rest back,
- \`break\` ends the request, which the service sees,
- the error of a bad request has its class,
- and a bundle for browsers names no \`Buffer\`, \`process\`, \`global\`, \`require\` or \`node:\`, so that no polyfill comes with it.

**Import** is what the app imports or requires: \`import\` and \`require\` stand for \`bedrock-wasm\`, \`bedrock-wasm/openai\`,
\`bedrock-wasm/anthropic\` and \`bedrock-wasm/aws-sdk\`. With \`bedrock-wasm/slim\` and \`bedrock-wasm/service-worker\` the program has no \`bedrock-wasm/aws-sdk\`.
**Bytes** are all scripts and wasm files that the page loads, the framework and all vocabularies among them, compressed with Brotli;
a page that needs one vocabulary [loads less](benchmarks.md). **Cold start** is the time from the import of the package, or for servers
from their first request, to the first event of a stream. It was measured once, on a busy machine. [Bundlers, frameworks and
extensions](guide/bundlers.md) says what to set where.
`;

/** The page for these results, each `{ name, group, lines }`. */
export function rendered(results, { date, machine }) {
  const sections = Object.entries(GROUPS).map(([group, title]) => {
    const rows = results.filter((result) => result.group === group).flatMap(({ lines }) => lines);
    return rows.length === 0 ? "" : section(title, rows);
  });
  const lines = results.flatMap(({ lines }) => lines);
  const passed = lines.filter(({ error }) => !error).length;
  const summary = `${passed} of ${lines.length} pass. Last run: ${date}, on ${machine}.\n`;
  return [INTRODUCTION, summary, ...sections].filter(Boolean).join("\n");
}

function section(title, rows) {
  const withBytes = rows.some(({ bytes }) => bytes);
  const columns = ["environment", "version", "import", "result", ...(withBytes ? ["bytes"] : []), "cold start"];
  const cells = rows.map(({ what, version = "", imports = "", error, proves, bytes, coldStart }) => [
    what,
    version,
    imports && `\`${imports}\``,
    error ? "**fails**" : (proves ?? "passes"),
    ...(withBytes ? [bytes ? `${(bytes / 1000).toFixed(1)} KB` : ""] : []),
    coldStart === undefined ? "" : `${Math.round(coldStart)} ms`,
  ]);
  const line = (row) => `| ${row.join(" | ")} |`;
  return [`## ${title}\n`, line(columns), line(columns.map(() => "---")), ...cells.map(line), ""].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, out] = process.argv.slice(2);
  const order = JSON.parse(fs.readFileSync(path.join(folder, "order.json"), "utf8"));
  const results = order.map((name) => JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), "utf8")));
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${os.type()} ${os.arch()}, ${os.cpus().length} cores`;
  fs.writeFileSync(out, rendered(results, { date, machine }));
}
