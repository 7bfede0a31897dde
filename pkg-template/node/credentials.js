// Keys, always as a unit from one source.

import { AuthenticationError } from "../client/errors.js";
import { variable } from "./environment.js";
import { fromPeer } from "./peer.js";
import { readProfile } from "./profile.js";

/** @import { GivenOptions, Keys, Profile, Provider, Settings, Sources, Warn } from "../types/internal.js" */

/**
 * Resolves to `{ apiKey }` or `{ credentials }` of the first source that has any. The region is for the peer's calls.
 *
 * @param {Sources} sources
 * @param {string} region
 * @param {Warn} warn
 * @returns {Promise<GivenOptions>}
 */
export async function findCredentials(sources, region, warn) {
  const apiKey = variable("AWS_BEARER_TOKEN_BEDROCK");
  if (apiKey) return { apiKey };
  const own = fromEnvironment(warn) ?? fromBedrockJson(sources, warn) ?? fromProfile(sources, warn);
  return { credentials: own ?? (await fromPeer(sources, region, warn)) };
}

/**
 * @param {Warn} warn
 * @returns {Keys | Provider<Keys> | undefined}
 */
function fromEnvironment(warn) {
  if (variable("AWS_PROFILE")) {
    if (variable("AWS_ACCESS_KEY_ID") && variable("AWS_SECRET_ACCESS_KEY")) {
      warn("ambiguous_configuration", "AWS_ACCESS_KEY_ID is not used, since AWS_PROFILE is set. Remove one of them.");
    }
    return undefined;
  }
  const keys = readEnvironment();
  if (!keys?.expiration) return keys;
  // Asked again before they expire, since the program may have replaced them.
  return () => readEnvironment() ?? noLonger("AWS_ACCESS_KEY_ID is");
}

/** @returns {Keys | undefined} */
function readEnvironment() {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
  const keys = unit("The environment", names, variable);
  const expiration = keys && variable("AWS_CREDENTIAL_EXPIRATION");
  if (expiration && Number.isNaN(Date.parse(expiration))) {
    throw new AuthenticationError("AWS_CREDENTIAL_EXPIRATION is not a date such as 2030-01-31T12:00:00Z.");
  }
  return keys && { ...keys, expiration };
}

/**
 * @param {Sources} sources
 * @param {Warn} warn
 */
function fromBedrockJson({ bedrockJson: { path, settings } }, warn) {
  const keys = unit(path, IN_FILES, (name) => settings[name]);
  if (keys && variable("AWS_PROFILE")) {
    warn("ambiguous_configuration", `The keys of AWS_PROFILE are not used, since ${path} has keys. Remove one of them.`);
  }
  return keys;
}

/**
 * @param {Sources} sources
 * @param {Warn} warn
 * @returns {Provider<Keys> | undefined}
 */
function fromProfile({ profile }, warn) {
  if (profile.sections.length === 0 && profile.name !== "default") {
    // A caller that names a profile does not mean another identity, such as the machine's.
    throw new AuthenticationError(`No credentials: ${profile.title} does not exist. Correct AWS_PROFILE or bedrock.json.`);
  }
  if (!ofProfile(profile)) return undefined;
  // Read again when AWS calls them expired: tools write fresh ones into the file.
  return async () => ofProfile(await readProfile(profile.name, warn)) ?? noLonger(`The keys of ${profile.title} are`);
}

/**
 * @param {Profile} profile
 * @returns {Keys | undefined}
 */
function ofProfile({ settings, sections, title }) {
  // As in AWS's tools, a role takes precedence over keys: the keys may serve to assume it.
  if (settings.role_arn && (settings.source_profile || settings.credential_source)) return undefined;
  for (const section of sections) {
    const keys = unit(title, IN_FILES, (name) => section[name]);
    if (keys) return keys;
  }
}

const IN_FILES = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/**
 * Both keys and their token, or nothing. Half of them is a mistake, which the next source must not hide.
 *
 * @param {string | undefined} source
 * @param {string[]} names of both keys and the token
 * @param {(name: string) => string | undefined} read
 * @returns {Keys | undefined}
 */
function unit(source, [id, secret, token], read) {
  const [accessKeyId, secretAccessKey] = [read(id), read(secret)];
  if (!accessKeyId && !secretAccessKey) return undefined;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, sessionToken: read(token) };
  const [there, missing] = accessKeyId ? [id, secret] : [secret, id];
  throw new AuthenticationError(`${source} has ${there} without ${missing}. Set both, or neither.`);
}

/**
 * @param {string} what
 * @returns {never}
 */
function noLonger(what) {
  throw new AuthenticationError(`${what} no longer set. Set it again, or start the program anew.`);
}
