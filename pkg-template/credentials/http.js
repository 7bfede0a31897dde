// Credentials from an HTTP endpoint: the caller's own, or that of a container on ECS or EKS.

import { BedrockError } from "../client/errors.js";
import { text, warnOfUnknown } from "./options.js";
import { TIMEOUT_MS, ask, connect, readCredentials } from "./service.js";

/** @import { GivenOptions, Sender } from "../types/internal.js" */

const KNOWN = [
  "credentialsFullUri",
  "awsContainerCredentialsFullUri",
  "authorizationToken",
  "awsContainerAuthorizationToken",
  "timeout",
  "maxRetries",
  "clientConfig",
  "logger",
];
const CONTAINER_NAMES = ["AccessKeyId", "SecretAccessKey", "Token", "Expiration"];
const OWN_NAMES = ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"];

/**
 * Credentials from an endpoint, in the format of container endpoints or of the client's `credentials`.
 *
 * @param {GivenOptions} options
 */
export function fromHttp(options) {
  warnOfUnknown("fromHttp", options, KNOWN);
  const { clientConfig } = options ?? {};
  const { timeout = clientConfig?.timeout ?? TIMEOUT_MS, maxRetries = clientConfig?.maxRetries ?? 3 } = options ?? {};
  /** @type {Sender} */
  let core;
  return async () => {
    const url = checkUrl(options?.credentialsFullUri ?? options?.awsContainerCredentialsFullUri);
    const token = options.authorizationToken ?? options.awsContainerAuthorizationToken;
    const authorizationToken = token == null ? undefined : await text("authorizationToken", token);
    core ??= connectTo(url, options, { timeout, maxRetries });
    const answer = await ask(core, "GetContainerCredentials", { authorizationToken });
    const names = OWN_NAMES.some((name) => answer[name]) ? OWN_NAMES : CONTAINER_NAMES;
    return readCredentials("fromHttp's endpoint", answer, names, 2);
  };
}

/**
 * @param {URL} url
 * @param {GivenOptions} options
 * @param {{ timeout: number, maxRetries: number }} limits
 */
function connectTo(url, options, limits) {
  // Fetch the exact address: splitting and joining it might change its spelling.
  const send = async (/** @type {string} */ _, /** @type {RequestInit} */ init) => {
    const fetch = options.clientConfig?.fetch ?? globalThis.fetch;
    if (!fetch) throw new Error("this runtime has no fetch. Pass one: fromHttp({ clientConfig: { fetch }, … })");
    return fetch(url.href, init);
  };
  // Nothing is signed, so any region works.
  return connect(options, { ...limits, region: "none", endpoint: url.origin, fetch: send });
}

/**
 * Keys may travel unencrypted only on this machine, as in the AWS SDK.
 *
 * @param {string | undefined} address
 */
function checkUrl(address) {
  if (!address) {
    throw new BedrockError(`fromHttp has no credentialsFullUri. ${EXAMPLE}`);
  }
  let url;
  try {
    url = new URL(address, globalThis.location?.href);
  } catch {
    throw new BedrockError(`credentialsFullUri is not a URL. ${EXAMPLE}`);
  }
  if (url.username || url.password) {
    throw new BedrockError("credentialsFullUri has a user name or password in it. Pass an authorizationToken instead.");
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLocal(url.hostname))) return url;
  throw new BedrockError(
    "credentialsFullUri is neither https: nor http: to this machine (localhost, 127.0.0.0/8, [::1]) or to the container endpoints of ECS and EKS.",
  );
}

/**
 * `URL` has already normalised the address.
 *
 * @param {string} host
 */
function isLocal(host) {
  return /^127\.\d+\.\d+\.\d+$/.test(host) || LOCAL_HOSTS.includes(host);
}

const EXAMPLE = 'Pass a whole URL, such as "https://example.com/credentials".';
const LOCAL_HOSTS = ["localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];
