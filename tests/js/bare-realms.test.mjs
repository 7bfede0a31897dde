// Realms without the web's globals, such as Jest's jsdom: every entry can be imported there, and the first call says what is
// missing.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { requireAsJest } from "./lib/jest.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
/** What browsers, Node and edge workers have beside the language. */
const WEB = [
  "AbortController",
  "AbortSignal",
  "Blob",
  "CompressionStream",
  "CustomEvent",
  "DOMException",
  "DecompressionStream",
  "Event",
  "EventTarget",
  "FinalizationRegistry",
  "FormData",
  "Headers",
  "MessageChannel",
  "ReadableStream",
  "Request",
  "Response",
  "TextDecoder",
  "TextEncoder",
  "TransformStream",
  "URL",
  "URLSearchParams",
  "WeakRef",
  "WebAssembly",
  "WebSocket",
  "WritableStream",
  "atob",
  "btoa",
  "crypto",
  "fetch",
  "navigator",
  "performance",
  "structuredClone",
];
const ENTRIES = ["bedrock-wasm", "bedrock-wasm/slim", "bedrock-wasm/service-worker", "bedrock-wasm/openai"];
const MORE_ENTRIES = ["bedrock-wasm/credentials", "bedrock-wasm/aws-sdk"];
const CALL = `
  const options = { region: "us-east-1", endpoint: "http://127.0.0.1:9", maxRetries: 0,
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secretsecretsecret", sessionToken: "token" } };
  const messages = [{ role: "user", content: [{ text: "Hi" }] }];
  const told = (error) => [error instanceof BedrockError, error.name, error.message];
  const failure = (await new Bedrock(options).converse({ modelId: "amazon.nova-lite-v1:0", messages }).catch(told));
`;

/** Runs a module in a Node without these globals, and returns what it prints as JSON. */
function runWithout(globals, program) {
  const forget = `for (const name of ${JSON.stringify(globals)}) delete globalThis[name];`;
  const flags = ["--import", `data:text/javascript,${encodeURIComponent(forget)}`, "--input-type=module", "--eval", program];
  return JSON.parse(execFileSync(process.execPath, flags, { cwd: here, encoding: "utf8" }));
}

for (const conditions of [[], ["--conditions=browser"]]) {
  for (const entry of [...ENTRIES, ...MORE_ENTRIES]) {
    test(`${entry} can be imported where there is nothing but the language ${conditions}`, () => {
      const program = `const exported = await import("${entry}"); console.log(JSON.stringify(Object.keys(exported)));`;
      assert.ok(runWithout(WEB, program).length > 0);
    });
  }
}

/** What a call cannot do without. */
const NEEDED = ["WebAssembly", "TextEncoder", "TextDecoder", "AbortController"];

for (const missing of NEEDED) {
  test(`the first call names ${missing}, and works once it is there`, () => {
    const program = `
      const kept = globalThis.${missing};
      delete globalThis.${missing};
      const { Bedrock, BedrockError, load } = await import("bedrock-wasm");
      ${CALL}
      globalThis.${missing} = kept;
      await load();
      const { message } = await new Bedrock(options).converse({ modelId: "amazon.nova-lite-v1:0", messages }).catch((error) => error);
      console.log(JSON.stringify([...failure, message]));`;
    const [isOurs, , message, after] = runWithout([], program);
    assert.ok(isOurs, message);
    assert.match(message, new RegExp(`: ${missing} is not defined`));
    assert.match(after, /^Could not reach http:/);
    assert.doesNotMatch(after, /is not defined/);
  });
}

test("without fetch, the first call asks for one", () => {
  const program = `import { Bedrock, BedrockError } from "bedrock-wasm"; ${CALL} console.log(JSON.stringify(failure));`;
  assert.match(runWithout(["fetch"], program)[2], /This runtime has no fetch\. Pass one: new Bedrock\(\{ fetch, … }\)/);
});

test("the first chat names what is missing too", () => {
  const program = `
    import { Bedrock, BedrockError } from "bedrock-wasm/service-worker";
    ${CALL.replace("converse({ modelId: ", "chat.completions.create({ model: ")}
    console.log(JSON.stringify(failure));`;
  assert.match(runWithout(["TextDecoder"], program)[2], /: TextDecoder is not defined/);
});

test("require works in a realm of its own, as Jest's environments are", async () => {
  // It has the language, WebAssembly, and what Jest puts into each of its environments.
  const realm = vm.createContext({ process });
  const loaded = new Map();
  for (const entry of [...ENTRIES, ...MORE_ENTRIES].filter((name) => !/slim|service-worker/.test(name))) {
    assert.ok(Object.keys(requireAsJest(require.resolve(entry), realm, loaded)).length > 0, entry);
  }
  const { Bedrock } = requireAsJest(require.resolve("bedrock-wasm"), realm, loaded);
  const { name, message } = await new Bedrock({}).converse({}).catch((error) => error);
  assert.equal(name, "BedrockError");
  assert.match(message, /could not be started: Text(De|En)coder is not defined\. /);
});
