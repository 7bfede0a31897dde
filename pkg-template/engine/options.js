// Options are checked here, by one table, since this is where they are: each is read once, and whatever its getter throws is
// an error that names it. What a value means is for the core to say.

import { BedrockError } from "../client/errors.js";
import { isA } from "./obstacle.js";
import { field } from "./text.js";

/** From `off`, the names of a logger's methods, each of which logs what those before it do, and more. */
export const LEVELS = ["off", "error", "warn", "info", "debug"];

export const is = (type, expected) => ({ expected, read: (value) => (typeof value === type ? value : undefined) });
export const anything = { expected: "", read: (value) => value };
const region = is("string", 'a string such as "us-east-1"');
const milliseconds = is("number", "a number of milliseconds");
const number = is("number", "a number");
export const flag = is("boolean", "true or false");
export const callback = is("function", "a function");
const pairs = { expected: "an object of strings", read: readPairs };
const level = { expected: '"off", "error", "warn", "info" or "debug"', read: (value) => (LEVELS.includes(value) ? value : undefined) };
const signal = { expected: "an AbortSignal", read: (value) => (isSignal(value) ? value : undefined) };
const endpoint = { expected: 'a string such as "https://gateway.example.com"', read: readEndpoint };

/** What `new Bedrock` knows. */
export const CLIENT = {
  region,
  credentials: anything,
  apiKey: anything,
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

/** What a call knows. */
export const CALL = {
  signal,
  timeout: milliseconds,
  streamIdleTimeout: milliseconds,
  maxRetries: number,
  headers: pairs,
  query: pairs,
  region,
};

export const API_KEY = { expiresIn: is("number", "a number of seconds") };
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

/** The options that cross as one value each. */
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
const PAIRS = { defaultHeaders: "d", headers: "h", query: "q" };

/**
 * A copy of the options that this table knows, without those that are null. `of` is how messages call their owner; `warn` is
 * told of members that nobody knows: they may be misspelt.
 */
export function readOptions(table, given, of, warn) {
  const options = {};
  if (given === undefined || given === null) return options;
  try {
    if (typeof given !== "object" || Array.isArray(given)) throw notAnObject(of);
    for (const name in table) {
      const value = given[name];
      if (value === undefined || value === null) continue;
      options[name] = table[name].read(value, name);
      if (options[name] === undefined) throw new BedrockError(`${name}, an option of ${of}, is not ${table[name].expected}.`);
    }
    for (const name of warn ? Object.keys(given) : []) {
      if (!Object.hasOwn(table, name)) warn("unknown_option", `${of} has no option "${name}": it has no effect. Check how it is spelt.`);
    }
  } catch (cause) {
    if (isA(BedrockError, cause)) throw cause;
    throw new BedrockError(`The options of ${of} cannot be read: see this error's cause.`, { cause });
  }
  return options;
}

function notAnObject(of) {
  return new BedrockError(`The options of ${of} are not an object. Pass { name: value } or nothing.`);
}

/** Options as the core reads them. */
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

/** An object of names and values, or pairs of them, such as `Headers` or a `Map`. */
export function readPairs(value) {
  if (typeof value !== "object") return undefined;
  const list = Symbol.iterator in value ? [...value] : Object.entries(value);
  // Copies: a second look might see something else.
  const copies = list.map((pair) => (Array.isArray(pair) ? [...pair] : []));
  return copies.every((pair) => pair.length > 1 && isListOf("string", pair.slice(0, 2))) ? copies : undefined;
}

export function isListOf(type, value) {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}

/** Signals of other realms are as good. */
function isSignal(value) {
  const { aborted, addEventListener, removeEventListener } = value;
  return typeof aborted === "boolean" && [addEventListener, removeEventListener].every((method) => typeof method === "function");
}

/** An address for all services, or an object of addresses for each. */
function readEndpoint(value, name) {
  if (typeof value === "object" && name === "endpoint") return readOptions(ENDPOINTS, value, "endpoint");
  return typeof value === "string" ? value : undefined;
}
