// Hides the account in AWS's messages: "User: arn:aws:sts::123456789012:assumed-role/Chat/ana is not authorized …".

/** An ARN of IAM or STS, which names users, roles and sessions. It ends before a character that ARNs do not have. */
const IDENTITY = /\barn:aws[\w-]{0,20}:(?:iam|sts):[\w-]{0,30}:[^\s"'<>()]{0,2048}/g;
/** The id of a user or a role, with the name of a session behind it. */
const PRINCIPAL = /\bA(?:ROA|IDA)[A-Z\d]{12,30}(?::[\w+=,.@-]{1,64})?/g;
/** Twelve digits, in an ARN or on their own. */
const ACCOUNT = /\b\d{12}\b/g;
/** The members of `_bedrock` that the model writes, which stay unchanged. */
const OF_THE_MODEL = ["content", "additionalModelResponseFields"];

/**
 * Filters for a client: one for a text, and one for an object in OpenAI's shape.
 *
 * @typedef {{ text(text: string): string, object(object: any): any }} Show
 */

/**
 * Shows everything, or only the parts that strangers may see.
 *
 * @param {boolean} exposeIdentity
 * @returns {Show}
 */
export function shownTo(exposeIdentity) {
  const same = (/** @type {any} */ value) => value;
  return exposeIdentity ? { text: same, object: same } : { text: withoutIdentity, object: withoutAccount };
}

/**
 * The text without account ids and the names of users and roles.
 *
 * @param {string} text
 */
function withoutIdentity(text) {
  return [IDENTITY, PRINCIPAL, ACCOUNT].reduce((rest, pattern) => rest.replace(pattern, "***"), text);
}

/**
 * OpenAI's object without these in AWS's additions. A list also loses the models whose id names the account: the account's own
 * inference profiles.
 *
 * @param {any} object
 * @returns {any}
 */
function withoutAccount(object) {
  // An event of a response has it as a member.
  if (object.response) return { ...object, response: clean(object.response) };
  if (!Array.isArray(object.data)) return clean(object);
  const isShown = (/** @type {any} */ { id = "" }) => withoutIdentity(id) === id;
  return { ...object, data: object.data.filter(isShown).map(clean) };
}

/** @param {any} object */
function clean(object) {
  const said = object._bedrock;
  if (!said) return object;
  const _bedrock = JSON.parse(JSON.stringify(said, cleanText));
  for (const name of OF_THE_MODEL) if (name in said) _bedrock[name] = said[name];
  return { ...object, _bedrock };
}

/**
 * @param {string} _
 * @param {unknown} value
 */
function cleanText(_, value) {
  return typeof value === "string" ? withoutIdentity(value) : value;
}
