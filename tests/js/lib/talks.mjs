// Conversations as programs hold them: they push what the model said, answer its calls, and ask again.
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { answer } from "./chats.mjs";
import { collect } from "./client.mjs";

/** How a program gets the assistant's next message. */
export const WAYS = {
  whole: async (bedrock, request) => (await bedrock.chat.completions.create(request)).choices[0].message,

  /** Adding the deltas up by hand, as most programs do. */
  streamed: async (bedrock, request) => {
    const message = { role: "assistant", content: "" };
    for (const { choices } of await collect(await bedrock.chat.completions.create({ ...request, stream: true }))) {
      for (const { delta } of choices) add(message, delta);
    }
    return message;
  },

  /** Adding them up with the openai package. */
  accumulated: async (bedrock, request) => {
    const stream = await bedrock.chat.completions.create({ ...request, stream: true });
    const completion = await ChatCompletionStream.fromReadableStream(stream.toReadableStream()).finalChatCompletion();
    return completion.choices[0].message;
  },
};

function add(message, { content, reasoning_content, tool_calls, ...rest }) {
  message.content += content ?? "";
  if (reasoning_content) message.reasoning_content = (message.reasoning_content ?? "") + reasoning_content;
  for (const { index, ...call } of tool_calls ?? []) {
    message.tool_calls ??= [];
    if (call.id) message.tool_calls[index] = call;
    else message.tool_calls[index].function.arguments += call.function.arguments;
  }
  Object.assign(message, rest);
}

/**
 * Talks until the model has nothing left to call, once for each of the `questions`. `keep(message)` is what the program
 * makes of a message before it sends it back.
 *
 * Gives all messages.
 */
export async function talk(
  bedrock,
  request,
  questions,
  { way = WAYS.whole, keep = (message) => message, answers = () => "-3 degrees" } = {},
) {
  const messages = [...(request.messages ?? [])];
  for (const question of questions) {
    messages.push({ role: "user", content: question });
    for (;;) {
      const message = await way(bedrock, { ...request, messages });
      messages.push(keep(message));
      if (!message.tool_calls?.length) break;
      for (const call of message.tool_calls) messages.push(answer(call.id, answers(call)));
    }
  }
  return messages;
}

/** The shapes in which programs keep what a model thought. */
export const SHAPES = {
  "LiteLLM's thinking_blocks": (message) => message,
  "JSON in between": (message) => JSON.parse(JSON.stringify(message)),
  "OpenRouter's reasoning_details": ({ thinking_blocks, ...message }) => ({
    ...message,
    reasoning_details: thinking_blocks?.map((block, index) =>
      block.type === "redacted_thinking"
        ? { type: "reasoning.encrypted", data: block.data, format: "anthropic-claude-v1", index }
        : { type: "reasoning.text", text: block.thinking, signature: block.signature, format: "anthropic-claude-v1", index },
    ),
  }),
  "Anthropic's blocks in the content": ({ thinking_blocks, content, ...message }) => ({
    ...message,
    content: [...(thinking_blocks ?? []), ...(content ? [{ type: "text", text: content }] : [])],
  }),
};
