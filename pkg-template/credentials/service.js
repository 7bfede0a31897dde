// Calls to the services that give credentials, and the credentials in their answers.

import { encodeForm } from "./form.js";
import { Core } from "../engine/core.js";
import { native } from "../engine/native.js";
import { Settings } from "../engine/settings.js";
import { APIError, AuthenticationError } from "../client/errors.js";

/** @import { Advice, Answer, Sender } from "../types/internal.js" */

/** Milliseconds for one attempt, where the caller says nothing. */
export const TIMEOUT_MS = 10_000;

/**
 * A client with the caller's `clientConfig`, and options that override it.
 *
 * @param {{ logger?: unknown, clientConfig?: object | undefined }} given
 * @param {object} options
 * @returns {Sender}
 */
export function connect({ logger, clientConfig }, options) {
  const given = { timeout: TIMEOUT_MS, logger, ...clientConfig, ...options };
  return new Core(native, new Settings(given, undefined, "clientConfig"));
}

/**
 * Resolves to the output of an operation. `advice` gives a remedy for errors, by AWS's names.
 *
 * @param {Sender} core
 * @param {string} operation
 * @param {Answer} input
 * @param {Advice} [advice]
 * @returns {Promise<Answer>}
 */
export async function ask(core, operation, input, advice = {}) {
  try {
    return (await core.send(operation, input, undefined, { encodeForm, secrets: secretsOf(input) })).output;
  } catch (thrown) {
    const error = /** @type {any} */ (thrown);
    if (!(thrown instanceof APIError) || !Object.hasOwn(advice, error.code)) throw error;
    throw new error.constructor(`${error.message} (${advice[error.code]})`, { ...error });
  }
}

/**
 * The tokens in an input, which a server may quote.
 *
 * @param {Answer} input
 * @returns {string[]}
 */
function secretsOf({ authorizationToken, WebIdentityToken, TokenCode, Logins }) {
  return [authorizationToken, WebIdentityToken, TokenCode, ...Object.values(Logins ?? {})].filter(Boolean);
}

/**
 * The credentials in an answer.
 *
 * @param {string} service
 * @param {Answer} answer
 * @param {string[]} names this service's names for access key id, secret access key, session token and expiration
 * @param {number} [required] the number of these that must be present
 */
export function readCredentials(service, answer, names, required = names.length) {
  const missing = names.slice(0, required).filter((name) => !answer[name]);
  if (missing.length > 0) throw incomplete(service, answer, missing);
  const [accessKeyId, secretAccessKey, sessionToken, expiresAt] = names.map((name) => answer[name] || undefined);
  const expiration = expiresAt && new Date(expiresAt);
  if (expiration && Number.isNaN(expiration.getTime())) {
    throw new AuthenticationError(`${names[3]}, as ${service} gives it, is not a time: it should be ISO 8601.`);
  }
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

/**
 * Names, not values: the values may be secret.
 *
 * @param {string} service
 * @param {Answer} answer
 * @param {string[]} missing
 */
export function incomplete(service, answer, missing) {
  const present = Object.keys(answer).filter((name) => answer[name]);
  const but = present.length > 0 ? `, but with ${present.join(", ")}` : "";
  return new AuthenticationError(`${service} answered without ${missing.join(", ")}${but}. Check the endpoint.`);
}
