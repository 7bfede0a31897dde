import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock();
const handbook = "Rule: whoever borrows a book brings it back in time. ".repeat(800);

for (const question of ["May I keep a book?", "When do I bring it back?"]) {
  const { usage } = await bedrock.converse({
    modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    system: [{ text: handbook }, { cachePoint: { type: "default" } }], // all before the point is cached
    messages: [{ role: "user", content: [{ text: question }] }],
  });
  console.log(`written: ${usage.cacheWriteInputTokens}, read: ${usage.cacheReadInputTokens}`);
}
