// The configuration of the AWS SDK's client, as this package's options and as programs read it back.

import { BedrockError } from "../client/errors.js";
import { warner } from "../engine/warner.js";

/**
 * @import { GivenOptions, Unchecked } from "../types/internal.js"
 */

/**
 * The options that have no effect here, each with its replacement.
 *
 * @type {Record<string, string>}
 */
const INSTEAD = {
  requestHandler: "Requests go through fetch: pass `fetch` for a proxy or an agent, and `timeout` for a time-out.",
  retryStrategy: "Set `maxAttempts`.",
  signer: "Pass `signingRegion` or `signingHost` for a gateway, or a `fetch` that signs.",
  endpointProvider: "Pass `endpoint`.",
  httpAuthSchemes: "Pass `credentials` or `token`.",
  httpAuthSchemeProvider: "Pass `credentials` or `token`.",
  credentialDefaultProvider: "Pass `credentials`.",
  extensions: "Pass what they configure as options.",
};
/** The options that the SDK needs and this package does not. */
const KNOWN = [
  "apiVersion",
  "authSchemePreference",
  "base64Decoder",
  "base64Encoder",
  "bodyLengthChecker",
  "cacheMiddleware",
  "customUserAgent",
  "defaultsMode",
  "defaultUserAgentProvider",
  "disableHostPrefix",
  "eventStreamPayloadHandlerProvider",
  "eventStreamSerdeProvider",
  "ignoreConfiguredEndpointUrls",
  "protocol",
  "protocolSettings",
  "runtime",
  "serviceId",
  "sha256",
  "signingEscapePath",
  "streamCollector",
  "systemClockOffset",
  "tls",
  "urlParser",
  "userAgentAppId",
  "utf8Decoder",
  "utf8Encoder",
];

/**
 * The options for `new Bedrock`. Unknown options are passed on to it, and it warns about them.
 *
 * @param {GivenOptions} given
 * @returns {Promise<GivenOptions>}
 */
export async function optionsOf(given) {
  const warn = warner(given, {});
  const { token, maxAttempts, retryMode, profile, requestHandler, disableClockSkewCorrection, ...options } = given;
  for (const name of KNOWN) delete options[name];
  const { timeouts, isCustom } = timeoutsOf(requestHandler);
  for (const [name, advice] of Object.entries(INSTEAD)) {
    const isWithout = name === "requestHandler" ? !isCustom : isMissing(options[name]) || options[name].length === 0;
    delete options[name];
    if (!isWithout) warn("unknown_option", `BedrockRuntimeClient: ${name} has no effect. ${advice}`);
  }
  if ((await resolved(retryMode)) === "adaptive")
    warn("unknown_option", `BedrockRuntimeClient: retryMode "adaptive" is not there, and calls are retried by "standard".`);
  if (!isMissing(profile) && isMissing(given.credentials ?? token)) {
    // The search could find another identity than the intended one.
    throw new BedrockError(
      "BedrockRuntimeClient does not read `profile`. Set AWS_PROFILE, or pass `credentials`, as fromIni({ profile }) gives.",
    );
  }
  const attempts = await resolved(maxAttempts);
  const noSkew = await resolved(disableClockSkewCorrection);
  return {
    ...timeouts,
    ...options,
    ...(await keysOf(given)),
    region: await resolved(given.region),
    endpoint: await endpointOf(given.endpoint),
    useFipsEndpoint: await resolved(given.useFipsEndpoint),
    useDualstackEndpoint: await resolved(given.useDualstackEndpoint),
    ...(typeof noSkew === "boolean" && { correctClockSkew: !noSkew }),
    // The core refuses a value that is not a number.
    ...(!isMissing(attempts) && { maxRetries: typeof attempts === "number" ? attempts - 1 : attempts }),
  };
}

/**
 * A client's `config` as programs read it, mostly through functions.
 *
 * @param {GivenOptions} given
 * @param {() => Promise<GivenOptions>} found the options for `new Bedrock`, completed from the environment
 */
export function configOf(given, found) {
  /** @param {string} name @param {unknown} [otherwise] */
  const reads = (name, otherwise) => async () => (await resolved(given[name])) ?? otherwise;
  const { token, endpoint } = given;
  return {
    ...given,
    apiVersion: "2023-09-30",
    serviceId: given.serviceId ?? "Bedrock Runtime",
    region: async () => (await resolved(given.region)) ?? (await found()).region,
    credentials: async () => (await resolved(given.credentials)) ?? resolved((await found()).credentials),
    token: token && (async () => resolved(token)),
    endpoint: endpoint && (async () => parsed(await endpointOf(endpoint))),
    isCustomEndpoint: !isMissing(endpoint),
    maxAttempts: reads("maxAttempts", 3),
    retryMode: reads("retryMode", "standard"),
    useFipsEndpoint: reads("useFipsEndpoint", false),
    useDualstackEndpoint: reads("useDualstackEndpoint", false),
    logger: given.logger ?? {},
  };
}

/**
 * The time-outs of a `requestHandler` that is given by its options, and whether it has unsupported options.
 *
 * @param {Unchecked} handler
 */
function timeoutsOf(handler) {
  if (isMissing(handler) || typeof handler.handle === "function") return { isCustom: Boolean(handler), timeouts: {} };
  const { requestTimeout, socketTimeout, httpAgent, httpsAgent, requestInit } = handler;
  return {
    isCustom: Boolean(httpAgent ?? httpsAgent ?? requestInit),
    timeouts: { timeout: requestTimeout ?? socketTimeout, streamIdleTimeout: socketTimeout },
  };
}

/**
 * Credentials or a key, as the SDK chooses among them: the token only if it is preferred or alone.
 *
 * @param {GivenOptions} given
 */
async function keysOf({ credentials, token, apiKey, authSchemePreference }) {
  if (isMissing(token)) return { credentials, apiKey };
  const preference = String((await resolved(authSchemePreference)) ?? "");
  const isPreferred = /^\s*(smithy\.api#)?httpBearerAuth/.test(preference);
  return isPreferred || isMissing(credentials) ? { credentials: undefined, apiKey: keyOf(token) } : { credentials };
}

/**
 * The text of a token. It is kept until five minutes before it expires, or for good.
 *
 * @param {Unchecked} token
 */
function keyOf(token) {
  /** @type {Unchecked} */
  let held;
  return async () => {
    if (!held || new Date(held.expiration).getTime() - Date.now() < 300_000) held = await resolved(token);
    return held?.token ?? held;
  };
}

/**
 * An endpoint as the SDK takes it: text, a URL, its parts, or a function that gives one of these.
 *
 * @param {Unchecked} endpoint
 */
async function endpointOf(endpoint) {
  const given = await resolved(endpoint);
  if (isMissing(given)) return undefined;
  const { href, url, protocol = "https:", hostname, port, path = "" } = given;
  if (href ?? url) return String(href ?? url);
  return hostname ? `${protocol}//${hostname}${port ? `:${port}` : ""}${path}` : given;
}

/** @param {string} endpoint */
function parsed(endpoint) {
  const { hostname, port, protocol, pathname: path } = new URL(endpoint);
  return { hostname, port: port ? Number(port) : undefined, protocol, path, query: undefined };
}

/**
 * The given value, or the result of the given function.
 *
 * @param {Unchecked} given
 */
async function resolved(given) {
  return typeof given === "function" ? given() : given;
}

/** @param {unknown} value */
function isMissing(value) {
  return value === undefined || value === null;
}
