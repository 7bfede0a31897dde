// The example for Next.js, built and started by Next itself. It is large, and therefore not among the packages of tests/js:
// `cargo xtask test package` installs xtask/next in target/next for this file alone, and says where in NEXT_FOLDER.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openPage } from "./lib/chromium.mjs";
import { connect, settled } from "./lib/client.mjs";
import { answerTo, EXAMPLES, environment } from "./lib/examples.mjs";

const QUESTION = "Why is the sky blue?";
const here = path.dirname(fileURLToPath(import.meta.url));
const folder = process.env.NEXT_FOLDER;
const next = path.join(folder ?? "", "node_modules/next/dist/bin/next");
const quiet = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };

describe("next-route", () => {
  before(async () => {
    assert.ok(folder, "NEXT_FOLDER is not set: run `cargo xtask test package examples-next`");
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(EXAMPLES, "next-route/package.json"), "utf8"));
    const installed = JSON.parse(fs.readFileSync(path.join(folder, "node_modules/next/package.json"), "utf8"));
    assert.equal(installed.version, dependencies.next);
    // Copies: Next follows no link that leads out of its folder.
    for (const name of ["app", ".next", "node_modules/bedrock-wasm"]) {
      fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    }
    for (const name of ["app", "tsconfig.json"]) {
      fs.cpSync(path.join(EXAMPLES, "next-route", name), path.join(folder, name), { recursive: true });
    }
    const bedrockWasm = "node_modules/bedrock-wasm";
    fs.cpSync(path.join(here, bedrockWasm), path.join(folder, bedrockWasm), { recursive: true });
    // It checks the types, too.
    await promisify(execFile)(process.execPath, [next, "build"], { cwd: folder, env: { PATH: process.env.PATH, ...quiet } });
  });

  async function start(t, faults) {
    const { session, bedrock } = await connect(t, { faults });
    const child = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], {
      cwd: folder,
      env: { ...environment(session), ...quiet },
      stdio: ["ignore", "pipe", "inherit"],
    });
    t.after(() => child.kill());
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
      if (url) return { session, bedrock, url, child };
    }
    assert.fail("Next does not say where it listens");
  }
  const ask = (url, body) => fetch(`${url}/api/chat`, { method: "POST", body: JSON.stringify(body) });

  test("the route streams, says what is refused, and ends the call of who leaves", async (t) => {
    const faults = [
      { kind: "gate", after: 4 },
      { kind: "status", status: 403, message: "You may not." },
      { kind: "stall", after: 4 },
    ];
    const { session, bedrock, url } = await start(t, faults);
    const reader = (await ask(url, { question: QUESTION })).body.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await reader.read()).value;
    await session.release();
    for (let part; !(part = await reader.read()).done; ) text += part.value;

    assert.equal((await ask(url, {})).status, 400);
    const refused = await ask(url, { question: QUESTION });
    assert.equal(refused.status, 403);
    assert.match(await refused.text(), /You may not\./);

    const left = (await ask(url, { question: QUESTION })).body.getReader();
    await left.read();
    await left.cancel();
    assert.equal((await settled(session)).requests.at(-1).events.state, "aborted");
    assert.equal(text, await answerTo(bedrock, QUESTION));
  });

  test("the page shows the answer", async (t) => {
    const { bedrock, url } = await start(t);
    const { page, problems, close } = await openPage(url);
    t.after(close);
    await page.fill("[name=question]", QUESTION);
    await page.click("text=Ask");
    const whole = await answerTo(bedrock, QUESTION);
    await page.waitForFunction((text) => document.querySelector("p").textContent === text, whole);
    assert.deepEqual(problems, []);
  });
});
