// The caller's keys, given as a value or as a function. Concurrent calls share one answer of the function.

import { AuthenticationError, BedrockError } from "../client/errors.js";
import { isA } from "./obstacle.js";
import { CREDENTIALS, readOptions } from "./options.js";
import { field } from "./text.js";

/**
 * @import { Options } from "../types/calls.js"
 * @import { Unchecked, Warn } from "../types/internal.js"
 */

export class KeySource {
  #name;
  #given;
  #warn;
  /** @type {Promise<string> | undefined} */
  #asking;
  /** The credentials that the caller's function gave last, for a core that takes another's place. */
  last = "";

  /**
   * @param {Options} options the client's, already read
   * @param {Warn} warn
   */
  constructor({ credentials, apiKey, dangerouslyAllowLongLivedKeys: isAllowed }, warn) {
    this.#warn = isAllowed ? () => {} : warn;
    if (credentials !== undefined && apiKey !== undefined) {
      throw new AuthenticationError(
        "There are both credentials and an apiKey, and a request can carry only one of them. Leave one out.",
      );
    }
    this.#name = apiKey === undefined ? "credentials" : "apiKey";
    this.#given = apiKey ?? credentials;
  }

  get isEmpty() {
    return this.#given === undefined;
  }

  /** Whether asking again may give other keys. */
  get renews() {
    return this.#name === "credentials" && typeof this.#given === "function";
  }

  /**
   * The keys as the core reads them, or a promise of them; fails with a BedrockError whose cause is the error of the caller's
   * function.
   */
  ask() {
    if (typeof this.#given !== "function") return this.#read(this.#given);
    this.#asking ??= this.#call().finally(() => this.forget());
    return this.#asking;
  }

  /** Makes the next call ask again: this answer takes too long. */
  forget() {
    this.#asking = undefined;
  }

  async #call() {
    let answer;
    try {
      answer = await this.#given.call(undefined);
    } catch (cause) {
      const why = isA(BedrockError, cause) ? cause.message : "see the cause.";
      throw new AuthenticationError(`The \`${this.#name}\` function failed: ${why}`, { cause });
    }
    return this.#read(answer);
  }

  /** @param {unknown} keys */
  #read(keys) {
    let text;
    if (this.#name === "credentials") {
      text = textOf(keys);
      if (this.renews) this.last = text;
    } else if (typeof keys === "string") {
      text = field("apiKey", keys);
    } else {
      throw new AuthenticationError("The apiKey is not a string. Pass one, or a function that resolves to one.");
    }
    if (LONG_LIVED.test(text) && !text.includes("sessionToken") && isPage()) this.#warn("long_lived_key", EVERYBODY_READS);
    return text;
  }
}

/** AWS's prefixes for them. Temporary access keys begin with ASIA, and short-term API keys with bedrock-api-key-. */
const LONG_LIVED = /accessKeyId.AKIA|apiKey.\s*ABSK/;
const EVERYBODY_READS =
  "Everybody who opens this page can read its long-lived key. Pass temporary credentials, as fromCognitoIdentityPool gives, or a short-term key that createApiKey made on a server; or set dangerouslyAllowLongLivedKeys: true.";

/** Whether this is a page or a page's worker. Node, Deno, Bun and edge workers have user agents of their own. */
function isPage() {
  return "document" in globalThis || /^Mozilla/.test(globalThis.navigator?.userAgent);
}

/** @param {unknown} credentials */
function textOf(credentials) {
  let text = "";
  for (const [name, value] of Object.entries(read(credentials))) {
    text += field(name, name === "expiration" ? millisecondsOf(value) : value);
  }
  return text;
}

/** @param {unknown} credentials */
function read(credentials) {
  if (typeof credentials !== "object" || credentials === null) {
    throw new AuthenticationError("The credentials are not an object. Pass { accessKeyId, secretAccessKey, sessionToken }.");
  }
  try {
    return readOptions(CREDENTIALS, credentials, "credentials");
  } catch (error) {
    throw new AuthenticationError(/** @type {Error} */ (error).message, { cause: /** @type {Error} */ (error).cause });
  }
}

/**
 * Takes a Date, a string or milliseconds since 1970. A Date of the AWS SDK's may be from another realm.
 *
 * @param {Unchecked} expiration
 */
function millisecondsOf(expiration) {
  let milliseconds = Number.NaN;
  try {
    milliseconds = Math.trunc(new Date(expiration).getTime());
  } catch {
    // Not a time.
  }
  if (Number.isNaN(milliseconds)) {
    throw new AuthenticationError(
      "The expiration of the credentials is not a time. Pass a Date, an ISO 8601 string or milliseconds since 1970.",
    );
  }
  return milliseconds;
}
