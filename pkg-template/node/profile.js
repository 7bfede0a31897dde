// A profile of AWS's configuration files.

import { BedrockError } from "../client/errors.js";
import { variable } from "./environment.js";
import { inHome, readText } from "./files.js";
import { parseIni } from "./ini.js";

/** @import { Profile, Warn } from "../types/internal.js" */

/** The profile of a program that reads no files. */
export const NO_PROFILE = /** @type {Profile} */ ({ settings: {}, services: () => ({}) });

/**
 * Resolves to a profile:
 *
 * - `settings`: from both files; the credentials file wins, as in AWS's tools
 * - `sections`: the profile's section in each file, the credentials file first
 * - `services()`: the section of service settings that the profile names
 * - `title`: its name in messages
 *
 * @param {string} name
 * @param {Warn} warn
 * @returns {Promise<Profile>}
 */
export async function readProfile(name, warn) {
  const paths = [
    inHome(variable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"),
    inHome(variable("AWS_CONFIG_FILE") ?? "~/.aws/config"),
  ];
  const texts = await Promise.all(paths.map((path) => readText(path, warn)));
  const [credentials, config] = texts.map((text) => parseIni(text ?? ""));
  const ofConfig = config[`profile ${name}`] ?? (name === "default" ? config.default : undefined);
  const settings = { ...ofConfig, ...credentials[name] };
  const title = `the profile "${name}" in ${paths.join(" and ")}`;
  const services = () => {
    const section = config[`services ${settings.services}`];
    if (!settings.services || section) return section ?? {};
    throw new BedrockError(`The services of ${title} are not there: its config file has no [services ${settings.services}].`);
  };
  return { name, title, settings, services, sections: [credentials[name], ofConfig].filter(Boolean) };
}
