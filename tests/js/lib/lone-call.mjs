// The program that lib/alone.mjs runs in a process of its own: a client with the options of the argument calls `converse`,
// and what came of it is printed as JSON. No key is printed: the tests look for them in all that is.
import fs from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { inspect } from "node:util";

const { options, steps, status, how, listen } = JSON.parse(process.argv[2]);
const print = (value) => fs.writeSync(1, JSON.stringify(value));
const realFetch = fetch;
globalThis.fetch = send;
const seen = { requests: [], warnings: [], reads: [], outcomes: [] };

const { readFile } = fs.promises;
fs.promises.readFile = (path, ...rest) => {
  // The loader of modules reads URLs.
  if (typeof path === "string") seen.reads.push(path);
  return readFile(path, ...rest);
};
syncBuiltinESMExports();

/** Notes where a request goes and who signed it. With a `status`, there is no server: it is the answer. */
async function send(url, init) {
  const authorization = new Headers(init.headers).get("authorization");
  const [, accessKeyId, region] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(authorization) ?? [];
  seen.requests.push({ url, accessKeyId, region, isBearer: authorization.startsWith("Bearer ") });
  const response = status ? new Response("{}", { status }) : await realFetch(url, init);
  const { whenRefused } = steps[seen.outcomes.length] ?? {};
  if (response.status === 403 && whenRefused) apply(whenRefused);
  return response;
}

function apply({ env = {}, files = {} }) {
  Object.assign(globalThis.process?.env ?? {}, env);
  for (const [path, text] of Object.entries(files)) fs.writeFileSync(path, text);
}

const entries = {
  import: () => import("bedrock-wasm"),
  require: () => createRequire(import.meta.url)("bedrock-wasm"),
  // What pages load runs here too.
  page: () => import("../node_modules/bedrock-wasm/index.js"),
};
const { Bedrock } = await entries[how]();
const listener = listen ? { onWarning: (warning) => seen.warnings.push(warning) } : {};
const bedrock = new Bedrock(options || listen ? { ...options, ...listener } : undefined);
const CHAT = { modelId: "amazon.nova-micro-v1:0", messages: [{ role: "user", content: [{ text: "Hello" }] }] };
const operations = {
  converse: () => bedrock.converse(CHAT),
  createApiKey: async () => void (await bedrock.createApiKey({ expiresIn: 60 })),
};

for (const step of steps) {
  if (step.withoutProcess) delete globalThis.process;
  apply(step);
  const calls = Array.from({ length: step.calls ?? 1 }, operations[step.operation ?? "converse"]);
  const failures = (await Promise.allSettled(calls)).map(({ reason }) => reason);
  seen.outcomes.push(
    failures.map((error) => error && { name: error.name, message: error.message, code: error.code, shown: inspect(error) }),
  );
}
print(seen);
