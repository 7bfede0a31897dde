// A page's bytes for the package. Prints a line per measure, `NAME <tab> raw <tab> gzip -9 <tab> brotli -11`, in bytes.
//
//   node size.mjs PKG
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { PAGES, bundlePage } from "./pages.mjs";

const pkg = path.resolve(process.argv[2]);
const esbuild = createRequire(path.join(process.env.XTASK_NPM, "package.json"))("esbuild");

for (const page of PAGES) {
  const { files, loaded } = await bundlePage(esbuild, pkg, page);
  report(
    page.name,
    loaded.map((file) => files.get(file)),
  );
}
const atOnce = await bundlePage(esbuild, pkg, { entry: "index.js", later: [], beside: [] });
report(
  "native page, no wasm",
  atOnce.loaded.map((file) => atOnce.files.get(file)),
);
await reportMore("chats, more", ["chat-core", "wasm-chat"]);
await reportMore("embeddings and the like, more", ["more-core", "wasm-more"]);
await reportMore("streams both ways, more", ["bidirectional", "more-core", "wasm-more"]);
for (const file of ["bedrock.wasm", "bedrock-chat.wasm", "bedrock-more.wasm"])
  report(file, [fs.readFileSync(path.join(pkg, file))]);

/** The files that a page loads beyond its own script. */
async function reportMore(name, later) {
  const { files, loaded } = await bundlePage(esbuild, pkg, { entry: "index.js", later, beside: [] });
  report(
    name,
    loaded.filter((file) => !atOnce.loaded.includes(file)).map((file) => files.get(file)),
  );
}

function report(name, files) {
  const sum = (size) => files.reduce((total, bytes) => total + size(bytes), 0);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const raw = sum((bytes) => bytes.length);
  const gzip = sum((bytes) => gzipSync(bytes, { level: 9 }).length);
  console.log([name, raw, gzip, sum((bytes) => brotliCompressSync(bytes, brotli).length)].join("\t"));
}
