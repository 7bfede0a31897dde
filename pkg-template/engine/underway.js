// A call under way: its waiting answers, the thrown values, and the caller's signal.

import { BedrockError } from "../client/errors.js";
import { Line } from "./io.js";
import { listen } from "./lease.js";
import { Obstacle, reasonOf } from "./obstacle.js";

/**
 * @import { Answer } from "./io.js"
 * @import { CallSettings, Fetch } from "../types/calls.js"
 */

/** The state that the lines of one call share. */
export class Underway {
  /**
   * The thrown values, by the numbers that the core knows them by.
   *
   * @type {unknown[]}
   */
  causes = [undefined];
  /** @type {Line[]} */
  lines = [];
  /** @type {Answer[]} */
  #answers = [];
  /** @type {((value?: undefined) => void) | undefined} */
  #wake;
  /** @type {(() => void) | undefined} */
  #leave;
  /** @type {string | undefined} */
  #stopped;

  /**
   * @param {CallSettings} settings
   * @param {AbortSignal} [signal] the caller's
   * @param {Fetch} [fetch] of this call alone
   */
  constructor(settings, signal, fetch) {
    this.settings = fetch ? { ...settings, fetch } : settings;
    this.signal = signal;
    try {
      if (signal?.aborted) this.#onAbort();
      else if (signal) this.#leave = listen(signal, this.#onAbort);
    } catch (cause) {
      throw new BedrockError("The `signal` cannot be listened to: see this error's cause. Pass that of an AbortController.", {
        cause,
      });
    }
  }

  /** A line to the world, which sends these bytes. */
  line(payload = new Uint8Array()) {
    const line = new Line(this, payload);
    this.lines.push(line);
    return line;
  }

  /** The abort that ended the call, in the core's words. */
  get stopped() {
    return this.#stopped;
  }

  /**
   * Takes an answer. The first one counts.
   *
   * @param {Answer} answer
   * @param {string} text
   */
  answer(answer, text) {
    if (answer.text !== undefined) return;
    answer.text = text;
    this.#answers.push(answer);
    this.wake();
  }

  /** Gives the answers to the core. Called only between two polls. */
  deliver() {
    for (const { fulfil, text } of this.#answers.splice(0)) fulfil?.(/** @type {string} */ (text));
  }

  /** Resolves when there is an answer. */
  async next() {
    if (this.#answers.length > 0) return;
    await new Promise((/** @type {(value?: undefined) => void} */ resolve) => {
      this.#wake = resolve;
    });
  }

  /** Makes the call check its state. */
  wake() {
    this.#wake?.();
  }

  /**
   * The words for an obstacle.
   *
   * @param {Obstacle} obstacle
   */
  words({ word, cause, parts }) {
    const number = cause === undefined ? 0 : this.causes.push(cause) - 1;
    return [`-${word}`, number, ...parts].join("\x02");
  }

  /**
   * Call this when the call has ended, with success or failure. A stream's line stays open.
   *
   * @param {Line} [kept]
   */
  close(kept) {
    this.#leave?.();
    for (const line of this.lines) line.close(line === kept);
  }

  #onAbort = () => {
    this.#stopped = this.words(new Obstacle("abort", reasonOf(/** @type {AbortSignal} */ (this.signal))));
    for (const line of this.lines) line.stop(this.#stopped);
  };
}
