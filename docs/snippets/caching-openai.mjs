import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const handbook = "Rule: whoever borrows a book brings it back in time. ".repeat(800);

for (const question of ["May I keep a book?", "When do I bring it back?"]) {
  const { usage } = await bedrock.chat.completions.create({
    model: "bedrock/claude-haiku-4-5",
    messages: [
      { role: "system", content: [{ type: "text", text: handbook, cache_control: { type: "ephemeral" } }] },
      { role: "user", content: question },
    ],
  });
  const { cache_write_tokens, cached_tokens } = usage?.prompt_tokens_details ?? {};
  console.log(`written: ${cache_write_tokens ?? 0}, read: ${cached_tokens ?? 0}`);
}
