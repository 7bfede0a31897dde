// What was thrown, as data: it may itself throw when it is looked at.

/** What stands in the way of an answer, in the core's words: see `answer` in src/wasm/text.rs. */
export class Obstacle {
  /** @param cause what was thrown, if something was */
  constructor(word, cause, ...parts) {
    this.word = word;
    this.cause = cause;
    this.parts = parts;
  }
}

/** What work on a question of this name failed with. */
export function obstacleOf(word, thrown) {
  if (isA(Obstacle, thrown)) return thrown;
  const message = said(thrown, "message");
  if (word === "connection") return new Obstacle(word, thrown, said(thrown, "name"), message);
  // Errors about keys are ours: their sentence counts, and their cause is what the caller's function threw.
  return new Obstacle(word, word === "keys" ? thrown?.cause : thrown, message);
}

/** A property that is text. */
function said(thrown, name) {
  try {
    const value = typeof thrown === "object" && thrown !== null ? thrown[name] : "";
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}

/** Whether it is one of these: a proxy may refuse to say so. */
export function isA(type, thrown) {
  try {
    return thrown instanceof type;
  } catch {
    return false;
  }
}

/** What was thrown, in words. */
export function messageOf(thrown) {
  try {
    return String(thrown?.message ?? thrown);
  } catch {
    return "see this error's cause.";
  }
}

/** Why a signal aborted. */
export function reasonOf(signal) {
  try {
    return signal.reason;
  } catch {
    return undefined;
  }
}
