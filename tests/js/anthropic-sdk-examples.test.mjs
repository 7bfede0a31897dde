// The examples that `@anthropic-ai/sdk` brings along, in its README and in the comments of its types, with nothing changed but
// the constructor's `fetch`.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import Anthropic from "@anthropic-ai/sdk";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { z } from "zod";
import { connectAnthropic, textOf } from "./lib/anthropic.mjs";
import { failure } from "./lib/client.mjs";

const folder = path.dirname(fileURLToPath(import.meta.resolve("@anthropic-ai/sdk")));
const read = (file) => fs.readFileSync(path.join(folder, file), "utf8");
const AsyncFunction = (async () => {}).constructor;

/** The examples in the comments of a file of types, by the methods that they call. */
function examplesIn(file) {
  const blocks = [...read(file).matchAll(/```ts\n([^`]*)```/g)].map(([, block]) => block.replace(/^\s*\* ?/gm, ""));
  return blocks.map((code) => [/client\.([\w.]+)/.exec(code)[1], code]);
}

/** Runs an example; gives what it logs, and the last value that it names. */
async function run(code, more) {
  const logged = [];
  const given = { Anthropic, z, zodOutputFormat, console: { log: (value) => logged.push(value) }, ...more };
  const [last] = [...code.matchAll(/(?:const|of)? ?const (\w+)/g)].map(([, name]) => name).slice(-1);
  const isLoop = code.includes("for await");
  const body = isLoop ? code.replace("// ...", "console.log(modelInfo)".replace("modelInfo", last)) : `${code}\nreturn ${last};`;
  const value = await new AsyncFunction(...Object.keys(given), body)(...Object.values(given));
  return { value, logged };
}

test("the README's program says hello", async (t) => {
  const { fetch } = await connectAnthropic(t);
  const [, program] = /```js\n([^`]*)```/.exec(read("README.md"));
  const [, rest] = program.split("import Anthropic from '@anthropic-ai/sdk';\n");
  assert.match(rest, /new Anthropic\(\{\n/);
  const code = rest.replace("new Anthropic({", "new Anthropic({ fetch,");
  const { value, logged } = await run(code, { fetch, process: { env: { ANTHROPIC_API_KEY: "sk-ant-any" } } });
  assert.ok(textOf(value));
  assert.deepEqual(logged, [value.content]);
});

describe("the example of", () => {
  /** What is to be seen of each: its last value, and what it logged. */
  const shows = {
    "messages.create": ({ value }) => assert.ok(textOf(value)),
    "messages.parse": ({ value, logged }) => assert.deepEqual(logged, [value.parsed_output.answer]),
    "messages.stream": ({ value, logged }) => assert.deepEqual(logged, [value.parsed_output.answer]),
    "messages.countTokens": ({ value }) => assert.ok(value.input_tokens > 0),
    "models.list": ({ logged }) => assert.ok(logged.length > 20 && logged.every(({ id, type }) => id && type === "model")),
  };
  /** Those whose model or thread Bedrock has not. */
  const refuses = { "models.retrieve": Anthropic.BadRequestError, "messages.thread": Anthropic.BadRequestError };
  const files = ["messages/messages", "beta/messages/messages", "models", "beta/models"];
  const examples = files.flatMap((file) => examplesIn(`resources/${file}.d.ts`));

  test("all methods is found", () => {
    const found = new Set(examples.map(([method]) => method.replace("beta.", "")));
    for (const method of Object.keys({ ...shows, ...refuses })) assert.ok(found.has(method), [...found].join());
    assert.ok(examples.length >= 12, `${examples.length}`);
  });

  for (const [method, code] of examples) {
    test(method, async (t) => {
      const { client } = await connectAnthropic(t);
      const name = method.replace("beta.", "");
      if (!refuses[name]) return shows[name](await run(code, { client }));
      const error = await failure(run(code, { client }));
      assert.ok(error instanceof refuses[name], error.stack);
    });
  }
});
