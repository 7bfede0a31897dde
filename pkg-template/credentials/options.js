// Checks the callers' options, and never shows them, since most are secret.

import { AuthenticationError } from "../client/errors.js";
import { warner } from "../engine/warner.js";

/** @import { GivenOptions, Listeners, Told, Warn } from "../types/internal.js" */

/** By the options of each source of credentials. @type {WeakMap<object, Told>} */
const toldOf = new WeakMap();

/**
 * Warns that an unknown option has no effect: it may be misspelt, or be the AWS SDK's own.
 *
 * @param {string} of
 * @param {GivenOptions} options
 * @param {string[]} known
 */
export function warnOfUnknown(of, options, known) {
  if (typeof options !== "object") return;
  for (const name of Object.keys(options ?? {})) {
    if (known.includes(name)) continue;
    warn(options, "unknown_option", `${of} has no option "${name}": it has no effect. Check how it is spelt.`);
  }
}

/**
 * Warns the listeners in `options`.
 *
 * @param {Listeners & { clientConfig?: Listeners | undefined }} options
 * @param {Parameters<Warn>[0]} code
 * @param {string} message
 */
export function warn(options, code, message) {
  const { logger, clientConfig } = options;
  const told = toldOf.get(options) ?? {};
  toldOf.set(options, told);
  warner({ logger, ...clientConfig }, told)(code, message);
}

/**
 * Resolves to a string that the caller passed, or that a function of the caller's resolves to.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Promise<string>}
 */
export async function text(name, value) {
  let given = value;
  if (typeof value === "function") {
    try {
      given = await value();
    } catch (cause) {
      throw new AuthenticationError(`The function ${name} failed: see this error's cause.`, { cause });
    }
  }
  if (typeof given === "string" && given !== "") return given;
  const what = typeof value === "function" ? `The function ${name} resolved to no string` : `No ${name}`;
  throw new AuthenticationError(`${what}. Pass a string, or a function that resolves to one.`);
}
