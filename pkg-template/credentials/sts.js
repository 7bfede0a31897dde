// Roles, assumed with other credentials or with a token of an identity provider.

import { AuthenticationError, BedrockError } from "../client/errors.js";
import { text, warnOfUnknown } from "./options.js";
import { ask, connect, readCredentials } from "./service.js";

/** @import { GivenOptions, Sender } from "../types/internal.js" */

const NAMES = ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"];

/**
 * Credentials of a role that `masterCredentials` may assume.
 *
 * @param {GivenOptions} options
 */
export function fromTemporaryCredentials(options) {
  const of = "fromTemporaryCredentials";
  warnOfUnknown(of, options, ["params", "masterCredentials", "mfaCodeProvider", "clientConfig", "logger"]);
  const { params, masterCredentials, mfaCodeProvider, clientConfig } = options ?? {};
  const credentials = masterCredentials ?? clientConfig?.credentials;
  const sts = connectToSts(options ?? {}, { credentials });
  return async () => {
    checkRegion(of, clientConfig);
    checkRole(params?.RoleArn, "params.RoleArn");
    if (!credentials) {
      throw new AuthenticationError(
        "fromTemporaryCredentials has no masterCredentials. Pass those that may assume the role, or a function that resolves to them.",
      );
    }
    const input = { ...params, RoleSessionName: params.RoleSessionName ?? sessionName() };
    if (params.SerialNumber && !params.TokenCode) {
      if (!mfaCodeProvider) throw new BedrockError("params.SerialNumber needs a function mfaCodeProvider. Pass one.");
      input.TokenCode = await text("mfaCodeProvider", () => mfaCodeProvider(params.SerialNumber));
    }
    return readCredentials("STS", await ask(sts, "AssumeRole", input, ASSUME_ROLE_ADVICE), NAMES);
  };
}

/**
 * Credentials of a role that trusts the identity provider of a token.
 *
 * @param {GivenOptions} options
 */
export function fromWebToken(options) {
  const of = "fromWebToken";
  warnOfUnknown(of, options, [...WEB_TOKEN_OPTIONS, "webIdentityToken", "clientConfig", "logger"]);
  const { webIdentityToken, clientConfig } = options ?? {};
  const sts = connectToSts(options ?? {});
  return async () => {
    checkRegion(of, clientConfig);
    checkRole(options.roleArn);
    return assumeRoleWithWebIdentity(sts, options, await text("webIdentityToken", webIdentityToken));
  };
}

/** STS's parameters as options are spelt. The token is left out: it may come from elsewhere. */
export const WEB_TOKEN_OPTIONS = ["roleArn", "roleSessionName", "durationSeconds", "policy", "policyArns", "providerId"];

/**
 * @param {Sender} sts
 * @param {GivenOptions} options
 * @param {string} token
 */
export async function assumeRoleWithWebIdentity(sts, options, token) {
  /** @type {Record<string, unknown>} */
  const input = { WebIdentityToken: token };
  for (const name of WEB_TOKEN_OPTIONS) input[name[0].toUpperCase() + name.slice(1)] = options[name];
  input.RoleSessionName ??= sessionName();
  return readCredentials("STS", await ask(sts, "AssumeRoleWithWebIdentity", input, WEB_IDENTITY_ADVICE), NAMES);
}

/**
 * @param {GivenOptions} options
 * @param {{ region?: string, credentials?: unknown }} [own]
 */
export function connectToSts(options, own) {
  const { region, useFipsEndpoint, useDualstackEndpoint } = options.clientConfig ?? {};
  // In GovCloud, the endpoints without "fips" in their names are FIPS endpoints.
  const isFips = useFipsEndpoint && (useDualstackEndpoint || !String(own?.region ?? region).startsWith("us-gov-"));
  return connect(options, { useFipsEndpoint: isFips, ...own });
}

/**
 * @param {unknown} roleArn
 * @param {string} [name]
 */
export function checkRole(roleArn, name = "roleArn") {
  if (typeof roleArn === "string" && roleArn.startsWith("arn:")) return;
  throw new BedrockError(`${name} is not the ARN of a role. Pass one, such as "arn:aws:iam::123456789012:role/name".`);
}

/**
 * @param {string} of
 * @param {{ region?: string } | undefined} clientConfig
 */
function checkRegion(of, clientConfig) {
  if (clientConfig?.region) return;
  throw new BedrockError(`${of} has no region. Pass one: ${of}({ …, clientConfig: { region: "us-east-1" } }).`);
}

/** Roles' sessions need a name, which CloudTrail shows. */
function sessionName() {
  return `bedrock-wasm-${Date.now()}`;
}

const WRONG_KEYS = "Check the masterCredentials: accessKeyId, secretAccessKey and sessionToken must be from one source.";
const ASSUME_ROLE_ADVICE = {
  AccessDenied: "Allow sts:AssumeRole on this role to the masterCredentials, and let the role's trust policy name them.",
  ExpiredToken: "The masterCredentials have expired: pass a function that gets fresh ones.",
  InvalidClientTokenId: WRONG_KEYS,
  SignatureDoesNotMatch: WRONG_KEYS,
};
const WEB_IDENTITY_ADVICE = {
  AccessDenied: "Let the role's trust policy name the token's issuer as federated principal, and its audience.",
  ExpiredTokenException: "The token has expired: pass a function that gets a fresh one.",
  InvalidIdentityToken: "Pass an OpenID Connect ID token, whose issuer is registered in IAM as an identity provider.",
};
