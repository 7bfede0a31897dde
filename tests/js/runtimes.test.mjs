// Deno and Bun themselves, from npm, and Node by the same program.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import http from "node:http";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createSession } from "./lib/emulator.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==",
  "base64",
);
const PROGRAM = "lib/every-runtime.mjs";

/** With no more leave than each needs: Deno reads no file but its modules, and nothing of the environment. */
const RUNTIMES = {
  Node: [process.execPath, PROGRAM],
  Deno: [
    "node_modules/.bin/deno",
    "run",
    "--no-prompt",
    "--no-lock",
    "--node-modules-dir=manual",
    "--allow-net=127.0.0.1",
    PROGRAM,
  ],
  Bun: ["node_modules/.bin/bun", "run", PROGRAM],
};

for (const [name, [command, ...args]] of Object.entries(RUNTIMES)) {
  test(`${name} runs both vocabularies`, async (t) => {
    const session = await createSession();
    t.after(() => session.delete());
    const server = http.createServer((_, response) => response.writeHead(200, { "content-type": "image/png" }).end(PNG));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    const image = `http://127.0.0.1:${server.address().port}/dot.png`;
    const { stdout } = await promisify(execFile)(command, [...args, session.endpoint, image], { cwd: here, timeout: 60_000 });
    const seen = JSON.parse(stdout);
    assert.ok(seen.native.length > 0);
    assert.deepEqual([seen.whole, seen.streamed], [seen.native, seen.native]);
    assert.deepEqual(seen.embeddings, [1024, 1024]);
    assert.ok(seen.models > 100 && seen.events > 5);
    assert.equal(seen.image, "stop");
    assert.match(seen.refusal, /could not be fetched: it leads to an address that is not public/);
    assert.match(seen.error, /^BedrockError: `n`/);
  });
}
