// The connect dialog's fields, and the connection that they make or what is missing of it.

import type { Access, Connection, Keys } from "./types.ts";

/** Every field of every way, by name: what was typed for one way is there when one comes back to it. */
export interface Fields {
  region: string;
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: string;
  apiKey: string;
  identityPoolId: string;
  provider: string;
  token: string;
  roleArn: string;
  cognitoEndpoint: string;
}

/** Reads the fields of a way in. The error says which field to fill. */
export function read(kind: Access["kind"], fields: Fields): Connection | { error: string } {
  const missing = REQUIRED[kind].find(([name]) => fields[name].trim() === "");
  if (missing) return { error: `${missing[1]} is missing.` };
  const bad = (["endpoint", "cognitoEndpoint"] as const).find((name) => fields[name] && !isUrl(fields[name]));
  if (bad) return { error: `${fields[bad]} is not the address of an endpoint. One begins with https:// or http://.` };
  const endpoint = fields.endpoint.trim();
  return { access: accessOf(kind, fields), region: fields.region.trim(), ...(endpoint && { endpoint }) };
}

const REGION = [["region", "The region"]] as const;
const REQUIRED: Record<Access["kind"], readonly (readonly [keyof Fields, string])[]> = {
  local: [["endpoint", "The endpoint"], ...REGION],
  keys: [["accessKeyId", "The access key id"], ["secretAccessKey", "The secret access key"], ...REGION],
  apiKey: [["apiKey", "The API key"], ...REGION],
  cognito: [["identityPoolId", "The identity pool's id"], ...REGION],
};

function accessOf(kind: Access["kind"], fields: Fields): Access {
  const text = (name: keyof Fields) => fields[name].trim();
  switch (kind) {
    case "local":
      return { kind };
    case "keys": {
      const keys: Keys = { accessKeyId: text("accessKeyId"), secretAccessKey: text("secretAccessKey") };
      if (text("sessionToken")) keys.sessionToken = text("sessionToken");
      if (text("expiration")) keys.expiration = text("expiration");
      return { kind, keys };
    }
    case "apiKey":
      return { kind, apiKey: text("apiKey") };
    case "cognito":
      return {
        kind,
        pool: {
          identityPoolId: text("identityPoolId"),
          ...(text("token") && { login: { provider: text("provider"), token: text("token") } }),
          ...(text("roleArn") && { roleArn: text("roleArn") }),
          ...(text("cognitoEndpoint") && { endpoint: text("cognitoEndpoint") }),
        },
      };
  }
}

function isUrl(text: string): boolean {
  return /^https?:\/\//.test(text.trim()) && URL.canParse(text.trim());
}
