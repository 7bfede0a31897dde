// Scripts for pages and workers name nothing of Node's: a bundler that reads `Buffer` or `process` there brings a polyfill into
// the page, or installs one into the user's project. Nor anything of a page's: workers have no `document`.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { marked, namesIn, NODE_NAMES } from "./lib/bare-globals.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const define = marked([...NODE_NAMES, "window", "document", "location"]);
const ENTRIES = [
  "bedrock-wasm",
  "bedrock-wasm/slim",
  "bedrock-wasm/service-worker",
  "bedrock-wasm/openai",
  "bedrock-wasm/credentials",
];
const CONDITIONS = { "a page": ["browser"], "an edge worker": ["workerd", "worker"], "edge functions": ["edge-light"] };

/** The names that the entry's script reads. */
async function found(source, conditions) {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: here },
    bundle: true,
    write: false,
    outdir: "/unused",
    format: "esm",
    splitting: true,
    platform: "neutral",
    conditions: [...conditions, "import"],
    loader: { ".wasm": "copy" },
    define,
  });
  const text = outputFiles.map(({ text }) => text).join("\n");
  assert.ok(text.length > 1000);
  return namesIn(text);
}

for (const [where, conditions] of Object.entries(CONDITIONS)) {
  for (const entry of ENTRIES) {
    test(`${entry} in ${where} names no globals but those of every runtime`, async () => {
      // A page's own address completes one without a host, where there is one.
      const allowed = entry === "bedrock-wasm/credentials" ? ["location"] : [];
      assert.deepEqual(await found(`export * from "${entry}";`, conditions), allowed);
    });
  }
}

test("such a name would be found", async () => {
  const source = `export * from "bedrock-wasm"; export const bytes = globalThis.Buffer?.from("x") ?? process.env.X;`;
  assert.deepEqual(await found(source, ["browser"]), ["Buffer", "process"]);
});
