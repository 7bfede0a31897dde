// The caller's hooks and log, which show a client from outside. Errors that they throw or reject with do not fail
// the call.

import { LEVELS } from "./options.js";

/**
 * @import { Options } from "../types/calls.js"
 * @import { Told, Unchecked } from "../types/internal.js"
 * @import { HookEvent } from "../types/wasm.js"
 * @import { RequestEvent, ResponseEvent, RetryEvent, WarningCode } from "../types/index.js"
 */

/** Per code: messages name parameters and places, and a server sees new ones for as long as it runs. */
const TOLD_MAX = 20;
const [, ERROR, WARN, INFO, DEBUG] = LEVELS.keys();

/**
 * A hook, and the log's text for its events from this level on.
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
 * In the order of the bits that tell the core which events have a listener.
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
  /** The warnings so far, by code. @type {Told} */
  #told;
  /** A bit for each kind of event that has a listener. */
  listens;

  /**
   * @param {Pick<Options, "logger" | "logLevel" | "onWarning" | Hook<never>["hook"]>} options the client's, already read
   * @param {Told} [told] the client's warnings so far
   */
  constructor(options, told = {}) {
    this.#options = options;
    this.#told = told;
    this.#level = LEVELS.indexOf(options.logLevel ?? "warn");
    const bits = HOOKS.map(({ hook, level }, index) => (options[hook] || level <= this.#level ? 1 << index : 0));
    this.listens = bits.reduce((sum, bit) => sum | bit, 1 << HOOKS.length);
  }

  /**
   * Reports an attempt; `hook` names the hook that gets the event.
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
   * Reports a problem that would stay silent otherwise. Once: thousands of calls may have the same parameter without effect,
   * and each reply lists its own warnings. But a refresh of credentials may fail again tomorrow; the core
   * reports it once each time.
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
      // A broken log cannot report its own failure.
    }
  }
}

/**
 * Handles the rejection of an async function, which would be reported as unhandled otherwise.
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
