// One client of the core: what a call is made of before the core decides, how it is driven, and what its reply is made of.

import { BedrockError, createError } from "../client/errors.js";
import { hash } from "./hash.js";
import { Underway } from "./io.js";
import { encodeBlob, encodeJson } from "./json.js";
import { KeySource } from "./keys.js";
import { Observer } from "./observer.js";
import { isA, messageOf } from "./obstacle.js";
import { API_KEY, CALL, CLIENT, readOptions, textOf } from "./options.js";
import { field, fieldsOf } from "./text.js";

/** What the core says of operations, by their names. */
const shapes = new Map();

export class Core {
  /** What messages call the owner of the options. */
  of = "new Bedrock";
  #engine;
  #given;
  #configure;
  #preparing;
  #settings;
  #client;
  #instance;

  /** @param configure completes the options: an async function from options to options */
  constructor(engine, options, configure = async (options) => options) {
    this.#engine = engine;
    this.#given = options;
    this.#configure = configure;
  }

  /** Resolves to the reply to one call. `fetch` takes the place of the client's; `encodeForm` is for operations that take forms. */
  async send(name, input, options, { fetch, encodeForm } = {}) {
    const { instance, settings } = await this.ready();
    const shape = shapeOf(instance.bindings, name);
    const given = readOptions(CALL, options, shape.method, settings.observer.warn);
    const members = membersOf(input, shape);
    const call = new Underway(fetch ? { ...settings, fetch } : settings, given.signal);
    const text = field("operation", name) + callText(settings, given) + members;
    const payload = payloadOf(name, input, shape, encodeForm);
    const start = (client) => client.send(call.line(payload), text);
    const { said, extra } = await this.drive(instance, call, start, shape.isStream, fetch && takeEncoder);
    return { ...replyOf(said, shape, call.lines[0]), encoder: extra, instance, signal: given.signal };
  }

  /** A short-term API key, all but its base64. */
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
   */
  async drive(instance, call, start, keepsLine, takeExtra) {
    const client = this.#client;
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

  /** The options of which only the other vocabulary's core knows, as text. */
  moreText() {
    return "";
  }

  async #prepare() {
    // First this: an error that came at once would not have the caller in its stack.
    await this.#engine.instance();
    const warnings = [];
    const options = readOptions(CLIENT, await this.#configure(this.#given), this.of, (...warning) => warnings.push(warning));
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

function unreadable(of, cause) {
  return new BedrockError(`The options of ${of} cannot be read: see this error's cause.`, { cause });
}

function takeEncoder(client, number) {
  return client.encoder(number);
}

/** What each call says first. */
export function callText({ observer }, options) {
  return field("listens", observer.listens) + textOf(options);
}

/** An event of the core: what it says by number or as data becomes what was thrown, and an error. */
function tell(observer, { error, cause, ...event }, causes) {
  const made = error && createError(error, causes[error.cause]);
  if (event.hook === "onWarning") observer.warn(event.code, event.message, made ?? causes[cause]);
  else observer.tell(made ? { ...event, error: made } : event);
}

/** What the core knows of an operation, asked once. */
function shapeOf({ operation }, name) {
  const known = shapes.get(name);
  if (known) return known;
  const said = operation(name);
  if (said === undefined) throw new BedrockError("Bedrock has no such operation.");
  const [method, input, output, token, ...members] = said.split("\x01");
  const shape = {
    method,
    input,
    output,
    isStream: output === "converse" || output === "model",
    token,
    members: members.map((member) => member.replace("?", "")),
    query: members.filter((member) => member.startsWith("?")).map((member) => member.slice(1)),
  };
  shapes.set(name, shape);
  return shape;
}

/** The members that travel in path, headers and query. */
function membersOf(input, { method, members, query }) {
  let text = "";
  try {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw new BedrockError(`The input of ${method} is not an object. Pass { modelId, … }.`);
    }
    for (const member of members) {
      const value = input[member];
      if (value === undefined || value === null) continue;
      const isInQuery = query.includes(member);
      const written = isInQuery ? queryText(value) : value;
      if (typeof written !== "string") throw new BedrockError(`${member} is not ${isInQuery ? "a string, a number or a date" : "a string"}.`);
      text += field(`.${member}`, written);
    }
  } catch (cause) {
    throw isA(BedrockError, cause) ? cause : unsendable(cause);
  }
  return text;
}

/** Numbers and dates as AWS writes them in queries. */
function queryText(value) {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString().replace(".000Z", "Z");
  return Number.isFinite(value) ? String(value) : value;
}

/** The bytes that are hashed and sent. */
function payloadOf(name, input, { input: kind, members, token }, encodeForm) {
  try {
    if (kind === "json") return encodeJson(input, members, token);
    if (kind === "blob") return encodeBlob(input.body);
    return kind === "form" ? encodeForm(name, input) : new Uint8Array();
  } catch (cause) {
    throw unsendable(cause);
  }
}

/** The error of an input that cannot be encoded. */
export function unsendable(cause) {
  return new BedrockError(`The input cannot be sent: ${messageOf(cause)}`, { cause });
}

/** What the facade makes a result of. */
function replyOf(said, shape, { response, raw, value, controller }) {
  const reply = { response, raw, output: {} };
  const usage = {};
  const metrics = {};
  for (const [name, text] of fieldsOf(said)) {
    if (name === "requestId") reply.requestId = text;
    else if (name === "idleTimeout") reply.streamIdleTimeout = Number(text);
    else if (name[0] === ".") reply.output[name.slice(1)] = text;
    else (name[0] === "u" ? usage : metrics)[name.slice(1)] = Number(text);
  }
  if (shape.isStream) return { ...reply, controller, isModelStream: shape.output === "model" };
  if (shape.output === "json") return { ...reply, output: value };
  if (shape.output === "blob") reply.output.body = new Uint8Array(raw);
  return { ...reply, usage: orNothing(usage), metrics: orNothing(metrics) };
}

function orNothing(counts) {
  return Object.keys(counts).length > 0 ? counts : undefined;
}

