// The sources that only AWS's own code supports: SSO, `aws login`, roles, processes, web identity, containers, instances.
// They need an optional peer dependency, since most programs do not use them.

import { AuthenticationError } from "../client/errors.js";

/** @import { Sources, Warn } from "../types/internal.js" */

/**
 * Resolves to a function that gets credentials from the peer.
 *
 * @param {Sources} sources
 * @param {string} region
 * @param {Warn} warn
 */
export async function fromPeer(sources, region, warn) {
  const { defaultProvider } = await importPeer(sources);
  const provide = defaultProvider({
    profile: sources.profile.name,
    parentClientConfig: { region },
    logger: logger(warn),
  });
  return async () => {
    try {
      // The core keeps its credentials: when it asks, it needs fresh ones.
      return await provide({ forceRefresh: true });
    } catch (cause) {
      const remedy = `To see more: aws sts get-caller-identity --profile ${sources.profile.name}`;
      throw new AuthenticationError(`${PEER} got no credentials. ${lookedAt(sources)} ${remedy}`, { cause });
    }
  };
}

const PEER = "@aws-sdk/credential-provider-node";

/** @param {Sources} sources */
async function importPeer(sources) {
  try {
    // In a `try` and with its name in full: bundlers take it along if it is installed, and go on if it is not.
    return await import("@aws-sdk/credential-provider-node");
  } catch (cause) {
    const remedy = `Set one of these, or pass \`credentials\` or \`apiKey\`. For SSO, roles, processes, containers and instances: npm install ${PEER}`;
    throw new AuthenticationError(`No credentials. ${lookedAt(sources)} ${remedy}`, { cause });
  }
}

/** @param {Sources} sources */
function lookedAt({ bedrockJson, profile }) {
  return `Looked at: AWS_BEARER_TOKEN_BEDROCK, AWS_ACCESS_KEY_ID, ${bedrockJson.path}, ${profile.title}.`;
}

/** @param {Warn} warn */
function logger(warn) {
  const ignore = () => {};
  const pass = (/** @type {any} */ message) => {
    // Another warning already says that AWS_PROFILE and keys are both set.
    if (!/Multiple credential sources/.test(message)) warn("credential_provider", String(message));
  };
  return { trace: ignore, debug: ignore, info: ignore, warn: pass, error: pass };
}
