// The reply as formatted JSON, and whether it is as the schema wants it.

import type { Answer } from "./work.ts";

/** What `_bedrock.structuredOutput` says, for people. */
const WAYS: Record<string, string> = {
  native: "Bedrock enforced the schema",
  tool: "a tool's input carried the schema",
  prompt: "the prompt carried the schema",
};

export function AnswerView({ model, text, formatted, mismatches, finish, how, refusal, usage }: Answer) {
  return (
    <section aria-label="Reply" class="reply">
      <Verdict {...{ formatted, mismatches, finish, refusal }} />
      {(formatted ?? text) !== "" && <pre class="code">{formatted ?? text}</pre>}
      <p class="facts">
        {model}
        {usage && ` · ${usage.prompt_tokens} tokens in, ${usage.completion_tokens} out`}
      </p>
      {how && (
        <p class="facts">
          <code>structuredOutput: {how}</code>
          {WAYS[how] && ` — ${WAYS[how]}`}
        </p>
      )}
    </section>
  );
}

function Verdict({ formatted, mismatches, finish, refusal }: Pick<Answer, "formatted" | "mismatches" | "finish" | "refusal">) {
  if (refusal) return <p class="problem">The model refused: {refusal}</p>;
  if (formatted === undefined) {
    const why = finish === "length" ? "It was cut off at the token limit: ask for less." : "Ask again, or choose another model.";
    return <p class="problem">✕ The reply is not JSON. {why}</p>;
  }
  if (mismatches.length === 0) return <p class="valid">✓ The reply follows the schema.</p>;
  return (
    <div class="problem">
      <p>✕ The reply does not follow the schema:</p>
      <ul>
        {mismatches.map(({ where, why }) => (
          <li key={`${where} ${why}`}>
            <code>{where}</code> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}
