// A client's options, prepared once for all its cores.

import { BedrockError, createError } from "../client/errors.js";
import { KeySource } from "./keys.js";
import { Observer } from "./observer.js";
import { isA, struck } from "./obstacle.js";
import { CLIENT, readOptions, textOf } from "./options.js";
import { field } from "./text.js";

/**
 * @import { Configure, Prepared } from "../types/calls.js"
 * @import { GivenOptions, Told, Unchecked, Warn } from "../types/internal.js"
 * @import { Bindings } from "../types/wasm.js"
 */

export class Settings {
  /** The name of the options' owner in messages. */
  of;
  #given;
  #configure;
  /** @type {Told} */
  #told = {};
  /** @type {Promise<Prepared> | undefined} */
  #reading;

  /**
   * @param {GivenOptions | undefined} options
   * @param {Configure} [configure] completes the options
   * @param {string} [of]
   */
  constructor(options, configure = async (options) => options, of = "new Bedrock") {
    this.#given = options;
    this.#configure = configure;
    this.of = of;
  }

  /** The options, completed and read once. A failure is not kept: the next call tries again. */
  read() {
    this.#reading ??= this.#read().catch((error) => {
      this.#reading = undefined;
      throw this.unreadable(error);
    });
    return this.#reading;
  }

  /**
   * The error for options whose getters throw.
   *
   * @param {unknown} cause
   */
  unreadable(cause) {
    return isA(BedrockError, cause)
      ? cause
      : new BedrockError(`The options of ${this.of} cannot be read: see this error's cause.`, { cause });
  }

  /** @returns {Promise<Prepared>} */
  async #read() {
    /** @type {Parameters<Warn>[]} */
    const warnings = [];
    const options = readOptions(
      CLIENT,
      await this.#configure(/** @type {GivenOptions} */ (this.#given), this.#told),
      this.of,
      (...warning) => warnings.push(warning),
    );
    const observer = new Observer(options, this.#told);
    const keys = new KeySource(options, observer.warn);
    for (const warning of warnings) observer.warn(...warning);
    return {
      options,
      text: textOf(options) + (keys.renews ? field("renewsKeys", "") : ""),
      observer,
      keys,
      fetch: options.fetch,
      tell: (event, causes, strike) => tell(observer, event, causes, strike),
    };
  }
}

/**
 * Reports an event of the core: a cause's number becomes the thrown value, and an error's data becomes an error.
 *
 * @param {Observer} observer
 * @param {Unchecked} event a HookEvent
 * @param {readonly unknown[]} causes
 * @param {Bindings["strike"]} strike
 */
function tell(observer, { error, cause, ...event }, causes, strike) {
  const made = error && createError(error, strike, causes[error.cause]);
  if (event.hook === "onWarning") observer.warn(event.code, event.message, made ?? struck(causes[cause], strike));
  else observer.tell(made ? { ...event, error: made } : event);
}
