// The options that `new Bedrock()` did not get, from environment variables, bedrock.json and AWS's files.

import { BedrockError } from "../client/errors.js";
import { warner } from "../engine/warner.js";
import { readBedrockJson } from "./bedrock-json.js";
import { findCredentials } from "./credentials.js";
import { saysWhereAndWho, variable } from "./environment.js";
import { NO_PROFILE, readProfile } from "./profile.js";
import { SETTINGS, findEndpoints } from "./settings.js";

/** @import { GivenOptions, Sources, Told, Warn } from "../types/internal.js" */

/**
 * Resolves to the options, completed with those that could be found. A passed option wins over a found one.
 *
 * @param {GivenOptions} options
 * @param {Told} told the client's warnings so far
 * @returns {Promise<GivenOptions>}
 */
export async function configure(options, told) {
  // The core refuses these.
  if (typeof (options ?? {}) !== "object" || Array.isArray(options)) return options;
  const warn = warner(options ?? {}, told);
  const sources = saysWhereAndWho(options) ? NO_FILES : await readFiles(warn);
  const completed = { ...options };
  for (const [option, find] of Object.entries(SETTINGS)) {
    if (isMissing(completed[option])) set(completed, option, find(sources));
  }
  set(completed, "endpoint", findEndpoints(sources, completed.endpoint));
  if (isMissing(completed.region)) throw noRegion(sources);
  if (!isMissing(completed.credentials ?? completed.apiKey)) return completed;
  return { ...completed, ...(await findCredentials(sources, completed.region, warn)) };
}

/** @type {Sources} */
const NO_FILES = { bedrockJson: { settings: {} }, profile: NO_PROFILE };

/**
 * @param {Warn} warn
 * @returns {Promise<Sources>}
 */
async function readFiles(warn) {
  const bedrockJson = await readBedrockJson(warn);
  const name = variable("AWS_PROFILE") ?? bedrockJson.settings.profile ?? "default";
  return { bedrockJson, profile: await readProfile(name, warn) };
}

/**
 * As in the core, an empty string is not missing, but wrong.
 *
 * @param {unknown} value
 */
function isMissing(value) {
  return value === undefined || value === null;
}

/**
 * An option that is not set stays absent.
 *
 * @param {GivenOptions} options
 * @param {string} name
 * @param {unknown} value
 */
function set(options, name, value) {
  if (value !== undefined) options[name] = value;
}

/** @param {Sources} sources */
function noRegion({ bedrockJson, profile }) {
  const lookedAt = `AWS_REGION, AWS_DEFAULT_REGION, ${bedrockJson.path}, ${profile.title}`;
  return new BedrockError(
    `No region. Pass one that has your model, as in new Bedrock({ region: "us-east-1" }), or set one of: ${lookedAt}.`,
  );
}
