// Which parameters a model takes. The package knows it, so the page asks the package: requests that go nowhere are made, and
// what is left of them says what a model takes. A model that the package does not know is trusted with everything.

/** What of a chat's request has an effect on a model. */
export interface Taken {
  temperature: boolean;
  top_p: boolean;
  /** `temperature` and `top_p` in one request. */
  both: boolean;
  top_k: boolean;
  stop: boolean;
  /** The levels of `reasoning_effort`; empty if the model has none. */
  efforts: readonly string[];
  tools: boolean;
  system: boolean;
}

const asked = new Map<string, Promise<Taken>>();

/** Asks once for each model. Fetches the package. */
export function takenBy(model: string): Promise<Taken> {
  let answer = asked.get(model);
  if (!answer) {
    answer = import("./dry-run.ts").then(({ dryRun }) => dryRun(model));
    asked.set(model, answer);
    answer.catch(() => asked.delete(model));
  }
  return answer;
}
