// The format of ~/.aws/config and ~/.aws/credentials, read as the AWS SDK for JavaScript reads it.
//
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html

/**
 * The settings of each section. A section is called `profile dev` or, without a type, `default`; a setting `region` or,
 * in an indented block, `bedrock_runtime.endpoint_url`. A section that is there twice is one.
 */
export function parseIni(text) {
  const sections = Object.create(null);
  let settings;
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

/** `[profile "dev"]` is `profile dev`. */
function sectionName(content) {
  const [, type, , name] = /^([\w-]+)\s+(["']?)(.+)\2$/.exec(content.slice(1, -1).trim()) ?? [];
  return type ? `${type} ${name}` : content.slice(1, -1).trim();
}
