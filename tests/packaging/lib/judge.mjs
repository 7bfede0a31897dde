// What a run of the program must have seen.
import assert from "node:assert/strict";

export const ALL = ["converseStream", "chat", "responses", "createFetch", "messages", "awsSdk"];
/** With entries whose WebAssembly bedrock-wasm/aws-sdk does not share. */
export const WITHOUT_AWS_SDK = ALL.filter((name) => name !== "awsSdk");

/** Fails unless each of these vocabularies, and no other, streamed, was left, and refused as it should. */
export function judge(outcome, names = ALL) {
  assert.ok(outcome, "the program told nothing");
  assert.equal(outcome.error, undefined, outcome.error);
  const { vocabularies, coldStart } = outcome;
  assert.deepEqual(Object.keys(vocabularies), names);
  assert.ok(coldStart >= 0, `a cold start of ${coldStart} ms`);
  const [{ text: whole }] = Object.values(vocabularies);
  for (const [name, seen] of Object.entries(vocabularies)) {
    const { first, text, pieces, sentBefore, sentAfter, left, isClass } = seen;
    const shown = `${name}: ${JSON.stringify({ ...seen, text: text.length })}`;
    assert.ok(first && text.length > first.length && text.startsWith(first) && pieces > 1, `text in pieces; ${shown}`);
    assert.equal(text, whole, `the same reply in each vocabulary; ${shown}`);
    assert.ok(sentBefore.sent < sentBefore.total && sentBefore.state === "open", `first before last; ${shown}`);
    assert.deepEqual(sentAfter, { ...sentBefore, sent: sentBefore.total, state: "done" }, `read to its end; ${shown}`);
    assert.equal(left.state, "aborted", `break ends the request; ${shown}`);
    assert.equal(isClass, true, `an error has its class; ${shown}`);
  }
}
