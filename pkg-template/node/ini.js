// The format of ~/.aws/config and ~/.aws/credentials, read as the AWS SDK for JavaScript reads it.
//
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html

/** @import { Settings } from "../types/internal.js" */

/**
 * The settings of each section. A section is called `profile dev` or, without a type, `default`; a setting `region` or,
 * in an indented block, `bedrock_runtime.endpoint_url`. A section that appears twice counts as one.
 *
 * @param {string} text
 * @returns {Record<string, Settings>}
 */
export function parseIni(text) {
  /** @type {Record<string, Settings>} */
  const sections = Object.create(null);
  /** @type {Settings | undefined} */
  let settings;
  /** @type {string | undefined} */
  let block;
  for (const line of text.split(/\r?\n/)) {
    const content = line.split(/(?:^|\s)[;#]/, 1)[0].trim();
    if (content.startsWith("[") && content.endsWith("]")) {
      settings = sections[sectionName(content)] ??= Object.create(null);
      block = undefined;
      continue;
    }
    const at = content.indexOf("=");
    if (!settings || at < 1) continue;
    const name = content.slice(0, at).trim();
    const value = content.slice(at + 1).trim();
    if (value) {
      if (!/^\s/.test(line)) block = undefined;
      settings[block ? `${block}.${name}` : name] = value;
    } else {
      block = name;
    }
  }
  return sections;
}

/**
 * `[profile "dev"]` is `profile dev`.
 *
 * @param {string} content
 */
function sectionName(content) {
  const [, type, , name] = /^([\w-]+)\s+(["']?)(.+)\2$/.exec(content.slice(1, -1).trim()) ?? [];
  return type ? `${type} ${name}` : content.slice(1, -1).trim();
}
