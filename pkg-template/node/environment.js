// Environment variables, as far as the runtime lets us see them.

/** @import { GivenOptions } from "../types/internal.js" */

/**
 * A variable without the white space around it. Undefined if it contains nothing else.
 *
 * @param {string} name
 * @returns {string | undefined}
 */
export function variable(name) {
  try {
    return globalThis.process?.env[name]?.trim() || undefined;
  } catch {
    // Deno was not given permission, or a worker has no environment.
    return undefined;
  }
}

/**
 * Whether these options need nothing from the environment or from files.
 *
 * @param {GivenOptions} options
 */
export function areComplete(options) {
  return saysWhereAndWho(options) && !OVERRIDES.some((name) => !wouldAsk(name) && variable(name));
}

/**
 * Whether a region and keys were passed. Such a program has configured itself: no file is read for it.
 *
 * @param {GivenOptions} options
 */
export function saysWhereAndWho(options) {
  return Boolean(options?.region && (options.credentials ?? options.apiKey));
}

/**
 * Whether Deno would ask its user for permission: too much for variables that are hardly ever set.
 *
 * @param {string} name
 */
function wouldAsk(name) {
  return globalThis.Deno?.permissions?.querySync({ name: "env", variable: name }).state === "prompt";
}

// These have an effect even then: they are set on purpose, from outside, for programs that know nothing of them.
const OVERRIDES = [
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_BEDROCK",
  "AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME",
  "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_MAX_ATTEMPTS",
  "AWS_DISABLE_CLOCK_SKEW_CORRECTION",
];
