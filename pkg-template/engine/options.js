// Checks options here, where they are, by one table: each option is read once, and an error of its getter becomes an
// error that names the option. The core decides the meaning of the values.

import { BedrockError } from "../client/errors.js";
import { isA, itemsOf } from "./obstacle.js";
import { field } from "./text.js";

/**
 * @import { OptionsOf, Rule, Table, Types } from "../types/calls.js"
 * @import { EndpointOptions, LogLevel } from "../types/index.js"
 * @import { Unchecked, Warn } from "../types/internal.js"
 */

/**
 * `off`, then the names of a logger's methods: each level includes the ones before it.
 *
 * @type {LogLevel[]}
 */
export const LEVELS = ["off", "error", "warn", "info", "debug"];

/**
 * A rule for values of one of JavaScript's types.
 *
 * @template {keyof Types} Name
 * @param {Name} type
 * @param {string} expected
 * @returns {Rule<Types[Name]>}
 */
export const is = (type, expected) => ({ expected, read: (value) => (typeof value === type ? value : undefined) });
/** @type {Rule} */
export const anything = { expected: "", read: (value) => value };
const region = is("string", 'a string such as "us-east-1"');
const milliseconds = is("number", "a number of milliseconds");
const number = is("number", "a number");
const flag = is("boolean", "true or false");
const callback = is("function", "a function");
/** @type {Rule<[string, string][]>} */
const pairs = { expected: "an object of strings", read: readPairs };
/** @type {Rule<LogLevel>} */
const level = {
  expected: '"off", "error", "warn", "info" or "debug"',
  read: (value) => (LEVELS.includes(value) ? value : undefined),
};
/** @type {Rule<AbortSignal>} */
const signal = { expected: "an AbortSignal", read: (value) => (isSignal(value) ? value : undefined) };
/** @type {Rule<string | EndpointOptions>} */
const endpoint = { expected: 'a string such as "https://gateway.example.com"', read: readEndpoint };

/** The options of `new Bedrock`. */
export const CLIENT = {
  region,
  credentials: anything,
  apiKey: anything,
  dangerouslyAllowLongLivedKeys: flag,
  endpoint,
  signingRegion: region,
  signingHost: is("string", 'a string such as "aws.example.com"'),
  useFipsEndpoint: flag,
  useDualstackEndpoint: flag,
  correctClockSkew: flag,
  maxRetries: number,
  timeout: milliseconds,
  streamIdleTimeout: milliseconds,
  fetch: callback,
  WebSocket: anything,
  defaultHeaders: pairs,
  logger: anything,
  logLevel: level,
  onRequest: callback,
  onResponse: callback,
  onRetry: callback,
  onWarning: callback,
  inferenceProfile: is("string", '"auto", "never" or a prefix'),
  fetchImages: anything,
  models: anything,
  unsupportedParams: is("string", '"warn", "error" or "ignore"'),
};

/** The options of a call. */
export const CALL = {
  signal,
  fetch: callback,
  timeout: milliseconds,
  streamIdleTimeout: milliseconds,
  maxRetries: number,
  headers: pairs,
  query: pairs,
  region,
};

export const CREDENTIALS = {
  accessKeyId: is("string", "a string"),
  secretAccessKey: is("string", "a string"),
  sessionToken: is("string", "a string"),
  expiration: anything,
};
const ENDPOINTS = {
  bedrockRuntime: endpoint,
  bedrockAgentRuntime: endpoint,
  bedrock: endpoint,
};

/** The options that cross to the core as one value each. */
const TEXTS = [
  "region",
  "signingRegion",
  "signingHost",
  "useFipsEndpoint",
  "useDualstackEndpoint",
  "correctClockSkew",
  "maxRetries",
  "timeout",
  "streamIdleTimeout",
  "inferenceProfile",
  "unsupportedParams",
];
/** @type {Record<string, string>} */
const PAIRS = { defaultHeaders: "d", headers: "h", query: "q" };

/**
 * A copy of the options that this table knows, without those that are null.
 *
 * @template {Table} Known
 * @param {Known} table
 * @param {Unchecked} given
 * @param {string} of the owner's name in messages
 * @param {Warn} [warn] is called for unknown members: they may be misspelt
 * @returns {OptionsOf<Known>}
 */
export function readOptions(table, given, of, warn) {
  /** @type {OptionsOf<Known>} */
  const options = {};
  if (given === undefined || given === null) return options;
  let place = "";
  try {
    if (typeof given !== "object" || Array.isArray(given)) throw notAnObject(of);
    for (const name in table) {
      place = ` at ${name}`;
      const value = given[name];
      if (value === undefined || value === null) continue;
      options[name] = table[name].read(value, name);
      if (options[name] === undefined) throw new BedrockError(`${name}, an option of ${of}, is not ${table[name].expected}.`);
    }
    for (const name of warn ? Object.keys(given) : []) {
      if (!Object.hasOwn(table, name))
        /** @type {Warn} */ (warn)("unknown_option", `${of} has no option "${name}": it has no effect. Check how it is spelt.`);
    }
  } catch (cause) {
    if (isA(BedrockError, cause)) throw cause;
    throw new BedrockError(`The options of ${of} cannot be read${place}: see this error's cause.`, { cause });
  }
  return options;
}

/** @param {string} of */
function notAnObject(of) {
  return new BedrockError(`The options of ${of} are not an object. Pass { name: value } or nothing.`);
}

/**
 * Options as the core reads them.
 *
 * @param {Unchecked} options
 */
export function textOf(options) {
  let text = "";
  for (const name of TEXTS) if (options[name] !== undefined) text += field(name, options[name]);
  for (const name in PAIRS) {
    for (const [key, value] of options[name] ?? []) text += field(PAIRS[name] + key, value);
  }
  if (typeof options.endpoint === "string") return text + field("endpoint", options.endpoint);
  for (const name in options.endpoint) text += field(name, options.endpoint[name]);
  return text;
}

/**
 * An object of names and values, or pairs of them, such as `Headers` or a `Map`.
 *
 * @param {Unchecked} value
 * @returns {[string, string][] | undefined}
 */
export function readPairs(value) {
  if (typeof value !== "object") return undefined;
  const list = Symbol.iterator in value ? itemsOf(value) : Object.entries(value);
  const copies = /** @type {[string, string][]} */ (list.map((pair) => (Array.isArray(pair) ? itemsOf(pair) : [])));
  return copies.every((pair) => pair.length > 1 && pair.slice(0, 2).every((text) => typeof text === "string"))
    ? copies
    : undefined;
}

/**
 * Signals from other realms work too.
 *
 * @param {Unchecked} value
 */
function isSignal(value) {
  const { aborted, addEventListener, removeEventListener } = value;
  return typeof aborted === "boolean" && [addEventListener, removeEventListener].every((method) => typeof method === "function");
}

/**
 * An address for all services, or an object of addresses for each.
 *
 * @param {Unchecked} value
 * @param {string} name
 * @returns {string | EndpointOptions | undefined}
 */
function readEndpoint(value, name) {
  if (typeof value === "object" && name === "endpoint")
    return /** @type {EndpointOptions} */ (readOptions(ENDPOINTS, value, "endpoint"));
  return typeof value === "string" ? value : undefined;
}
