// A program that has the `openai` package's types, with another client: what it has goes in, and what comes out is what it
// expects.
import type OpenAI from "openai";
import { Bedrock } from "bedrock-wasm";

declare const bedrock: Bedrock;
declare const whole: OpenAI.ChatCompletionCreateParamsNonStreaming;
declare const streamed: OpenAI.ChatCompletionCreateParamsStreaming;
declare const either: OpenAI.ChatCompletionCreateParams;
declare const messages: OpenAI.ChatCompletionMessageParam[];
declare const tools: OpenAI.ChatCompletionTool[];
declare const tool_choice: OpenAI.ChatCompletionToolChoiceOption;
declare const embedding: OpenAI.EmbeddingCreateParams;
declare const image: Omit<OpenAI.ImageGenerateParamsNonStreaming, "model" | "response_format">;

export const completion: OpenAI.ChatCompletion = await bedrock.chat.completions.create(whole);
const stream = await bedrock.chat.completions.create(streamed);
for await (const chunk of stream) {
  const theirs: OpenAI.ChatCompletionChunk = chunk;
  console.log(theirs.choices[0]?.delta.content);
}
const [branch] = stream.tee();
export const tokens: (OpenAI.CompletionUsage | undefined)[] = [stream.usage, branch.usage];
const unknown = await bedrock.chat.completions.create(either);
if ("choices" in unknown) console.log(unknown.choices[0]?.message);

// A loop: the reply's message goes back as it came, among theirs.
const { choices } = await bedrock.chat.completions.create({ model: "nova-lite", messages, tools, tool_choice, seed: 7 });
const [choice] = choices;
if (choice) messages.push(choice.message);
await bedrock.chat.completions.create({ model: "nova-lite", messages: [...messages, choice!.message] });

export const embeddings: OpenAI.CreateEmbeddingResponse = await bedrock.embeddings.create(embedding);
export const images: OpenAI.ImagesResponse = await bedrock.images.generate({ model: "nova-canvas", ...image });
export const models: OpenAI.Model[] = (await bedrock.models.list()).data;
const base64 = await bedrock.embeddings.create({ model: "titan-embed-text-v2", input: "a", encoding_format: "base64" });
export const text: string | undefined = base64.data[0]?.embedding;

// What is not theirs.
await bedrock.chat.completions.create(
  {
    model: "claude-sonnet-5",
    messages: [
      { role: "system", content: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }] },
      {
        role: "user",
        content: [
          { type: "image_url", image_url: { url: new Uint8Array() } },
          { type: "file", file: { file_data: "JVBERi0=", filename: "a.pdf" }, citations: { enabled: true } },
        ],
      },
      { role: "assistant", content: "Hm", thinking_blocks: [{ type: "thinking", thinking: "…", signature: "c2ln" }] },
      { role: "tool", tool_call_id: "c", content: "no", is_error: true },
    ],
    top_k: 5,
    thinking: { type: "adaptive" },
    guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1" },
  },
  { fallbackModels: ["nova-pro"], fetchImages: { maxBytes: 1_000_000 } },
);
// @ts-expect-error a misspelt parameter
await bedrock.chat.completions.create({ model: "nova-lite", messages, temprature: 1 });
// @ts-expect-error Bedrock has no address to give
await bedrock.images.generate({ model: "nova-canvas", prompt: "a fjord", response_format: "url" });

// Responses: theirs go in, and ours come out as theirs.
declare const wholeResponse: OpenAI.Responses.ResponseCreateParamsNonStreaming;
declare const streamedResponse: OpenAI.Responses.ResponseCreateParamsStreaming;
declare const eitherResponse: OpenAI.Responses.ResponseCreateParams;
declare const items: OpenAI.Responses.ResponseInput;
export const response: OpenAI.Responses.Response = await bedrock.responses.create(wholeResponse);
const events = await bedrock.responses.create(streamedResponse);
for await (const event of events) {
  const theirs: OpenAI.Responses.ResponseStreamEvent = event;
  console.log(theirs.sequence_number);
  if (event.type === "response.output_text.delta") console.log(event.delta);
}
export const counted: OpenAI.Responses.ResponseUsage | undefined = events.usage;
const unknownResponse = await bedrock.responses.create(eitherResponse);
if ("output" in unknownResponse) console.log(unknownResponse.output_text, unknownResponse._warnings);

// A conversation: the reply's items go back as they came, among theirs.
const { output } = await bedrock.responses.create({ model: "nova-lite", input: items, tools: [{ type: "function", name: "f" }] });
items.push(...output);
for (const item of output) {
  if (item.type !== "function_call") continue;
  const image = { type: "input_image", image_url: new Uint8Array() };
  await bedrock.responses.create({
    model: "claude-sonnet-5",
    input: [...items, ...output, { type: "function_call_output", call_id: item.call_id, output: [image], is_error: true }],
    tool_choice: { type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: item.name }] },
    thinking: { type: "adaptive" },
  });
}
// @ts-expect-error a chat's parameter
await bedrock.responses.create({ model: "nova-lite", messages });
