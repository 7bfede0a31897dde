// Anthropic's models on Bedrock: the id that a name stands for, and the inference profiles that give access to it.
//
// The core decides this for all models, in a WebAssembly that a page which talks to Claude alone does not load: this is its
// decision for Claude. tests/js/anthropic-routing.test.mjs holds the one against the other.

import { inputError } from "./failures.js";

/** @import { ClaudeModel, ClientSettings } from "../types/claude.js" */
/** @import { Unchecked } from "../types/internal.js" */

/**
 * The catalogue's rows (src/models/catalogue.txt) without what all begin with, `anthropic.claude-`: an id; `!` if only
 * inference profiles give access to it; and the prefixes of these.
 */
const MODELS = `\
3-5-haiku-20241022-v1:0 us,eu
3-5-sonnet-20240620-v1:0 us,eu
3-5-sonnet-20241022-v2:0 us,eu
3-7-sonnet-20240620-v1:0!
3-7-sonnet-20250219-v1:0! us,eu
3-haiku-20240307-v1:0 us
3-opus-20240229-v1:0 us,eu
3-sonnet-20240229-v1:0 us
fable-5! us,eu,apac,au,global
fable-5-1! us,us-gov,eu,global
haiku-4-5-20251001-v1:0! us,eu,apac,jp,au,in,global
haiku-5-5! us,us-gov,eu,apac,jp,au,global
instant-v1
mythos-5! us
mythos-5-1! us,global
mythos-preview! us,apac,au
opus-4-1-20250805-v1:0! us,eu
opus-4-20250514-v1:0! us,eu
opus-4-5-20251101-v1:0! us,eu,global
opus-4-6-v1! us,eu,au,global
opus-4-7! us,eu,apac,jp,au,global
opus-4-8! us,us-gov,eu,apac,jp,au,global
opus-5! us,us-gov,eu,apac,jp,au,in,global
opus-5-5! us,us-gov,eu,apac,jp,au,global
sonnet-4-20250514-v1:0! us,eu,apac,global
sonnet-4-5-20250929-v1:0! us,us-gov,eu,jp,au,global
sonnet-4-6! us,eu,apac,jp,au,global
sonnet-4-6-v1! us
sonnet-5! us,us-gov,eu,apac,jp,au,in,global
sonnet-5-5! us,us-gov,eu,apac,jp,au,global
v1
v2
v2:1`;

/** The beginnings of regions, and the prefixes of the profiles that may be called from there. */
const GEOGRAPHIES = [
  ["us-gov-", "us-gov"],
  ["us-", "us"],
  ["eu-", "eu"],
  ["ca-", "ca,us"],
  ["ap-northeast-1", "jp,apac"],
  ["ap-northeast-3", "jp,apac"],
  ["ap-southeast-2", "au,apac"],
  ["ap-southeast-4", "au,apac"],
  ["ap-south-", "in,apac"],
  ["ap-", "apac"],
  ["", ""],
];

/** Names that the rule does not make. Requests come from strangers: it has no names of its own. */
const OTHERS = /** @type {Record<string, string>} */ (
  /** @type {unknown} */ ({ __proto__: null, "claude-2": "v2", "claude-2.1": "v2:1", "claude-sonnet-4-6": "sonnet-4-6" })
);

/** The maker's own id, behind the prefix of a profile or in an ARN that names it. */
const ID = /^(arn:(?:[^:]*:){4}(?:foundation-model|inference-profile)\/)?([^.:]+\.)?(anthropic\..+)$/;
/** An ARN that may be Claude's. */
const UNNAMED = /^arn:(?!.*:(?:foundation-model|inference-profile|imported-model)\/)/;
const BEDROCK = /^bedrock\//;
const REGION = /^[a-z]{2,}(?:-[a-z]{2,})+-\d+(?=\/)/;

/**
 * The model that a request names, as a client with these settings calls it. An ARN that does not name its model is taken for
 * Claude's, unless the client's options say more: it comes from a program that was written for Claude.
 *
 * @param {Unchecked} asked
 * @param {ClientSettings} settings
 * @returns {ClaudeModel}
 */
export function modelOf(asked, settings) {
  if (typeof asked !== "string" || !asked) throw inputError('model is missing. Pass one, such as "claude-sonnet-5".');
  const { region = "", inferenceProfile = "auto", models } = settings;
  const aliases = models?.aliases ?? {};
  /** @type {Map<string, string>} */
  const own = new Map(/** @type {Unchecked} */ (Symbol.iterator in aliases ? aliases : Object.entries(aliases)));
  let name = (own.get(asked) ?? asked).replace(BEDROCK, "");
  const named = REGION.exec(name)?.[0];
  if (named) name = name.slice(named.length + 1);
  name = own.get(name) ?? name;
  const alias = idOf(name);
  const id = alias ?? name;
  const [, arn, prefix, base] = ID.exec(id) ?? [];
  const names = [asked.replace(BEDROCK, ""), id, base];
  const known = Object.entries(models?.capabilities ?? {}).find(([key]) => names.includes(key.replace(BEDROCK, "")));
  const baseModel = known?.[1].baseModel;
  const isClaude = baseModel
    ? modelOf(baseModel, { ...settings, models: { aliases } }).isClaude
    : Boolean(base) || UNNAMED.test(id);
  const ids = arn || prefix || !base ? [id] : idsIn(named ?? region, inferenceProfile, id, alias !== undefined);
  return { ids, id, base: base ?? id, region: named, key: `${named ?? region}/${id}`, isClaude };
}

/**
 * The id of an alias, in Bedrock's spelling or Anthropic's own: `claude-opus-4-5`, `claude-opus-4-5-20251101`,
 * `claude-3-5-haiku-latest`.
 *
 * @param {string} alias
 */
function idOf(alias) {
  const name = alias.replace(/^(claude(?=-).*)-(latest|0)$/, "$1");
  // Of several versions the newest, which is the last.
  const found =
    OTHERS[alias] ??
    rows()
      .filter(([id]) => isMeant(`claude-${id}`, name))
      .at(-1)?.[0];
  return found && `anthropic.claude-${found}`;
}

/**
 * Whether a name is that of an id: without its version, and without its date or with it.
 *
 * @param {string} id
 * @param {string} name
 */
function isMeant(id, name) {
  const dated = id.replace(/-v?\d+:\d+$|-v\d+$/, "");
  return dated === name || dated.replace(/-\d{8}$/, "") === name;
}

/** @type {string[][] | undefined} */
let parsed;

function rows() {
  parsed ??= MODELS.split("\n").map((row) => /** @type {string[]} */ (/^([^ !]+)(!?) ?(.*)$/.exec(row)).slice(1));
  return parsed;
}

/**
 * The ids to try in a region, in order: the next one is for when Bedrock says that the one before is not available on demand.
 * For an alias this package chooses the profile.
 *
 * @param {string} region
 * @param {string} profile
 * @param {string} id
 * @param {boolean} isAlias
 */
function idsIn(region, profile, id, isAlias) {
  if (profile === "never") return [id];
  if (profile !== "auto") return [`${profile}.${id}`];
  const [, needed, known = ""] = rows().find(([end]) => id === `anthropic.claude-${end}`) ?? [];
  const [, prefixes] = /** @type {string[]} */ (GEOGRAPHIES.find(([start]) => region.startsWith(start)));
  const ids = `${prefixes},global`
    .split(",")
    .filter((prefix) => prefix && (!known || known.split(",").includes(prefix)))
    .map((prefix) => `${prefix}.${id}`);
  ids.splice(isAlias && needed ? ids.length : 0, 0, id);
  return ids;
}
