// Pages, workers and extensions without a bundler, in each browser: the package's files as they are.
import assert from "node:assert/strict";
import { openExtension } from "../../js/lib/chromium.mjs";
import { serve } from "../../js/lib/serve.mjs";
import { installed, testsPackage } from "../lib/apps.mjs";
import { outcomeIn } from "../lib/browsers.mjs";
import { travelling } from "../lib/bundles.mjs";
import { WITHOUT_AWS_SDK } from "../lib/judge.mjs";
import { withPaths } from "../lib/unbundled.mjs";

const SLIM = { imports: "bedrock-wasm/slim", vocabularies: WITHOUT_AWS_SDK };
const SERVICE_WORKER = { imports: "bedrock-wasm/service-worker", vocabularies: WITHOUT_AWS_SDK };
const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };

/** A service worker for the whole server, whatever folder its script is in. */
const ALLOWED = { "service-worker-allowed": "/" };
/** All that the package needs: its own scripts, compiling WebAssembly, and Bedrock. */
const policy = (emulator, more = "") => ({
  "content-security-policy": `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${emulator}${more}`,
  ...ALLOWED,
});
/** No text may become a script, and no policy may let one. */
const TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types 'none'";

const PAGES = [
  { what: "a page, strict CSP and trusted types", page: "page.html", more: TRUSTED_TYPES, imports: "import" },
  { what: "a page, slim, strict CSP and trusted types", page: "slim-page.html", more: TRUSTED_TYPES, ...SLIM },
  { what: "a web worker, strict CSP", page: "worker-page.html", more: "; worker-src 'self'", imports: "import" },
  {
    what: "a service worker that is a module, strict CSP",
    page: "service-worker-page.html?script=/matrix/service-worker.mjs&type=module",
    more: "; worker-src 'self'",
    ...SERVICE_WORKER,
  },
  {
    what: "a service worker bundled to one script, strict CSP",
    page: "service-worker-page.html?script=/bundled/service-worker.js&type=classic",
    more: "; worker-src 'self'",
    ...SERVICE_WORKER,
  },
  {
    what: "a service worker bundled to one script with the AWS SDK's vocabulary, strict CSP",
    page: "service-worker-page.html?script=/bundled/whole-service-worker.js&type=classic",
    more: "; worker-src 'self'",
    imports: "import",
  },
];

const pagesIn = (browser) => ({
  name: browser,
  group: "browsers",
  quick: true,
  async run({ t, emulator, line }) {
    const place = await installed("pages");
    const { buildSync } = testsPackage("esbuild");
    const entryPoints = ["matrix/service-worker.mjs", "matrix/whole-service-worker.mjs"];
    buildSync({ bundle: true, minify: true, absWorkingDir: place, entryPoints, outdir: "bundled" });
    withPaths(place);
    for (const { what, page, more, ...about } of PAGES) {
      const server = await serve({ folders: { "/": place }, headers: policy(emulator, more) });
      t.after(server.stop);
      const outcome = await outcomeIn(t, browser, `${server.url}/${page}`, emulator);
      await server.stop();
      const bodies = [...server.served].filter(([name]) => /\.(m?js|wasm)$/.test(name)).map(([, body]) => body);
      line({ what: `${NAMES[browser]}, ${what}`, version: outcome.version, ...about, outcome, bytes: travelling(bodies) });
    }
    if (browser !== "webkit") line({ ...(await wrongEntry(t, browser, place, emulator)) });
  },
});

/** With the entry for pages in a service worker, the error says which one to import. */
async function wrongEntry(t, browser, place, emulator) {
  const server = await serve({ folders: { "/": place }, headers: ALLOWED });
  t.after(server.stop);
  const page = "service-worker-page.html?script=/matrix/wrong-service-worker.mjs&type=module";
  const { called, asked, error, version } = await outcomeIn(t, browser, `${server.url}/${page}`, emulator);
  await server.stop();
  assert.equal(error, undefined, error);
  assert.equal(called.isClass, true, JSON.stringify(called));
  assert.match(called.message, /bedrock-wasm\/service-worker/);
  assert.match(asked.text, /bedrock-wasm\/service-worker/);
  const proves = "the error names `bedrock-wasm/service-worker`";
  return { what: `${NAMES[browser]}, a service worker with the wrong entry`, version, imports: "import", proves };
}

const extension = {
  name: "extension",
  group: "browsers",
  quick: true,
  async run({ t, emulator, line }) {
    const place = await installed("extension");
    withPaths(place);
    const open = async (url) => {
      const { page, problems, close } = await openExtension(place, url);
      const version = page.context().browser()?.version();
      return { evaluate: (expression) => page.evaluate(expression), problems, version, close };
    };
    const lines = [
      { what: "its service worker", page: "extension-page.html", ...SERVICE_WORKER },
      { what: "its page", page: "page.html", imports: "import" },
    ];
    for (const { what, page, ...about } of lines) {
      const outcome = await outcomeIn(t, open, `/${page}`, emulator);
      line({ what: `Chromium, an extension (Manifest V3), ${what}`, version: outcome.version, ...about, outcome });
    }
  },
};

export const browsers = [pagesIn("chromium"), pagesIn("firefox"), pagesIn("webkit"), extension];
