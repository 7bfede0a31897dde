// What callers pass: checked here, and never shown, since most of it is secret.

import { AuthenticationError } from "../client/errors.js";
import { warner } from "../engine/warner.js";

/** Says of each option that is not known that it has no effect: it may be misspelt, or the AWS SDK's own. */
export function warnOfUnknown(of, options, known) {
  if (typeof options !== "object") return;
  for (const name of Object.keys(options ?? {})) {
    if (known.includes(name)) continue;
    warn(options, "unknown_option", `${of} has no option "${name}": it has no effect. Check how it is spelt.`);
  }
}

/** Tells whoever `options` say that listens. */
export function warn({ logger, clientConfig }, code, message) {
  warner({ logger, ...clientConfig })(code, message);
}

/** Resolves to a string that the caller passed, or that a function of the caller's resolves to. */
export async function text(name, value) {
  let given = value;
  if (typeof value === "function") {
    try {
      given = await value();
    } catch (cause) {
      throw new AuthenticationError(`The function ${name} failed: see this error's cause.`, { cause });
    }
  }
  if (typeof given === "string" && given !== "") return given;
  const what = typeof value === "function" ? `The function ${name} resolved to no string` : `No ${name}`;
  throw new AuthenticationError(`${what}. Pass a string, or a function that resolves to one.`);
}
