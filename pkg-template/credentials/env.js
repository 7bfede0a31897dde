// Credentials from environment variables: a process's own, or the bindings of an edge worker.

import { AuthenticationError } from "../client/errors.js";
import { readCredentials } from "./service.js";

const NAMES = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"];

/**
 * Credentials from `process.env`, or from the variables that are passed. Each call reads them again.
 *
 * @param {Record<string, any>} [env]
 */
export function fromEnv(env) {
  return async () => {
    // Not as a member of the global object: bundlers that read that add a `process` to pages.
    const variables = env ?? Reflect.get(globalThis, "process")?.env;
    if (!variables) throw new AuthenticationError("There is no process.env here. Pass the variables: fromEnv(env).");
    const missing = NAMES.slice(0, 2).filter((name) => !variables[name]);
    if (missing.length > 0) {
      const both = missing.length === 2 ? "" : " It needs both, from one source.";
      throw new AuthenticationError(`The environment has no ${missing.join(" and no ")}.${both}`);
    }
    return readCredentials("the environment", variables, NAMES, 2);
  };
}
