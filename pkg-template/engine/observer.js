// What can be seen of a client from outside: the caller's hooks and log. Nothing that they throw or reject is a failure of
// the call.

import { LEVELS } from "./options.js";

/**
 * @import { Options } from "../types/calls.js"
 * @import { Told, Unchecked } from "../types/internal.js"
 * @import { HookEvent } from "../types/wasm.js"
 * @import { RequestEvent, ResponseEvent, RetryEvent, WarningCode } from "../types/index.js"
 */

/** Of one code: messages name parameters and places, of which a server sees new ones for as long as it runs. */
const TOLD_MAX = 20;
const [, ERROR, WARN, INFO, DEBUG] = LEVELS.keys();

/**
 * A hook, and what the log has of its events from this level on.
 *
 * @template Event
 * @typedef {{
 *   hook: "onRequest" | "onResponse" | "onRetry",
 *   level: number,
 *   line(event: Event): string,
 *   details(event: Event, isDebug: boolean): unknown,
 * }} Hook
 */

/**
 * In the order of the bits by which the core knows whether anybody listens.
 *
 * @type {[Hook<RequestEvent>, Hook<ResponseEvent>, Hook<RetryEvent>]}
 */
const HOOKS = [
  { hook: "onRequest", level: DEBUG, line: ({ method, url }) => `${method} ${url}`, details: ({ headers }) => headers },
  {
    hook: "onResponse",
    level: INFO,
    line: ({ status, latencyMs, requestId }) => `${status} after ${latencyMs} ms, request id ${requestId ?? "unknown"}`,
    details: ({ headers }, isDebug) => (isDebug ? headers : undefined),
  },
  {
    hook: "onRetry",
    level: INFO,
    line: ({ delayMs, error }) => `next attempt in ${delayMs} ms. ${error.message}`,
    details: () => undefined,
  },
];

export class Observer {
  #options;
  #level;
  /** What there was to warn of, by its code. @type {Told} */
  #told;
  /** A bit for each kind of event that somebody listens to. */
  listens;

  /**
   * @param {Pick<Options, "logger" | "logLevel" | "onWarning" | Hook<never>["hook"]>} options the client's, already read
   * @param {Told} [told] what the client has warned of already
   */
  constructor(options, told = {}) {
    this.#options = options;
    this.#told = told;
    this.#level = LEVELS.indexOf(options.logLevel ?? "warn");
    const bits = HOOKS.map(({ hook, level }, index) => (options[hook] || level <= this.#level ? 1 << index : 0));
    this.listens = bits.reduce((sum, bit) => sum | bit, 1 << HOOKS.length);
  }

  /**
   * Tells of an attempt: `hook` is whose event it is.
   *
   * @param {{ hook: string } & (RequestEvent | ResponseEvent | RetryEvent)} told
   */
  tell({ hook: name, ...event }) {
    const { level, line, details } = /** @type {Hook<object>} */ (HOOKS.find(({ hook }) => hook === name));
    this.#call(name, event);
    if (level > this.#level) return;
    const { operation, modelId, attempt } = event;
    this.#log(
      level,
      `${operation}${modelId ? ` ${modelId}` : ""}, attempt ${attempt}: ${line(event)}`,
      details(event, this.#level >= DEBUG),
    );
  }

  /**
   * Tells of what the caller would not learn otherwise. Once: thousands of calls may have the same parameter without effect,
   * and each reply lists its own warnings. But credentials that could not be refreshed may fail again tomorrow; the core
   * tells of it once each time.
   *
   * @param {WarningCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  warn = (code, message, cause) => {
    if (code !== "credentials_refresh") {
      const told = this.#told[code] ?? new Set();
      if (told.has(message) || told.size >= TOLD_MAX) return;
      this.#told[code] = told.add(message);
    }
    if (!this.#options.onWarning) return this.#log(WARN, message, cause);
    this.#call("onWarning", cause === undefined ? { code, message } : { code, message, cause });
  };

  /**
   * @param {string} name
   * @param {object} event
   */
  #call(name, event) {
    /** @param {unknown} thrown */
    const ignored = (thrown) => this.#log(ERROR, `${name} threw an error, which is ignored.`, thrown);
    try {
      settle(/** @type {Unchecked} */ (this.#options)[name]?.(event), ignored);
    } catch (thrown) {
      ignored(thrown);
    }
  }

  /**
   * @param {number} level
   * @param {string} message
   * @param {unknown} [details]
   */
  #log(level, message, details) {
    if (level > this.#level) return;
    try {
      const logger = this.#options.logger ?? console;
      const line = `bedrock-wasm: ${message}`;
      settle(details === undefined ? logger[LEVELS[level]]?.(line) : logger[LEVELS[level]]?.(line, details), () => {});
    } catch {
      // There is nobody left to tell.
    }
  }
}

/**
 * An async function's rejection would be reported as unhandled.
 *
 * @param {unknown} result
 * @param {(thrown: unknown) => void} onRejected
 */
async function settle(result, onRejected) {
  try {
    // Not its own `catch`, which may do nothing.
    await result;
  } catch (thrown) {
    onRejected(thrown);
  }
}
