// Anthropic's own types, of `@anthropic-ai/sdk`: every member that a request may have has a fate here, the replies and events of
// the goldens are messages and events by them, and `createFetch` gives the fetch that the SDK takes.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";

const here = path.dirname(fileURLToPath(import.meta.url));
const tool = { name: "now", input_schema: { type: "object" } };

/**
 * Every member of a request, betas among them: a value; and its fate with Claude and with other models. `taken`: it reaches
 * Bedrock, or changes what does; `lost`: a warning names it, or an error for whoever wants one; `refused`: 400; `quiet`: nothing
 * is lost.
 */
const MEMBERS = {
  max_tokens: [9, "taken", "taken"],
  messages: [[{ role: "user", content: "Hello again" }], "taken", "taken"],
  model: ["", "refused", "refused"],
  billing_policy: [{ type: "x" }, "lost", "lost"],
  cache_control: [{ type: "ephemeral" }, "taken", "taken"],
  compaction: [{ type: "x" }, "taken", "lost"],
  container: ["c", "refused", "refused"],
  context_management: [{ edits: [] }, "taken", "lost"],
  diagnostics: [{ previous_message_id: "m" }, "lost", "lost"],
  fallback_credit_token: ["t", "lost", "lost"],
  fallbacks: [[{ model: "m" }], "lost", "lost"],
  inference_geo: ["us", "lost", "lost"],
  mcp_servers: [[{ type: "url", url: "https://m.invalid", name: "m" }], "refused", "refused"],
  metadata: [{ user_id: "u" }, "taken", "taken"],
  output_config: [{ effort: "high" }, "taken", "taken"],
  output_format: [{ type: "json_schema", schema: { type: "object" } }, "taken", "taken"],
  service_tier: ["standard_only", "lost", "lost"],
  speed: ["fast", "lost", "lost"],
  stop_sequences: [["END"], "taken", "taken"],
  stream: [true, "taken", "taken"],
  system: ["Be brief.", "taken", "taken"],
  thinking: [{ type: "enabled", budget_tokens: 6000 }, "taken", "taken"],
  thread: [{ id: "t" }, "refused", "refused"],
  tool_choice: [{ type: "any" }, "taken", "taken"],
  tools: [[tool], "taken", "taken"],
  // It is a header on the wire.
  betas: [["files-api-2025-04-14"], "quiet", "quiet"],
  user_profile_id: ["p", "taken", "lost"],
  workspace_id: ["w", "lost", "lost"],
};

/** The complaints of TypeScript about a module in tests/js. */
function problems(text) {
  const file = path.join(here, "types", "anthropic-golden.mts");
  const options = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
  const found = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return found.map(({ messageText, start = 0 }) => {
    const line = text.slice(0, start).split("\n").length;
    return `${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n").slice(0, 1000)}`;
  });
}

const IMPORTS = `
import Anthropic from "@anthropic-ai/sdk";
import type { MessageCreateParamsBase, Message, RawMessageStreamEvent } from "@anthropic-ai/sdk/resources/messages/messages";
import type * as Beta from "@anthropic-ai/sdk/resources/beta/messages/messages";
import type { ModelInfo } from "@anthropic-ai/sdk/resources/models";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
type Member = keyof MessageCreateParamsBase | keyof Beta.MessageCreateParamsBase;
declare const bedrock: Bedrock;
// A parameter of a type of its own may have more members.
const message = <T extends Message & Beta.BetaMessage>(value: T): T => value;
const event = <T extends RawMessageStreamEvent>(value: T): T => value;
const betaEvent = <T extends Beta.BetaRawMessageStreamEvent>(value: T): T => value;
const model = <T extends ModelInfo>(value: T): T => value;
export { message, event, betaEvent, model };
`;

function goldens(folder) {
  return fs.readdirSync(folder).map((name) => JSON.parse(fs.readFileSync(new URL(name, folder))));
}

test("every member of a request of the SDK's has a fate, and no other has", () => {
  const fates = (members) => `${IMPORTS}\nexport const fates: Record<Member, 0> = ${JSON.stringify(members)};`;
  const all = Object.fromEntries(Object.keys(MEMBERS).map((name) => [name, 0]));
  assert.deepEqual(problems(fates(all)), []);
  const { thinking, ...fewer } = all;
  assert.equal(problems(fates(fewer)).length, 1);
  assert.equal(problems(fates({ ...all, other: 0 })).length, 1);
});

test("replies and events of the goldens are the SDK's", async () => {
  const id = "msg_1";
  const replies = goldens(new URL("../fixtures/anthropic/reply/", import.meta.url));
  const streams = goldens(new URL("../fixtures/anthropic/stream/", import.meta.url));
  const _bedrock = { stopReason: "end_turn" };
  const lines = [
    ...replies.map(({ message }) => `message(${asTyped({ ...message, id, _bedrock })});`),
    ...streams.flatMap(({ events }) =>
      events.flatMap((value) => {
        const whole = asTyped(value.message ? { ...value, message: { ...value.message, id } } : value);
        return [`event(${whole});`, `betaEvent(${whole});`];
      }),
    ),
    `model(${JSON.stringify(await listedModel())});`,
  ];
  assert.deepEqual(problems(`${IMPORTS}\n${lines.join("\n")}`), []);
  const { usage, ...fewer } = replies[0].message;
  assert.equal(problems(`${IMPORTS}\nmessage(${JSON.stringify({ ...fewer, id })});`).length, 1);
});

/** As JSON, with the one member that the types want and programs stumble over: the AI SDK refuses `citations: null`. */
function asTyped(value) {
  return JSON.stringify(value, (_, item) =>
    typeof item?.text === "string" && item.type === "text" ? { citations: null, ...item } : item,
  );
}

/** A model as GET /v1/models/{model} tells of it. */
async function listedModel() {
  const modelDetails = { modelId: "amazon.nova-lite-v1:0", modelName: "Nova Lite", providerName: "Amazon" };
  const fetch = async (url) =>
    Response.json(
      url.includes("inference-profiles")
        ? { inferenceProfileSummaries: [] }
        : { modelSummaries: [{ ...modelDetails, outputModalities: ["TEXT"], inputModalities: ["TEXT"] }] },
    );
  const response = await createFetch(new Bedrock({ region: "us-east-1", apiKey: "key", fetch }))("/v1/models");
  const { data } = await response.json();
  assert.equal(data.length, 1, JSON.stringify(data));
  return data[0];
}

test("the SDK takes the fetch, and what is no use of it does not compile", () => {
  const text = `${IMPORTS}
export const client = new Anthropic({ apiKey: "unused", fetch: createFetch(bedrock) });
export const answering: typeof fetch = createFetch(bedrock, { maxBodyBytes: 1, exposeIdentity: true });
// @ts-expect-error: no client
createFetch();
// @ts-expect-error: the client's options
createFetch({ region: "us-east-1" });
// @ts-expect-error: misspelt
createFetch(bedrock, { maxBytes: 1 });
// @ts-expect-error: a fetch resolves to a Response
export const other: Promise<string> = createFetch(bedrock)("https://a.invalid/v1/messages");
// @ts-expect-error: the client is no fetch
new Anthropic({ apiKey: "unused", fetch: bedrock });
`;
  assert.deepEqual(problems(text), []);
});

describe("each member has its fate", () => {
  const MODELS = ["claude-sonnet-4-5", "amazon.nova-2-lite-v1:0"];
  const whole = JSON.stringify({
    output: { message: { role: "assistant", content: [{ text: "x" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  });
  /** The status, all that was sent, and the warnings. */
  const ask = async (model, more, options) => {
    const [sent, warnings] = [[], []];
    const fetch = async (url, init) => {
      sent.push([url, new TextDecoder().decode(init.body)]);
      return new Response(whole, { headers: { "content-type": "application/json" } });
    };
    const onWarning = ({ message }) => warnings.push(message);
    const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", fetch, onWarning, logLevel: "off", ...options });
    const body = { model, max_tokens: 10_000, messages: [{ role: "user", content: "Hello" }], ...more };
    const response = await createFetch(bedrock)("/v1/messages", { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, sent, warnings };
  };
  for (const [name, [value, ...fates]] of Object.entries(MEMBERS))
    for (const [index, fate] of fates.entries())
      test(`${name}: ${fate} with ${MODELS[index]}`, async () => {
        const model = MODELS[index];
        // A choice wants tools.
        const beside = name === "tool_choice" ? { tools: [tool] } : {};
        const plain = await ask(model, beside);
        const { status, sent, warnings } = await ask(model, { ...beside, [name]: value });
        if (fate === "refused") return assert.deepEqual([status, sent], [400, []]);
        if (fate === "taken") assert.notDeepEqual(sent, plain.sent);
        else assert.deepEqual(sent, plain.sent);
        assert.equal(
          warnings.some((warning) => warning.startsWith(`${name} has no effect.`)),
          fate === "lost",
          warnings.join(),
        );
        if (fate !== "lost") return;
        const strict = await ask(model, { ...beside, [name]: value }, { unsupportedParams: "error" });
        assert.deepEqual([strict.status, strict.sent], [400, []]);
      });
});
