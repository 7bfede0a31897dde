// Credentials of a Cognito identity pool: of guests, or of users who have signed in somewhere.

import { BedrockError } from "../client/errors.js";
import { ID, Identity } from "./identity.js";
import { text, warn, warnOfUnknown } from "./options.js";
import { ask, connect, incomplete, readCredentials } from "./service.js";
import { WEB_TOKEN_OPTIONS, assumeRoleWithWebIdentity, checkRole, connectToSts } from "./sts.js";

/** @import { GivenOptions, Logins, Sender } from "../types/internal.js" */

const ROLE_OPTIONS = WEB_TOKEN_OPTIONS.filter((name) => name !== "providerId");
const KNOWN = [
  "identityPoolId",
  "accountId",
  "logins",
  "userIdentifier",
  "cache",
  "flow",
  "customRoleArn",
  ...ROLE_OPTIONS,
  "clientConfig",
  "logger",
];
const NAMES = ["AccessKeyId", "SecretKey", "SessionToken", "Expiration"];
/** Cognito's errors for an identity that is unknown, or that is another user's. */
const STALE = ["ResourceNotFoundException", "NotAuthorizedException", "InvalidParameterException"];

/**
 * Credentials of an identity: of the role that the pool gives it or, in the basic flow, of the role that is named.
 *
 * @param {GivenOptions} options
 */
export function fromCognitoIdentityPool(options) {
  warnOfUnknown("fromCognitoIdentityPool", options, KNOWN);
  const pool = new Pool(options ?? {});
  return () => pool.getCredentials();
}

class Pool {
  #options;
  #cognito;
  #sts;
  #advice;
  #identity;

  /** @param {GivenOptions} options */
  constructor(options) {
    const region = regionOf(options.identityPoolId);
    this.#options = options;
    this.#cognito = connectToCognito(options, region);
    this.#sts = connectToSts(options, { region });
    const isGuest = Object.keys(options.logins ?? {}).length === 0;
    this.#advice = isGuest ? GUEST_ADVICE : LOGINS_ADVICE;
    this.#identity = new Identity((logins) => this.#getId(logins), options, cacheKey(options, isGuest));
  }

  async getCredentials() {
    checkOptions(this.#options);
    const logins = await resolveLogins(this.#options.logins);
    const { id, isKept } = await this.#identity.get(logins);
    try {
      return await this.#credentialsOf(id, logins);
    } catch (/** @type {any} */ error) {
      if (!isKept || !STALE.includes(error.code)) throw error;
    }
    await this.#identity.forget(id);
    return this.#credentialsOf((await this.#identity.get(logins)).id, logins);
  }

  /**
   * @param {Logins} logins
   * @returns {Promise<string>}
   */
  async #getId(logins) {
    const { identityPoolId, accountId } = this.#options;
    const input = { IdentityPoolId: identityPoolId, AccountId: accountId, Logins: logins };
    const answer = await ask(this.#cognito, "GetId", input, this.#advice);
    if (!answer.IdentityId) throw incomplete("Cognito", answer, ["IdentityId"]);
    return answer.IdentityId;
  }

  /**
   * @param {string} identityId
   * @param {Logins} logins
   */
  async #credentialsOf(identityId, logins) {
    const isBasic = this.#options.flow === "basic";
    return { identityId, ...(await (isBasic ? this.#basic(identityId, logins) : this.#enhanced(identityId, logins))) };
  }

  /**
   * @param {string} identityId
   * @param {Logins} logins
   */
  async #enhanced(identityId, logins) {
    const input = { IdentityId: identityId, Logins: logins, CustomRoleArn: this.#options.customRoleArn };
    const answer = await ask(this.#cognito, "GetCredentialsForIdentity", input, this.#advice);
    const credentials = answer.Credentials ?? answer;
    // Cognito counts in seconds.
    return readCredentials("Cognito", { ...credentials, Expiration: credentials.Expiration * 1000 }, NAMES);
  }

  /**
   * @param {string} identityId
   * @param {Logins} logins
   */
  async #basic(identityId, logins) {
    const answer = await ask(this.#cognito, "GetOpenIdToken", { IdentityId: identityId, Logins: logins }, this.#advice);
    if (!answer.Token) throw incomplete("Cognito", answer, ["Token"]);
    return assumeRoleWithWebIdentity(this.#sts, { ...this.#options, providerId: undefined }, answer.Token);
  }
}

/**
 * The pool's id begins with its region.
 *
 * @param {unknown} identityPoolId
 */
function regionOf(identityPoolId) {
  return String(identityPoolId).split(":")[0];
}

/**
 * @param {GivenOptions} options
 * @param {string} region
 */
function connectToCognito(options, region) {
  // In the partition `aws`, the ordinary hosts answer over IPv6 too, and there are no others.
  const hasDualstack = /^(cn|us-gov|us-iso\w?|eu-isoe|eusc)-/.test(region);
  return connect(options, { region, useDualstackEndpoint: hasDualstack && options.clientConfig?.useDualstackEndpoint });
}

/**
 * The AWS SDK's key. Users who have signed in do not share a key.
 *
 * @param {GivenOptions} options
 * @param {boolean} isGuest
 */
function cacheKey(options, isGuest) {
  const { identityPoolId, cache, userIdentifier = isGuest ? "ANONYMOUS" : undefined } = options;
  if (userIdentifier) return `aws:cognito-identity-credentials:${identityPoolId}:${userIdentifier}`;
  if (cache) {
    const message = "The `cache` has no effect without a `userIdentifier`: users would get each other's identity.";
    warn(options, "identity_cache", message);
  }
  return undefined;
}

/** @param {GivenOptions} options */
function checkOptions({ identityPoolId, logins, flow = "enhanced", roleArn, customRoleArn, clientConfig }) {
  if (!ID.test(identityPoolId)) {
    throw new BedrockError(
      'identityPoolId is not the id of an identity pool. Pass one, such as "us-east-1:1a2b3c4d-…". (The id of a user pool, "us-east-1_…", belongs into the name of a login.)',
    );
  }
  const region = regionOf(identityPoolId);
  if (clientConfig?.region && clientConfig.region !== region) {
    throw new BedrockError(`The identity pool is in ${region}, as its id says. Leave clientConfig.region out.`);
  }
  if (logins != null && typeof logins !== "object") {
    const example = '{ "cognito-idp.us-east-1.amazonaws.com/us-east-1_…": idToken }';
    throw new BedrockError(`logins is not an object. Pass one, such as ${example}.`);
  }
  if (flow !== "enhanced" && flow !== "basic") throw new BedrockError('flow is neither "enhanced" nor "basic".');
  if (flow === "basic") checkRole(roleArn);
  const misplaced = flow === "basic" ? customRoleArn && "customRoleArn" : roleArn && "roleArn";
  if (misplaced) throw new BedrockError(`${misplaced} has no place in the ${flow} flow. ${ROLES}`);
}

/**
 * Logins with their tokens, or nothing for guests.
 *
 * @param {Record<string, unknown> | undefined} logins
 * @returns {Promise<Logins>}
 */
async function resolveLogins(logins) {
  const entries = Object.entries(logins ?? {}).map(async ([name, token]) => [name, await text(`logins["${name}"]`, token)]);
  return entries.length > 0 ? Object.fromEntries(await Promise.all(entries)) : undefined;
}

const ROLES = 'Pass customRoleArn in the enhanced flow, roleArn together with flow: "basic".';
const ADVICE = {
  ResourceNotFoundException: "Check identityPoolId.",
  InvalidIdentityPoolConfigurationException: "Give the identity pool a role whose trust policy names the pool.",
};
const GUEST_ADVICE = {
  ...ADVICE,
  NotAuthorizedException: "Pass `logins` of a user who has signed in, or allow guest access in the identity pool.",
};
const LOGINS_ADVICE = {
  ...ADVICE,
  NotAuthorizedException:
    "Check that the identity pool trusts this provider under the very name in `logins`, and that the token is a fresh ID token.",
};
