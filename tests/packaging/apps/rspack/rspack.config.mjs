// Pages, one of them with a web worker and one with files of wasm, and a program for Node.
import path from "node:path";

const here = import.meta.dirname;
const mode = "production";

export default [
  {
    mode,
    entry: { page: "./matrix/page.mjs", worker: "./matrix/worker-page.mjs", slim: "./matrix/slim-page.mjs" },
    output: { path: path.join(here, "dist/web") },
    performance: { hints: false },
  },
  {
    mode,
    target: "node",
    entry: "./matrix/process.mjs",
    output: { path: path.join(here, "dist/node"), filename: "main.cjs" },
  },
];
