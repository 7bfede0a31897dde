// A chat in the terminal. It prints the reply as it comes, runs the tools that the model asks for, and Ctrl-C stops a reply.
import readline from "node:readline";
import { APIUserAbortError, Bedrock } from "bedrock-wasm";
import { runTool, toolConfig } from "./tools.mjs";

const TURNS_MAX = 8;
const modelId = process.env.MODEL_ID ?? "us.anthropic.claude-haiku-4-5-20251001-v1:0";
const bedrock = new Bedrock(); // region and keys of the environment or of your AWS profile
const messages = [];

const terminal = readline.createInterface({ input: process.stdin, output: process.stdout, prompt: "> " });
terminal.prompt();
for await (const line of terminal) {
  if (line.trim()) await answer(line);
  terminal.prompt();
}

/** Prints the model's answer. What is broken off or fails is forgotten: the conversation stays one that the model accepts. */
async function answer(text) {
  const length = messages.length;
  const controller = new AbortController();
  const stop = () => controller.abort();
  terminal.once("SIGINT", stop);
  try {
    messages.push({ role: "user", content: [{ text }] });
    for (let turn = 0; turn < TURNS_MAX; turn += 1) {
      const message = await reply(controller.signal);
      messages.push(message);
      const calls = message.content.flatMap(({ toolUse }) => toolUse ?? []);
      if (calls.length === 0) return;
      messages.push({ role: "user", content: await Promise.all(calls.map(resultOf)) });
    }
  } catch (error) {
    messages.length = length;
    console.log(error instanceof APIUserAbortError ? "[stopped]" : String(error));
  } finally {
    terminal.off("SIGINT", stop);
  }
}

// #region reply
/** Prints a reply while it arrives, and puts its message together for the next request. */
async function reply(signal) {
  const content = [];
  const stream = await bedrock.converseStream({ modelId, messages, toolConfig }, { signal });
  for await (const { contentBlockStart, contentBlockDelta } of stream) {
    const { contentBlockIndex, start, delta } = contentBlockStart ?? contentBlockDelta ?? {};
    if (start?.toolUse) content[contentBlockIndex] = { toolUse: { ...start.toolUse, input: "" } };
    if (delta?.toolUse) content[contentBlockIndex].toolUse.input += delta.toolUse.input;
    if (delta?.text) {
      process.stdout.write(delta.text);
      content[contentBlockIndex] = { text: (content[contentBlockIndex]?.text ?? "") + delta.text };
    }
  }
  console.log();
  // The input of a call arrives as pieces of JSON, which are whole only now.
  for (const { toolUse } of content) if (toolUse) toolUse.input = JSON.parse(toolUse.input || "{}");
  return { role: "assistant", content };
}
// #endregion reply

/** Runs a tool. A failure is a result too: the model reads it and tries another way. */
async function resultOf({ toolUseId, name, input }) {
  console.log(`[${name} ${JSON.stringify(input)}]`);
  try {
    return { toolResult: { toolUseId, content: [{ json: await runTool(name, input) }] } };
  } catch (error) {
    return { toolResult: { toolUseId, content: [{ text: String(error) }], status: "error" } };
  }
}
