// The examples that run outside of browsers: in the terminal, as a Lambda function, and beside the AWS SDK.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { build } from "esbuild";
import { connect, settled, within } from "./lib/client.mjs";
import { answerTo, copyOf, EXAMPLES, environment } from "./lib/examples.mjs";
import { startLambda } from "./lib/lambda.mjs";

const QUESTION = "Why is the sky blue?";

test("each example has a manifest, and a row in the list of them", () => {
  const names = fs.readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const list = fs.readFileSync(path.join(EXAMPLES, "README.md"), "utf8");
  const guide = fs.readFileSync(path.join(EXAMPLES, "../docs/guide/examples.md"), "utf8");
  for (const { name } of names) {
    const manifest = JSON.parse(fs.readFileSync(path.join(EXAMPLES, name, "package.json"), "utf8"));
    assert.deepEqual([manifest.name, manifest.private], [`example-${name}`, true]);
    assert.ok(manifest.dependencies["bedrock-wasm"], name);
    assert.ok(list.includes(`| [${name}](${name}) |`), `examples/README.md has no row ${name}`);
    assert.ok(guide.includes(`](../../examples/${name})`), `docs/guide/examples.md does not name ${name}`);
  }
});

describe("node-cli", () => {
  /** Starts the chat. `says(pattern)` waits for output that fits, from where the last wait ended. */
  async function start(t, faults, command = [process.execPath, "chat.mjs"]) {
    const { session, bedrock } = await connect(t, { faults });
    const child = spawn(command[0], command.slice(1), { cwd: copyOf(t, "node-cli"), env: environment(session) });
    t.after(() => child.kill());
    let output = "";
    let errors = "";
    child.stderr.on("data", (data) => (errors += data));
    const ended = once(child, "exit").then(([code]) => [code, errors]);
    child.stdout.on("data", (data) => (output += data));
    async function says(pattern) {
      for (let match; ; await within(once(child.stdout, "data"), `output that fits ${pattern}`)) {
        if ((match = pattern.exec(output))) {
          output = output.slice(match.index + match[0].length);
          return match;
        }
      }
    }
    return { session, bedrock, child, says, ended };
  }

  test("it streams replies, runs the tool that the model asks for, and remembers the conversation", async (t) => {
    const { session, child, says, ended } = await start(t);
    await says(/^> /);
    child.stdin.write("What is the time in Oslo?\n");
    await says(/\[get_time \{"city":"Oslo"\}\]\n/);
    const [, time] = await says(/(\d+:\d\d:\d\d [AP]M)[\s\S]*\n> /);
    assert.ok(time);
    child.stdin.end("Thank you!\n");
    assert.deepEqual(await ended, [0, ""]);
    const bodies = (await settled(session)).requests.map(({ bodyText }) => JSON.parse(bodyText).messages);
    assert.deepEqual(
      bodies.map((messages) => messages.length),
      [1, 3, 5],
    );
    const [{ toolResult }] = bodies[1][2].content;
    assert.equal(toolResult.content[0].json.timeZone, "Europe/Oslo");
    assert.deepEqual(bodies[2].slice(0, 3), bodies[1]);
  });

  test("a tool that fails is told to the model", async (t) => {
    const { session, child, says } = await start(t);
    child.stdin.write("What is the time in Atlantis?\n");
    await says(/\[get_time \{"city":"Atlantis"\}\]\n[\s\S]*\n> /);
    const { messages } = JSON.parse((await settled(session)).requests[1].bodyText);
    assert.equal(messages[2].content[0].toolResult.status, "error");
    assert.match(messages[2].content[0].toolResult.content[0].text, /No time zone is named after Atlantis/);
  });

  test("a reply that fails is said to, and forgotten", async (t) => {
    const { session, child, says, ended } = await start(t, [{ kind: "status", status: 403 }]);
    child.stdin.write(`${QUESTION}\n`);
    await says(/PermissionDeniedError: [\s\S]*\n> /);
    child.stdin.end(`${QUESTION}\n`);
    assert.deepEqual(await ended, [0, ""]);
    const { requests } = await settled(session);
    assert.equal(JSON.parse(requests.at(-1).bodyText).messages.length, 1);
  });

  test("Ctrl-C stops a reply, and the chat goes on", async (t) => {
    // In a terminal: only there, the key is one.
    const program = `import pty; pty.spawn(${JSON.stringify([process.execPath, "chat.mjs"])})`;
    const { session, child, says, ended } = await start(
      t,
      [{ kind: "stall", after: 6 }],
      [process.env.BOTO3_PYTHON, "-c", program],
    );
    await says(/> /);
    child.stdin.write(`${QUESTION}\r`);
    await says(/\?\r+\n.*\w+ \w+/);
    child.stdin.write("\x03");
    await says(/\[stopped\]\r\n.*> /);
    assert.equal((await settled(session)).requests[0].events.state, "aborted");
    child.stdin.write(`${QUESTION}\r`);
    await says(/\S\r\n.*> /);
    assert.equal(JSON.parse((await settled(session)).requests[1].bodyText).messages.length, 1);
    child.stdin.write("\x04");
    assert.deepEqual(await ended, [0, ""]);
  });
});

describe("lambda", () => {
  async function start(t, faults) {
    const { session, bedrock } = await connect(t, { faults });
    const folder = copyOf(t, "lambda");
    const outfile = path.join(folder, "dist/index.mjs");
    const options = { bundle: true, minify: true, platform: "node", target: "node22", format: "esm", logLevel: "error" };
    await build({ ...options, entryPoints: [path.join(folder, "index.mjs")], outfile });
    // A bundle is all that is deployed.
    fs.unlinkSync(path.join(folder, "node_modules"));
    const lambda = await startLambda(outfile, environment(session));
    t.after(() => lambda.stop());
    return { session, bedrock, lambda };
  }
  const event = (body) => ({ version: "2.0", rawPath: "/", body: JSON.stringify(body), isBase64Encoded: false });
  const chat = event({ messages: [{ role: "user", content: QUESTION }] });

  test("a bundle of it streams chunks as server-sent events", async (t) => {
    const { session, bedrock, lambda } = await start(t, [{ kind: "gate", after: 4 }]);
    const reply = await lambda.invoke(chat);
    assert.deepEqual([reply.statusCode, reply.headers["content-type"]], [200, "text/event-stream"]);
    const reader = reply.body.getReader();
    let text = new TextDecoder().decode((await reader.read()).value);
    await session.release();
    for (let part; !(part = await reader.read()).done; ) text += new TextDecoder().decode(part.value);
    const events = text
      .trimEnd()
      .split("\n\n")
      .map((line) => line.replace(/^data: /, ""));
    assert.equal(events.pop(), "[DONE]");
    const said = events.map((line) => JSON.parse(line).choices[0]?.delta.content ?? "").join("");
    assert.equal(said, await answerTo(bedrock, QUESTION));
    assert.equal((await reply.outcome).errorType, undefined);
  });

  test("what is refused has its status, and a body that is base64 is read", async (t) => {
    const { lambda } = await start(t, Array(3).fill({ kind: "throttle", retryAfterMs: 1 }));
    assert.equal((await lambda.invoke({ ...chat, body: "{" })).statusCode, 400);
    assert.equal((await lambda.invoke(chat)).statusCode, 429);
    const encoded = { ...chat, body: btoa(chat.body), isBase64Encoded: true };
    assert.equal((await lambda.invoke(encoded)).statusCode, 200);
  });

  test("a stream that breaks off is no whole reply", async (t) => {
    const { lambda } = await start(t, [{ kind: "endEarly", after: 6 }]);
    const { outcome, body } = await lambda.invoke(chat);
    const text = await new Response(body).text();
    assert.match(text, /^data: \{/);
    assert.doesNotMatch(text, /\[DONE\]/);
    assert.match((await outcome).errorType, /APIConnectionError/);
  });
});

describe("migrate-aws-sdk", () => {
  test("only the import differs, and both print the same", async (t) => {
    const [before, after] = ["before", "after"].map((name) =>
      fs.readFileSync(path.join(EXAMPLES, "migrate-aws-sdk", `${name}.mjs`), "utf8").split("\n"),
    );
    const changed = before.filter((line, index) => line !== after[index] && !line.startsWith("//"));
    assert.equal(changed.length, 1);
    assert.equal(changed[0].replace("@aws-sdk/client-bedrock-runtime", "bedrock-wasm/aws-sdk"), after[1]);
    const { session, bedrock } = await connect(t);
    const options = { cwd: copyOf(t, "migrate-aws-sdk"), env: environment(session) };
    const [theirs, ours] = await Promise.all(
      ["before", "after"].map((name) => promisify(execFile)(process.execPath, [`${name}.mjs`], options)),
    );
    assert.deepEqual(ours, theirs);
    assert.ok(ours.stdout.startsWith(await answerTo(bedrock, QUESTION)));
    assert.match(ours.stdout, /\nend_turn \d+ 200\n[\s\S]+\nend_turn\nValidationException client 400\n$/);
  });
});
