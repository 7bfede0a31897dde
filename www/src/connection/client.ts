// Clients of the package. This module and the package are one lazily fetched piece.

import { Bedrock, type CredentialProvider, type Credentials } from "bedrock-wasm";
import { LOCAL_KEYS } from "./local.ts";
import type { ClientOptions, Shared } from "./index.ts";
import type { CognitoPool, Connection } from "./types.ts";

/** Makes a client; what its connection's clients share is kept in `shared`. */
export function makeBedrock(connection: Connection, shared: Shared, options: ClientOptions): Bedrock {
  const { access, region, endpoint } = connection;
  const base = { ...options, region, ...(endpoint && { endpoint }) };
  switch (access.kind) {
    case "local":
      return new Bedrock({ ...base, credentials: LOCAL_KEYS });
    case "keys":
      return new Bedrock({ ...base, credentials: access.keys });
    case "apiKey":
      return new Bedrock({ ...base, apiKey: access.apiKey });
    case "cognito": {
      shared.credentials ??= kept(cognito(access.pool));
      return new Bedrock({ ...base, credentials: shared.credentials as CredentialProvider });
    }
  }
}

function cognito(pool: CognitoPool): CredentialProvider {
  const { identityPoolId, login, roleArn, endpoint } = pool;
  const common = {
    identityPoolId,
    ...(login && { logins: { [login.provider]: login.token } }),
    ...(endpoint && { clientConfig: { endpoint } }),
  };
  let provider: CredentialProvider | undefined;
  return async () => {
    const { fromCognitoIdentityPool } = await import("bedrock-wasm/credentials");
    provider ??= fromCognitoIdentityPool(roleArn ? { ...common, flow: "basic", roleArn } : common);
    return provider();
  };
}

/** As early as the client itself renews them. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** Asks once for all clients, and again when what it got is about to expire or could not be got. */
function kept(provider: CredentialProvider): CredentialProvider {
  let last: { credentials: Promise<Credentials>; until: number } | undefined;
  return () => {
    if (last && Date.now() < last.until) return last.credentials;
    const entry = { credentials: Promise.resolve(provider()), until: Number.POSITIVE_INFINITY };
    last = entry;
    entry.credentials.then(
      ({ expiration }) => {
        if (expiration !== undefined) entry.until = new Date(expiration).getTime() - RENEW_BEFORE_MS;
      },
      () => {
        if (last === entry) last = undefined;
      },
    );
    return entry.credentials;
  };
}
