// What a page pays for the package: bundles one-line programs as any bundler would, and prints a line a measure,
// `NAME <tab> raw <tab> gzip -9 <tab> brotli -11`, in bytes.
//
//   node size.mjs PKG
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const pkg = path.resolve(process.argv[2]);
const esbuild = createRequire(path.join(process.env.XTASK_NPM, "package.json"))("esbuild");

const wasm = fs.readFileSync(path.join(pkg, "bedrock.wasm"));
const files = await bundled("index.js");
const page = files.filter(({ part }) => part === "native");
report("page", page);
report("page, without the wasm", page.filter((file) => !file.holdsWasm));
if (fs.existsSync(path.join(pkg, "slim.js"))) {
  const slim = await bundled("slim.js");
  report("slim page", [...slim.filter(({ part }) => part === "native"), { bytes: wasm }]);
}
report("bedrock.wasm", [{ bytes: wasm }]);
report("streams both ways, more", files.filter(({ part }) => part === "bidirectional"));
report("OpenAI's vocabulary, more", files.filter(({ part }) => part === "openai"));
report("page with that alone", files.filter(({ part, holdsWasm }) => part === "openai" || (part === "native" && !holdsWasm)));

/** The files that a page program over one entry consists of, lazily loaded ones included. */
async function bundled(entry) {
  const result = await esbuild.build({
    stdin: {
      contents: `import { Bedrock } from "./${entry}"; globalThis.bedrock = new Bedrock({ region: "us-east-1" });`,
      resolveDir: pkg,
    },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    external: ["*.wasm"],
    outdir: "page",
    write: false,
    metafile: true,
    logLevel: "warning",
  });
  return result.outputFiles.map((file) => {
    const inputs = inputsOf(result.metafile, file.path);
    const has = (name) => inputs.some((input) => path.basename(input).startsWith(name));
    // What loads at the first call that needs it.
    const part = has("bidirectional") ? "bidirectional" : has("openai-core") || has("wasm-openai") ? "openai" : "native";
    return { bytes: file.contents, holdsWasm: has("wasm-"), part };
  });
}

function inputsOf(metafile, file) {
  return Object.keys(metafile.outputs[path.relative(process.cwd(), file).split(path.sep).join("/")].inputs);
}

function report(name, files) {
  const sum = (size) => files.reduce((total, file) => total + size(file.bytes), 0);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const raw = sum((bytes) => bytes.length);
  const gzip = sum((bytes) => gzipSync(bytes, { level: 9 }).length);
  console.log([name, raw, gzip, sum((bytes) => brotliCompressSync(bytes, brotli).length)].join("\t"));
}
