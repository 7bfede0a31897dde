// What each vocabulary makes of one conversation: Bedrock gets the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createSession } from "../js/lib/emulator.mjs";
import { load } from "./lib/modules.mjs";

const MODULES = `
export { record } from "./recorder/index.ts";
export { connection, startConnection } from "./connection/index.ts";
export { add, newConversation, said } from "./chat/conversation.ts";
export { fromFile, toFile } from "./store/file.ts";
export { Reply } from "./chat/reply.ts";
export { TOOLS } from "./tools/index.ts";
export { asking as chat } from "./chat/completions.ts";
export { asking as responses } from "./chat/responses.ts";
export { asking as messages } from "./chat/messages.ts";
export { asking as converse } from "./chat/converse.ts";
`;
const NAMES = ["chat", "responses", "messages", "converse"];
const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const file = (mediaType, text) => ({ mediaType, url: `data:${mediaType};base64,${btoa(text)}` });

async function prepared(t, options) {
  const session = await createSession(options);
  t.after(() => session.delete());
  const modules = await load(t, MODULES);
  modules.startConnection(`?endpoint=${encodeURIComponent(session.endpoint)}`);
  return { ...modules, session };
}

/** A conversation with all that turns can have, which ends with a question. */
function rich({ add, newConversation }) {
  const assistant = {
    role: "assistant",
    model: CLAUDE,
    thinking: "",
    thinkingBlocks: [],
    usage: null,
    error: null,
    recording: null,
  };
  const calls = ["3*4", "3*(4"].map((expression, index) => ({
    id: `call_${index}`,
    name: "calculator",
    arguments: JSON.stringify({ expression }),
  }));
  const failure = { name: "RateLimitError", message: "Too many requests." };
  const turns = [
    {
      role: "user",
      text: "What is this?",
      attachments: [
        { name: "dot.png", ...file("image/png", "\u0089PNG") },
        { name: "notes.txt", ...file("text/plain", "Notes") },
        { name: "paper.pdf", ...file("application/pdf", "%PDF-1.4") },
      ],
    },
    { ...assistant, text: "", toolCalls: [], finish: null, error: failure },
    { ...assistant, text: "Let me see.", toolCalls: calls, finish: "tool_calls" },
    { role: "tool", callId: "call_0", name: "calculator", text: "12", failed: false },
    { role: "tool", callId: "call_1", name: "calculator", text: "A parenthesis is missing.", failed: true },
    { ...assistant, text: "It is 12.", toolCalls: [], finish: "stop" },
    { role: "user", text: "And “this” \u2028?", attachments: [] },
  ];
  const begun = { ...newConversation(CLAUDE), system: "Be brief.", tools: ["calculator"] };
  return turns.reduce((conversation, turn) => add(conversation, turn), begun);
}

const CHOICES = {
  "of no parameters": {},
  "of all parameters": { temperature: 0.2, top_k: 5, max_tokens: 900, stop: ["swordfish"] },
  "that thinks": { max_tokens: 5000, reasoning_effort: "low" },
};

const base64 = (media_type, text) => ({ type: "base64", media_type, data: btoa(text) });

/** The conversation in Anthropic's words. */
const CLAUDES = {
  anthropic_version: "bedrock-2023-05-31",
  system: "Be brief.",
  messages: [
    {
      role: "user",
      content: [
        { type: "image", source: base64("image/png", "\u0089PNG") },
        { type: "document", source: { type: "text", media_type: "text/plain", data: "Notes" }, title: "notes.txt" },
        { type: "document", source: base64("application/pdf", "%PDF-1.4"), title: "paper.pdf" },
        { type: "text", text: "What is this?" },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "call_0", name: "calculator", input: { expression: "3*4" } },
        { type: "tool_use", id: "call_1", name: "calculator", input: { expression: "3*(4" } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "call_0", content: "12" },
        { type: "tool_result", tool_use_id: "call_1", content: "A parenthesis is missing.", is_error: true },
      ],
    },
    { role: "assistant", content: "It is 12." },
    { role: "user", content: "And “this” \u2028?" },
  ],
};

/** Claude is asked in Anthropic's own words where the conversation is in them. */
const MODELS = { Claude: CLAUDE, Nova: "us.amazon.nova-2-lite-v1:0" };

for (const [maker, model] of Object.entries(MODELS)) {
  for (const [title, parameters] of Object.entries(CHOICES)) {
    test(`a conversation ${title} is the same to ${maker} in every vocabulary`, async (t) => {
      const modules = await prepared(t);
      const { session, Reply, TOOLS, said } = modules;
      const conversation = rich(modules);
      const asked = { ...conversation, model, turns: said(conversation), parameters, tools: TOOLS };
      const answers = {};
      for (const name of NAMES) {
        const reply = new Reply(asked, async () => modules[name](asked));
        const { recording: _, reasoning: __, thinkingBlocks: ___, ...answer } = await reply.run();
        assert.equal(answer.error, null, `${name}: ${answer.error?.message}`);
        const { prompt_tokens, completion_tokens } = answer.usage;
        answers[name] = { ...answer, usage: { prompt_tokens, completion_tokens } };
      }
      const { requests } = await session.log();
      const sent = requests.map(({ operation, bodyText }) => [operation, JSON.parse(bodyText)]);
      const [[, chat], [, responses], [operation, messages], [, converse]] = sent;
      assert.equal(chat.messages.length, 5);
      assert.deepEqual(responses, chat);
      assert.deepEqual(converse, chat);
      assert.deepEqual(answers.responses, answers.chat);
      assert.deepEqual(answers.converse, answers.chat);
      if (maker === "Claude") {
        assert.equal(operation, "InvokeModelWithResponseStream");
        const { maxTokens = 4096, stopSequences, ...common } = chat.inferenceConfig ?? {};
        assert.deepEqual(messages, {
          ...CLAUDES,
          max_tokens: maxTokens,
          ...(stopSequences && { stop_sequences: stopSequences }),
          ...common,
          ...chat.additionalModelRequestFields,
          tools: TOOLS.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })),
        });
        assert.ok(answers.messages.text.length > 20, answers.messages.text);
        assert.equal(answers.messages.thinking !== "", answers.chat.thinking !== "");
      } else {
        const { maxTokens = 2048 } = chat.inferenceConfig ?? {};
        assert.deepEqual(messages, { ...chat, inferenceConfig: { ...chat.inferenceConfig, maxTokens } });
        assert.deepEqual(answers.messages, answers.chat);
      }
    });
  }
}

test("a reply that Bedrock calls malformed is an error in Responses", async (t) => {
  const { Reply, responses, TOOLS } = await prepared(t);
  const text = "emulator:every-tool 3*4 emulator:stop=malformed_tool_use";
  const turns = [{ role: "user", text, attachments: [] }];
  const asked = { model: CLAUDE, system: "", turns, parameters: {}, tools: TOOLS.slice(0, 1) };
  const reply = new Reply({ id: "", model: CLAUDE }, async () => responses(asked));
  const { error, toolCalls, finish } = await reply.run();
  assert.match(error?.message ?? "", /malformed/);
  assert.deepEqual([toolCalls, finish], [[], null]);
  assert.equal(reply.recording.turn.outcome, "failed");
});

test("what a vocabulary keeps of an answer is in the file of a conversation, and comes back", async (t) => {
  const { add, fromFile, newConversation, toFile } = await prepared(t);
  const reasoning = [
    { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "Hm." }], encrypted_content: "sealed" },
    { type: "reasoning", id: "rs_2", summary: [], encrypted_content: null },
  ];
  const answer = { role: "assistant", model: CLAUDE, text: "Hi.", thinking: "Hm.", thinkingBlocks: [], reasoning, toolCalls: [] };
  const made = add(
    { ...newConversation(CLAUDE), vocabulary: "responses" },
    { ...answer, finish: "stop", usage: null, error: null },
  );
  const [read] = fromFile(toFile([made]));
  assert.equal(read.vocabulary, "responses");
  assert.deepEqual(read.turns[read.head].reasoning, reasoning);
  const [older] = fromFile(toFile([{ ...made, vocabulary: undefined }]));
  assert.equal("vocabulary" in older, false);
});
