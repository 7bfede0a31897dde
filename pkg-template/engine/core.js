// One client of the core: what a call is made of before the core decides, how it is driven, and what its reply is made of.

import { BedrockError, createError } from "../client/errors.js";
import { hash } from "./hash.js";
import { Underway } from "./underway.js";
import { membersOf, payloadOf, shapeOf } from "./inputs.js";
import { KeySource } from "./keys.js";
import { Observer } from "./observer.js";
import { isA, messageOf } from "./obstacle.js";
import { API_KEY, CALL, CLIENT, readOptions, textOf } from "./options.js";
import { field, fieldsOf } from "./text.js";

/**
 * @import { Engine, Instance } from "./load.js"
 * @import { Configure, Counts, Options, Prepared, Reply, SendOptions, Shape } from "../types/calls.js"
 * @import { CallOptions, CreateApiKeyOptions } from "../types/index.js"
 * @import { GivenOptions, Unchecked, Warn } from "../types/internal.js"
 * @import { Client } from "../types/wasm.js"
 */

/** @template {Client} [OfClient=Client] */
export class Core {
  /** What messages call the owner of the options. */
  of = "new Bedrock";
  #engine;
  #given;
  #configure;
  /** @type {Promise<Prepared> | undefined} */
  #preparing;
  /** @type {OfClient | undefined} */
  #client;
  /** @type {Instance<OfClient> | undefined} */
  #instance;

  /**
   * @param {Engine<OfClient>} engine
   * @param {GivenOptions | undefined} options
   * @param {Configure} [configure] completes the options
   */
  constructor(engine, options, configure = async (options) => options) {
    this.#engine = engine;
    this.#given = options;
    this.#configure = configure;
  }

  /**
   * Resolves to the reply to one call.
   *
   * @param {string} name of the operation
   * @param {Unchecked} input
   * @param {CallOptions | undefined} options
   * @param {SendOptions} [own]
   * @returns {Promise<Reply>}
   */
  async send(name, input, options, { fetch, encodeForm } = {}) {
    const { instance, settings } = await this.ready();
    const shape = shapeOf(instance.bindings, name);
    const given = readOptions(CALL, options, shape.method, settings.observer.warn);
    const members = membersOf(input, shape);
    const call = new Underway(fetch ? { ...settings, fetch } : settings, given.signal);
    const text = field("operation", name) + callText(settings, given) + members;
    const payload = payloadOf(name, input, shape, encodeForm);
    /** @param {Client} client */
    const start = (client) => client.send(call.line(payload), text);
    const { said, extra } = await this.drive(instance, call, start, shape.isStream, fetch && takeEncoder);
    return { ...replyOf(said, shape, call.lines[0]), encoder: extra, instance, signal: given.signal };
  }

  /**
   * A short-term API key, all but its base64.
   *
   * @param {CreateApiKeyOptions | undefined} options
   */
  async createApiKey(options) {
    const { instance, settings } = await this.ready();
    const { expiresIn } = readOptions(API_KEY, options, "createApiKey", settings.observer.warn);
    const call = new Underway(settings);
    const text = callText(settings, {}) + (expiresIn === undefined ? "" : field("expiresIn", expiresIn));
    return (await this.drive(instance, call, (client) => client.createApiKey(call.line(), text))).said;
  }

  /**
   * Polls a call whenever the world has answered. Nobody else polls it: a trap is thrown here, and rejects this call and those
   * of its instance. Errors are made here too, where the caller's function can be seen in their stack.
   *
   * @template [Extra=undefined]
   * @param {Instance<OfClient>} instance
   * @param {Underway} call
   * @param {(client: OfClient) => number} start
   * @param {boolean} [keepsLine]
   * @param {((client: OfClient, number: number) => Extra) | undefined} [takeExtra]
   */
  async drive(instance, call, start, keepsLine, takeExtra) {
    const client = /** @type {OfClient} */ (this.#client);
    /** @type {number | undefined} */
    let number;
    let kept;
    instance.calls.add(call);
    try {
      number = start(client);
      for (;;) {
        const said = client.poll(number);
        if (typeof said === "string") {
          if (keepsLine) kept = call.lines[0];
          return { said, extra: takeExtra?.(client, number) };
        }
        if (said !== undefined) throw createError(said, call.causes[said.cause]);
        await call.next();
        if (instance.isDiscarded) throw instance.discard();
        call.deliver();
      }
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw instance.discard(error);
      throw isA(BedrockError, error) ? error : new BedrockError(`The call failed: ${messageOf(error)}`, { cause: error });
    } finally {
      instance.calls.delete(call);
      call.close(kept);
      if (number !== undefined && !instance.isDiscarded) client.end(number);
    }
  }

  /** The instance there is now, and a client in it. */
  async ready() {
    // Completed once for all calls. A failure is not kept: the next call tries again.
    this.#preparing ??= this.#prepare().catch((error) => {
      this.#preparing = undefined;
      throw isA(BedrockError, error) ? error : unreadable(this.of, error);
    });
    const settings = await this.#preparing;
    const instance = await this.#engine.instance();
    if (this.#instance !== instance) {
      this.#client = new instance.bindings.Client(settings.text);
      this.#instance = instance;
    }
    return { instance, settings };
  }

  /**
   * The options of which only the other vocabulary's core knows, as text.
   *
   * @type {(options: Options, warn: Warn) => string}
   */
  moreText() {
    return "";
  }

  /** @returns {Promise<Prepared>} */
  async #prepare() {
    // First this: an error that came at once would not have the caller in its stack.
    await this.#engine.instance();
    /** @type {Parameters<Warn>[]} */
    const warnings = [];
    const options = readOptions(CLIENT, await this.#configure(/** @type {GivenOptions} */ (this.#given)), this.of, (...warning) =>
      warnings.push(warning),
    );
    const observer = new Observer(options);
    const keys = new KeySource(options);
    for (const warning of warnings) observer.warn(...warning);
    const text = textOf(options) + (keys.renews ? field("renewsKeys", "") : "") + this.moreText(options, observer.warn);
    const { sha256 } = this.#engine.bindings;
    return {
      options,
      text,
      observer,
      keys,
      fetch: options.fetch,
      hash: (bytes) => hash(bytes, sha256),
      tell: (event, causes) => tell(observer, event, causes),
    };
  }
}

/**
 * @param {string} of
 * @param {unknown} cause
 */
function unreadable(of, cause) {
  return new BedrockError(`The options of ${of} cannot be read: see this error's cause.`, { cause });
}

/**
 * @param {Client} client
 * @param {number} number
 */
function takeEncoder(client, number) {
  return client.encoder(number);
}

/**
 * What each call says first.
 *
 * @param {Prepared} settings
 * @param {object} options
 */
export function callText({ observer }, options) {
  return field("listens", observer.listens) + textOf(options);
}

/**
 * An event of the core: what it says by number or as data becomes what was thrown, and an error.
 *
 * @param {Observer} observer
 * @param {Unchecked} event a HookEvent
 * @param {readonly unknown[]} causes
 */
function tell(observer, { error, cause, ...event }, causes) {
  const made = error && createError(error, causes[error.cause]);
  if (event.hook === "onWarning") observer.warn(event.code, event.message, made ?? causes[cause]);
  else observer.tell(made ? { ...event, error: made } : event);
}

/**
 * What the facade makes a result of.
 *
 * @param {string} said
 * @param {Shape} shape
 * @param {Underway["lines"][number]} line
 */
function replyOf(said, shape, { response, raw, value, controller }) {
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
  if (shape.isStream) return { ...reply, controller, isModelStream: shape.output === "model" };
  if (shape.output === "json") return { ...reply, output: value };
  if (shape.output === "blob") reply.output.body = new Uint8Array(/** @type {ArrayBuffer} */ (raw));
  return { ...reply, usage: orNothing(usage), metrics: orNothing(metrics) };
}

/** @param {Counts} counts */
function orNothing(counts) {
  return Object.keys(counts).length > 0 ? counts : undefined;
}
