// Everything but keys: options that environment, bedrock.json and profile can give, each by itself.

import { BedrockError } from "../client/errors.js";
import { variable } from "./environment.js";

/** @import { Profile, Sources } from "../types/internal.js" */

/**
 * How each option is found.
 *
 * @type {Record<string, (sources: Sources) => unknown>}
 */
export const SETTINGS = {
  region: ({ bedrockJson, profile }) =>
    variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? bedrockJson.settings.region ?? profile.settings.region,
  useFipsEndpoint: ({ profile }) => parsed(flag, "AWS_USE_FIPS_ENDPOINT", profile, "use_fips_endpoint"),
  useDualstackEndpoint: ({ profile }) => parsed(flag, "AWS_USE_DUALSTACK_ENDPOINT", profile, "use_dualstack_endpoint"),
  maxRetries: ({ profile }) => parsed(retries, "AWS_MAX_ATTEMPTS", profile, "max_attempts"),
  correctClockSkew({ profile }) {
    const name = "AWS_DISABLE_CLOCK_SKEW_CORRECTION";
    return parsed(negatedFlag, name, profile, "disable_clock_skew_correction");
  },
};

/**
 * The endpoints that are configured for services, unless `given` has one for the service.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 *
 * @param {Sources} sources
 * @param {any} given
 */
export function findEndpoints({ profile }, given) {
  // A string is the address of all services. The core refuses any other value.
  if (given !== undefined && given !== null && typeof given !== "object") return given;
  const isOff = parsed(flag, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", profile, "ignore_configured_endpoint_urls");
  if (isOff) return given;
  /** @type {Record<string, string>} */
  const found = {};
  for (const [service, id] of Object.entries(SERVICES)) {
    const url =
      given?.[service] ??
      variable(`AWS_ENDPOINT_URL_${id.toUpperCase()}`) ??
      variable("AWS_ENDPOINT_URL") ??
      profile.services()[`${id}.endpoint_url`] ??
      profile.settings.endpoint_url;
    if (url !== undefined) found[service] = url;
  }
  return Object.keys(found).length > 0 ? { ...given, ...found } : given;
}

const SERVICES = { bedrockRuntime: "bedrock_runtime", bedrock: "bedrock", bedrockAgentRuntime: "bedrock_agent_runtime" };

/**
 * The value of a variable, else that of the profile's setting.
 *
 * @template Value
 * @param {(value: string, name: string) => Value} parse
 * @param {string} name
 * @param {Profile} profile
 * @param {string} setting
 * @returns {Value | undefined}
 */
function parsed(parse, name, profile, setting) {
  const value = variable(name);
  if (value !== undefined) return parse(value, name);
  const own = profile.settings[setting];
  return own === undefined ? undefined : parse(own, `${setting} of ${profile.title}`);
}

/**
 * @param {string} value
 * @param {string} name
 */
function flag(value, name) {
  if (/^true$/i.test(value)) return true;
  if (/^false$/i.test(value)) return false;
  throw new BedrockError(`${name} is neither true nor false. Set it to one of them, or remove it.`);
}

/**
 * @param {string} value
 * @param {string} name
 */
function negatedFlag(value, name) {
  return !flag(value, name);
}

/**
 * AWS counts the first attempt too.
 *
 * @param {string} value
 * @param {string} name
 */
function retries(value, name) {
  const attempts = /^\d{1,3}$/.test(value) ? Number(value) : 0;
  if (attempts >= 1 && attempts <= ATTEMPTS_MAX) return attempts - 1;
  throw new BedrockError(`${name} is not a whole number from 1 to ${ATTEMPTS_MAX}. Set it to one, or remove it.`);
}

// `maxRetries` is at most 100.
const ATTEMPTS_MAX = 101;
