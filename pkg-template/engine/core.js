// One client of the core: prepares a call for the core, drives it, and builds its reply.

import { BedrockError, createError } from "../client/errors.js";
import { hash } from "./hash.js";
import { stopWatching, whenDropped } from "./held.js";
import { Underway } from "./underway.js";
import { membersOf, payloadOf, shapeOf } from "./inputs.js";
import { isA, messageOf, reasonOf } from "./obstacle.js";
import { CALL, readOptions, textOf } from "./options.js";
import { field, fieldsOf } from "./text.js";

/**
 * @import { Engine, Instance } from "./load.js"
 * @import { Settings } from "./settings.js"
 * @import { CallSettings, Counts, Options, Prepared, Reply, SendOptions, Shape } from "../types/calls.js"
 * @import { CallOptions } from "../types/index.js"
 * @import { Unchecked, Warn } from "../types/internal.js"
 * @import { Bindings, ErrorDetails } from "../types/wasm.js"
 */

/** @template {Bindings} [Of=Bindings] */
export class Core {
  /** The core that Bedrock's own operations went through before. @type {{ learnt(): string } | undefined} */
  predecessor;
  #engine;
  #settings;
  #moreText;
  /** @type {CallSettings | undefined} */
  #prepared;
  /** The client's number in the instance. @type {number | undefined} */
  #client;
  /** @type {Instance<Of> | undefined} */
  #instance;

  /**
   * @param {Engine<Of>} engine
   * @param {Settings} settings
   * @param {(options: Options, warn: Warn) => string} [moreText] the options that only this engine knows, as text
   */
  constructor(engine, settings, moreText = () => "") {
    this.#engine = engine;
    this.#settings = settings;
    this.#moreText = moreText;
  }

  /**
   * Resolves to the reply to one call.
   *
   * @param {string} name of the operation
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @param {SendOptions<Of>} [own]
   * @returns {Promise<Reply>}
   */
  async send(name, input, options, { fetch, encodeForm, takeEncoder, secrets = [] } = {}) {
    const { instance: first, settings } = await this.ready(options);
    const shape = shapeOf(first.bindings, name);
    const given = readOptions(CALL, options, shape.method, settings.observer.warn);
    const members = membersOf(input, shape);
    const call = new Underway(settings, given.signal, fetch ?? given.fetch);
    const known = secrets.map((secret) => field("secret", secret)).join("");
    const text = field("operation", name) + callText(settings, given) + members + known;
    const payload = payloadOf(name, input, shape, encodeForm);
    /** @param {Bindings} bindings @param {number} client */
    const start = (bindings, client) => bindings.send(client, call.line(payload), text);
    const { said, extra, instance } = await this.drive(first, call, start, shape.isStream, takeEncoder);
    return { ...replyOf(said, shape, call.lines[0]), encoder: extra, instance, signal: given.signal };
  }

  /**
   * Polls a call whenever the world has answered. Only this polls it: a trap is thrown here, and rejects this call and those
   * of its instance. Errors are created here too, so that their stack shows the caller's function.
   *
   * @template [Extra=undefined]
   * @param {Instance<Of>} instance
   * @param {Underway} call
   * @param {(bindings: Of, client: number) => number} start
   * @param {boolean} [keepsLine]
   * @param {((bindings: Of, call: number) => Extra) | undefined} [takeExtra]
   */
  async drive(instance, call, start, keepsLine, takeExtra) {
    /** @type {number | undefined} */
    let number;
    let kept;
    try {
      // The instance may have been given up since.
      while (instance.isDiscarded) ({ instance } = await this.ready());
      instance.calls.add(call);
      const { bindings } = instance;
      number = start(bindings, /** @type {number} */ (this.#client));
      for (;;) {
        const said = bindings.poll(number);
        if (typeof said === "string") {
          const extra = takeExtra?.(bindings, number);
          if (keepsLine) kept = call.lines[0].keep(instance);
          return { said, extra, instance };
        }
        if (said !== undefined) throw createError(said, bindings.strike, call.causes[said.cause]);
        await call.next();
        if (instance.isDiscarded) throw instance.discard();
        call.deliver();
      }
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw instance.discard(error);
      throw isA(BedrockError, error) ? error : new BedrockError(`The call failed: ${messageOf(error)}`, { cause: error });
    } finally {
      call.close(kept);
      const end = () => {
        if (number !== undefined && !instance.isDiscarded) instance.bindings.end(number);
      };
      // The core keeps the secrets of a call until then.
      if (kept?.lease) kept.lease.held.end = end;
      else end();
      instance.leave(call);
    }
  }

  /** The clock offset, for the core that takes this one's place. */
  learnt() {
    const offset = this.#instance?.clockOffset(/** @type {number} */ (this.#client));
    return offset === undefined ? "" : field("clockOffset", offset);
  }

  /**
   * The current instance, with a client in it. If the caller's signal is already aborted, this calls none of the caller's
   * functions.
   *
   * @param {CallOptions | undefined} [options]
   */
  async ready(options) {
    // Await this first: the stack of an immediate error would not show the caller.
    await this.#engine.instance();
    const signal = abortedSignal(options);
    if (signal) throw createError(ABORTED, undefined, reasonOf(signal));
    const shared = await this.#settings.read();
    this.#prepared ??= this.#prepare(shared);
    const instance = await this.#engine.instance();
    if (this.#instance !== instance) {
      const { keys, text } = this.#prepared;
      const client = instance.bindings.openClient(text + keys.last + (this.predecessor ?? this).learnt());
      stopWatching(this);
      whenDropped(this, closes(instance, client));
      instance.clients = Math.max(instance.clients, client + 1);
      this.#client = client;
      this.predecessor = undefined;
      this.#instance = instance;
    }
    return { instance, settings: this.#prepared };
  }

  /**
   * @param {Prepared} shared
   * @returns {CallSettings}
   */
  #prepare({ text, ...shared }) {
    const { sha256, strike } = this.#engine.bindings;
    try {
      text += this.#moreText(shared.options, shared.observer.warn);
    } catch (error) {
      throw this.#settings.unreadable(error);
    }
    return { ...shared, text, strike, hash: (bytes) => hash(bytes, sha256) };
  }
}

/**
 * @param {Instance} instance
 * @param {number} client
 */
function closes(instance, client) {
  return () => {
    if (!instance.isDiscarded) instance.bindings.closeClient(client);
  };
}

/** @type {ErrorDetails} */
const ABORTED = { name: "APIUserAbortError", message: "The request was aborted by its signal.", retryable: false, cause: 0 };

/**
 * The signal, if it is aborted.
 *
 * @param {CallOptions | undefined} options
 */
function abortedSignal(options) {
  try {
    return options?.signal?.aborted ? options.signal : undefined;
  } catch {
    // `readOptions` reports invalid options.
    return undefined;
  }
}

/**
 * The text that each call begins with.
 *
 * @param {Prepared} settings
 * @param {object} options
 */
export function callText({ observer }, options) {
  return field("listens", observer.listens) + textOf(options);
}

/**
 * The reply that the facade turns into a result.
 *
 * @param {string} said
 * @param {Shape} shape
 * @param {Underway["lines"][number]} line
 */
function replyOf(said, shape, { response, raw, value, controller, reader, lease }) {
  /** @type {Unchecked} */
  const reply = { response, raw, output: {} };
  /** @type {Counts} */
  const usage = {};
  /** @type {Counts} */
  const metrics = {};
  for (const [name, text] of fieldsOf(said)) {
    if (name === "requestId") reply.requestId = text;
    else if (name === "idleTimeout") reply.streamIdleTimeout = Number(text);
    else if (name[0] === ".") reply.output[name.slice(1)] = text;
    else (name[0] === "u" ? usage : metrics)[name.slice(1)] = Number(text);
  }
  if (shape.isStream) return { ...reply, controller, reader, lease, isModelStream: shape.output === "model" };
  if (shape.output === "json") return { ...reply, output: value };
  if (shape.output === "blob") reply.output.body = new Uint8Array(/** @type {ArrayBuffer} */ (raw));
  return { ...reply, usage: orNothing(usage), metrics: orNothing(metrics) };
}

/** @param {Counts} counts */
function orNothing(counts) {
  return Object.keys(counts).length > 0 ? counts : undefined;
}
