// The entry `bedrock-wasm/credentials` as a part of the package: it works alone, and shares with the main entry.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as bedrockWasm from "bedrock-wasm";
import * as credentials from "bedrock-wasm/credentials";
import { startServer } from "./lib/answering.mjs";
import { bundle } from "./lib/bundle.mjs";
import { CHAT, CREDENTIALS, connect, failure } from "./lib/client.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const KEYS = {
  AccessKeyId: CREDENTIALS.accessKeyId,
  SecretAccessKey: CREDENTIALS.secretAccessKey,
  Token: CREDENTIALS.sessionToken,
};
const NAMES = ["fromCognitoIdentityPool", "fromEnv", "fromHttp", "fromTemporaryCredentials", "fromWebToken"];

test("a module and require export the same functions", () => {
  assert.deepEqual(Object.keys(credentials).sort(), NAMES);
  assert.deepEqual(Object.keys(require("bedrock-wasm/credentials")).sort(), NAMES);
});

describe("its errors are of the main entry's classes, and its calls share its WebAssembly", () => {
  const loads = {
    "--input-type=module": `const main = await import("bedrock-wasm"), own = await import("bedrock-wasm/credentials");`,
    "--input-type=commonjs": `const main = require("bedrock-wasm"), own = require("bedrock-wasm/credentials");`,
  };
  for (const [how, load] of Object.entries(loads)) {
    test(how, async (t) => {
      const { url } = await startServer(t, () => ({ body: KEYS }));
      const program = `
        ${load}
        let compiled = 0;
        WebAssembly.Module = new Proxy(WebAssembly.Module, {
          construct: (target, given, self) => (compiled++, Reflect.construct(target, given, self)),
        });
        (async () => {
          const error = await own.fromWebToken()().catch((thrown) => thrown);
          const { accessKeyId } = await own.fromHttp({ credentialsFullUri: ${JSON.stringify(url)} })();
          await main.load();
          console.log(JSON.stringify([error instanceof main.BedrockError, accessKeyId, compiled]));
        })();`;
      const printed = await run(process.execPath, [how, "--eval", program]);
      assert.deepEqual(JSON.parse(printed), [true, CREDENTIALS.accessKeyId, 1]);
    });
  }
});

for (const [how, load] of [
  ["module", `await import("bedrock-wasm/credentials")`],
  ["commonjs", `require("bedrock-wasm/credentials")`],
]) {
  test(`it works without the main entry: ${how}`, async (t) => {
    const { url } = await startServer(t, () => ({ body: KEYS }));
    const program = `
      const { fromHttp } = ${load};
      fromHttp({ credentialsFullUri: ${JSON.stringify(url)} })().then(({ accessKeyId }) => console.log(accessKeyId));`;
    assert.equal((await run(process.execPath, [`--input-type=${how}`, "--eval", program])).trim(), CREDENTIALS.accessKeyId);
  });
}

test("every runtime finds an entry of its own", async () => {
  const found = {};
  for (const conditions of [["node"], ["workerd"], ["edge-light"], ["browser"], ["deno", "node"]]) {
    found[conditions[0]] = await resolved(conditions);
  }
  const [edge, node] = ["credentials-edge.js", "credentials-node.js"];
  assert.deepEqual(found, { node, workerd: edge, "edge-light": edge, browser: "credentials.js", deno: node });
});

/** The file that a bundler takes for `import "bedrock-wasm/credentials"`. */
async function resolved(conditions) {
  const stdin = { contents: `export * from "bedrock-wasm/credentials"`, resolveDir: here };
  const options = { bundle: true, write: false, metafile: true, platform: "neutral", external: ["*.wasm", "*.wasm?module"] };
  const { metafile } = await build({ ...options, stdin, conditions, logLevel: "silent", absWorkingDir: here });
  return path.basename(Object.keys(metafile.inputs).find((file) => /bedrock-wasm\/credentials[^/]*\.js$/.test(file)));
}

describe("a bundle for browsers", () => {
  const main = `import { Bedrock, BedrockError } from "bedrock-wasm";`;
  const own = `import { fromHttp, fromWebToken } from "bedrock-wasm/credentials";`;

  test("of both entries has one WebAssembly, and its classes once", async (t) => {
    const { files, program } = await bundled(t, `${main} ${own} export { Bedrock, BedrockError, fromHttp, fromWebToken };`);
    assert.equal(files.filter((file) => /^wasm-native/.test(file)).length, 1);
    const { url } = await startServer(t, () => ({ body: KEYS }));
    const { bedrock } = await connect(t, { credentials: program.fromHttp({ credentialsFullUri: url }) });
    assert.equal((await bedrock.converse(CHAT)).stopReason, "end_turn");
    assert.ok((await failure(program.fromWebToken()())) instanceof program.BedrockError);
  });

  test("of the main entry has nothing of this one", async (t) => {
    const { text } = await bundled(t, `${main} export { Bedrock };`);
    assert.ok(!text.includes("masterCredentials"));
  });

  test("with the slim entry takes its WebAssembly, whichever comes first", async (t) => {
    const slim = `import { load } from "bedrock-wasm/slim";`;
    for (const imports of [`${slim} ${own}`, `${own} ${slim}`]) {
      const { program } = await bundled(t, `${imports} export { fromHttp, load };`);
      const fetched = [];
      const { fetch } = globalThis;
      globalThis.fetch = async (address) => {
        fetched.push(path.basename(String(address)));
        return new Response(fs.readFileSync(require.resolve("bedrock-wasm/bedrock.wasm")), {
          headers: { "content-type": "application/wasm" },
        });
      };
      t.after(() => (globalThis.fetch = fetch));
      await program.load();
      globalThis.fetch = fetch;
      assert.deepEqual(fetched, ["bedrock.wasm"]);
    }
  });

  /** Bundles a program and imports it: Node has all that the entries for browsers need. */
  async function bundled(t, contents) {
    const { outdir, entry } = await bundle(t, contents);
    return { files: fs.readdirSync(outdir), text: fs.readFileSync(entry, "utf8"), program: await import(pathToFileURL(entry)) };
  }
});

test("its classes are those of the main entry in one program", async () => {
  assert.ok((await failure(credentials.fromWebToken()())) instanceof bedrockWasm.BedrockError);
  const error = await failure(require("bedrock-wasm/credentials").fromWebToken()());
  assert.ok(error instanceof require("bedrock-wasm").BedrockError);
});

/** What a program prints. Not execFileSync: the server that it asks is of this process. */
function run(program, parameters) {
  return new Promise((resolve, reject) => {
    execFile(program, parameters, { cwd: here, encoding: "utf8" }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
