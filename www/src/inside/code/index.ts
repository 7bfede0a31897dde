// A recorded call as programs to copy. They print the reply's text. Credentials are never in them: the environment has them.

import type { Attempt, RecordedTurn } from "../../recorder/index.ts";
import { BYTES, literal } from "./literal.ts";
import { type WireCall, wireCallOf } from "./wire.ts";

export const FORMS = ["native", "openai-shape", "openai", "anthropic", "aws-sdk"] as const;
export type Form = (typeof FORMS)[number];

export const FORM_NAMES: Record<Form, string> = {
  native: "Bedrock’s shape",
  "openai-shape": "OpenAI’s shape",
  openai: "openai SDK",
  anthropic: "Anthropic SDK",
  "aws-sdk": "AWS SDK",
};

/** A program, or why there is none. */
export type Program = { code: string } | { reason: string };

/** Writes the call of a recording; what went over the wire is that of `attempt`. */
export function programOf(form: Form, turn: RecordedTurn, attempt: Attempt): Program {
  switch (form) {
    case "native":
      return onWire(attempt, (call) => native(call, turn));
    case "aws-sdk":
      return onWire(attempt, (call) => awsSdk(call, turn));
    case "openai-shape":
      return written(turn, OPENAI_METHODS, openAiShape);
    case "openai":
      return written(turn, OPENAI_METHODS, openAi);
    case "anthropic":
      return written(turn, ["messages.create"], anthropic);
  }
}

const NOTE = "// Node, Deno and Bun find the credentials in the environment.\n// A page passes `credentials` or `apiKey`.\n";

function onWire(attempt: Attempt, write: (call: WireCall) => string): Program {
  const call = wireCallOf(attempt);
  return typeof call === "string" ? { reason: call } : { code: write(call) };
}

function native(call: WireCall, turn: RecordedTurn): string {
  const method = call.operation[0]?.toLowerCase() + call.operation.slice(1);
  const input = literal(call.input);
  return [
    'import { Bedrock } from "bedrock-wasm";\n\n',
    NOTE,
    `const bedrock = new Bedrock(${place(turn)});\n`,
    input.includes("bytes(") ? BYTES : "",
    "\n",
    `const ${call.streams ? "stream" : "response"} = await bedrock.${method}(${input});\n`,
    printed(call),
  ].join("");
}

function awsSdk(call: WireCall, turn: RecordedTurn): string {
  const command = `${call.operation}Command`;
  const input = literal(call.input);
  return [
    `import { BedrockRuntimeClient, ${command} } from "@aws-sdk/client-bedrock-runtime";\n\n`,
    "// The SDK finds the credentials in the environment.\n",
    `const client = new BedrockRuntimeClient(${place(turn)});\n`,
    input.includes("bytes(") ? BYTES : "",
    "\n",
    `const response = await client.send(new ${command}(${input}));\n`,
    printed(call, "response"),
  ].join("");
}

/** The lines that print what came. The AWS SDK's response has a stream's events in a member. */
function printed({ operation, isClaudes }: WireCall, response?: string): string {
  const events = (member: string) => (response ? `${response}.${member}` : "stream");
  const json = (bytes: string) => `JSON.parse(new TextDecoder().decode(${bytes}))`;
  switch (operation) {
    case "Converse":
      return 'console.log(response.output.message.content.map((block) => block.text ?? "").join(""));\n';
    case "ConverseStream":
      return `let text = "";\n${loop(events("stream"), 'text += event.contentBlockDelta?.delta.text ?? "";')}console.log(text);\n`;
    case "InvokeModel":
      if (!isClaudes) return `console.log(${json("response.body")});\n`;
      return `const { content } = ${json("response.body")};\nconsole.log(content.map((block) => block.text ?? "").join(""));\n`;
    case "InvokeModelWithResponseStream":
      if (!isClaudes) return loop(events("body"), "console.log(new TextDecoder().decode(event.chunk?.bytes));");
      return [
        'let text = "";\n',
        loop(events("body"), `const { delta } = ${json("event.chunk.bytes")};\n  text += delta?.text ?? "";`),
        "console.log(text);\n",
      ].join("");
  }
}

const loop = (events: string, body: string) => `for await (const event of ${events}) {\n  ${body}\n}\n`;

const OPENAI_METHODS = ["chat.completions.create", "responses.create", "embeddings.create", "images.generate"];

/** A program for a call that was written in the words of one of these methods. */
function written(
  turn: RecordedTurn,
  methods: readonly string[],
  write: (method: string, input: unknown, turn: RecordedTurn) => string,
): Program {
  const { call } = turn;
  if (!call) return { reason: "The recording does not say how the call was written." };
  if (methods.includes(call.method)) return { code: write(call.method, call.input, turn) };
  return {
    reason: `The call was written as ${call.method}, which is not translated. A chat’s settings choose how its calls are written.`,
  };
}

function openAiShape(method: string, input: unknown, turn: RecordedTurn): string {
  return [
    'import { Bedrock } from "bedrock-wasm";\n\n',
    NOTE,
    `const bedrock = new Bedrock(${place(turn)});\n\n`,
    makersCall("bedrock", method, input),
  ].join("");
}

function openAi(method: string, input: unknown, turn: RecordedTurn): string {
  return [
    'import { Bedrock } from "bedrock-wasm";\nimport { createFetch } from "bedrock-wasm/openai";\nimport OpenAI from "openai";\n\n',
    NOTE,
    `const bedrock = new Bedrock(${place(turn)});\n`,
    "// Nothing goes to the base URL, and the key goes nowhere.\n",
    `const client = new OpenAI(${literal({ apiKey: "unused", baseURL: "https://bedrock.invalid/v1" }).replace(
      / }$/,
      ", fetch: createFetch(bedrock) }",
    )});\n\n`,
    makersCall("client", method, input),
  ].join("");
}

function anthropic(method: string, input: unknown, turn: RecordedTurn): string {
  return [
    'import Anthropic from "@anthropic-ai/sdk";\nimport { Bedrock } from "bedrock-wasm";\n',
    'import { createFetch } from "bedrock-wasm/anthropic";\n\n',
    NOTE,
    `const bedrock = new Bedrock(${place(turn)});\n`,
    "// Nothing goes to Anthropic, and the key goes nowhere.\n",
    'const anthropic = new Anthropic({ apiKey: "unused", fetch: createFetch(bedrock) });\n\n',
    makersCall("anthropic", method, input),
  ].join("");
}

function makersCall(client: string, method: string, input: unknown): string {
  const streams = (input as { stream?: unknown }).stream === true;
  const call = `await ${client}.${method}(${literal(input)});\n`;
  switch (method) {
    case "chat.completions.create":
      if (!streams) return `const completion = ${call}console.log(completion.choices[0].message.content);\n`;
      return gathered(call, "chunk", '  text += chunk.choices[0]?.delta.content ?? "";\n');
    case "responses.create":
      if (!streams) return `const response = ${call}console.log(response.output_text);\n`;
      return gathered(call, "event", '  if (event.type === "response.output_text.delta") text += event.delta;\n');
    case "messages.create":
      if (!streams) return `const message = ${call}console.log(message.content.map((block) => block.text ?? "").join(""));\n`;
      return gathered(call, "event", '  if (event.type === "content_block_delta") text += event.delta.text ?? "";\n');
    case "embeddings.create":
      return `const { data } = ${call}console.log(data.map(({ embedding }) => embedding));\n`;
    default:
      return `const { data } = ${call}console.log(data.map((image) => image.b64_json));\n`;
  }
}

/** A loop over a stream that prints its text. */
function gathered(call: string, event: string, addition: string): string {
  return `const stream = ${call}let text = "";\nfor await (const ${event} of stream) {\n${addition}}\nconsole.log(text);\n`;
}

function place({ place: to }: RecordedTurn): string {
  return literal({ region: to?.region, endpoint: to?.endpoint });
}
