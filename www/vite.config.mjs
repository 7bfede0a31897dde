// The playground as static files for any host: relative addresses, a strict Content-Security-Policy, and bedrock-wasm as
// npm's users import it, through the `exports` of the built package.
//
// `cargo xtask playground` sets CARGO_TARGET_DIR and PLAYGROUND_PACKAGE; PLAYGROUND_CONNECT is the deployer's: further
// origins, separated by spaces, that pages may call.
import fs from "node:fs";
import path from "node:path";
import { defineConfig } from "vite";
import { catalogue } from "./catalogue.mjs";
import { policy } from "./csp.mjs";

const www = import.meta.dirname;
const target = process.env.CARGO_TARGET_DIR ?? path.join(www, "../target");
const bedrock = process.env.PLAYGROUND_PACKAGE ?? path.join(www, "../pkg");

/** The file that a bundler for browsers takes for an entry of the package. */
function entry(name) {
  const { exports } = JSON.parse(fs.readFileSync(path.join(bedrock, "package.json"), "utf8"));
  return path.join(bedrock, (exports[name].import ?? exports[name]).default);
}

/** The policy in the page, and in `_headers`, which static hosts and `cargo xtask demo` read. */
function contentSecurityPolicy() {
  const text = policy(process.env.PLAYGROUND_CONNECT?.split(/\s+/).filter(Boolean));
  const headers = [
    `Content-Security-Policy: ${text}; frame-ancestors 'none'`,
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
  ];
  return {
    name: "content-security-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html.replace('<meta charset="utf-8" />', `$&\n    <meta http-equiv="Content-Security-Policy" content="${text}" />`),
    },
    generateBundle() {
      const source = `/*\n${headers.map((header) => `  ${header}\n`).join("")}`;
      this.emitFile({ type: "asset", fileName: "_headers", source });
    },
  };
}

export default defineConfig({
  root: www,
  base: "./",
  cacheDir: path.join(target, "vite"),
  resolve: {
    alias: [
      // Vite knows where its files go. Files are 1 KB less than scripts, and compiled while they arrive.
      { find: /^bedrock-wasm$/, replacement: entry("./slim") },
      { find: /^bedrock-wasm\/credentials$/, replacement: entry("./credentials") },
      { find: /^bedrock-wasm\/anthropic$/, replacement: entry("./anthropic") },
    ],
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [contentSecurityPolicy(), catalogue(path.join(www, "../src/models/catalogue.txt"), path.join(bedrock, "node.js"))],
  build: {
    outDir: path.join(target, "playground"),
    emptyOutDir: true,
    target: "es2022",
    // Data addresses of scripts and styles would need a weaker policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Credentials of a Cognito pool bring their WebAssembly in a script.
    chunkSizeWarningLimit: 600,
  },
});
