// What AWS's messages say of the account: "User: arn:aws:sts::123456789012:assumed-role/Chat/ana is not authorized …".

/** An ARN of IAM or STS, which names users, roles and sessions: up to a character that none has. */
const IDENTITY = /\barn:aws[\w-]{0,20}:(?:iam|sts):[\w-]{0,30}:[^\s"'<>()]{0,2048}/g;
/** Twelve digits, in an ARN or on their own. */
const ACCOUNT = /\b\d{12}\b/g;

/**
 * The message without account ids and the names of users and roles.
 *
 * @param {string} message
 */
export function withoutIdentity(message) {
  return message.replace(IDENTITY, "***").replace(ACCOUNT, "***");
}
