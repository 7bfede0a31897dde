// A recorded call as programs to copy. They print the reply's text. Credentials are never in them: the environment has them.

import type { Attempt, RecordedTurn } from "../../recorder/index.ts";
import { BYTES, literal } from "./literal.ts";
import { type WireCall, wireCallOf } from "./wire.ts";

export const FORMS = ["native", "openai-shape", "openai", "aws-sdk"] as const;
export type Form = (typeof FORMS)[number];

export const FORM_NAMES: Record<Form, string> = {
  native: "Bedrock’s shape",
  "openai-shape": "OpenAI’s shape",
  openai: "openai SDK",
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
      return inOpenAiShape(turn, (method, input) => openAiShape(method, input, turn));
    case "openai":
      return inOpenAiShape(turn, (method, input) => openAi(method, input, turn));
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
    printed(call, (response) => response),
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
    printed(call, (response, member) => (call.streams ? `${response}.${member}` : response), "response"),
  ].join("");
}

/** The lines that print what came; `of` says where a stream's events are. */
function printed(
  { operation, streams }: WireCall,
  of: (response: string, member: string) => string,
  name = streams ? "stream" : "response",
): string {
  switch (operation) {
    case "Converse":
      return 'console.log(response.output.message.content.map((block) => block.text ?? "").join(""));\n';
    case "ConverseStream":
      return [
        'let text = "";\n',
        `for await (const event of ${of(name, "stream")}) {\n`,
        '  text += event.contentBlockDelta?.delta.text ?? "";\n',
        "}\nconsole.log(text);\n",
      ].join("");
    case "InvokeModel":
      return "console.log(JSON.parse(new TextDecoder().decode(response.body)));\n";
    case "InvokeModelWithResponseStream":
      return [
        `for await (const event of ${of(name, "body")}) {\n`,
        "  console.log(new TextDecoder().decode(event.chunk?.bytes));\n}\n",
      ].join("");
  }
}

const OPENAI_METHODS = ["chat.completions.create", "responses.create", "embeddings.create", "images.generate"];

function inOpenAiShape({ call }: RecordedTurn, write: (method: string, input: unknown) => string): Program {
  if (!call) return { reason: "The recording does not say how the call was written." };
  if (!OPENAI_METHODS.includes(call.method)) {
    return { reason: `The call was written as ${call.method}, in Bedrock’s own shape, which is not translated back.` };
  }
  return { code: write(call.method, call.input) };
}

function openAiShape(method: string, input: unknown, turn: RecordedTurn): string {
  return [
    'import { Bedrock } from "bedrock-wasm";\n\n',
    NOTE,
    `const bedrock = new Bedrock(${place(turn)});\n\n`,
    openAiCall("bedrock", method, input),
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
    openAiCall("client", method, input),
  ].join("");
}

function openAiCall(client: string, method: string, input: unknown): string {
  const streams = (input as { stream?: unknown }).stream === true;
  const call = `await ${client}.${method}(${literal(input)});\n`;
  switch (method) {
    case "chat.completions.create":
      if (!streams) return `const completion = ${call}console.log(completion.choices[0].message.content);\n`;
      return gathered(call, "chunk", '  text += chunk.choices[0]?.delta.content ?? "";\n');
    case "responses.create":
      if (!streams) return `const response = ${call}console.log(response.output_text);\n`;
      return gathered(call, "event", '  if (event.type === "response.output_text.delta") text += event.delta;\n');
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
