// How the page is connected. Plain data in memory: it is never stored, since it holds secrets.

/** AWS keys, as pasted or typed. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** An ISO 8601 string. */
  expiration?: string;
}

/** A Cognito identity pool, and who has signed in. */
export interface CognitoPool {
  identityPoolId: string;
  /** The identity provider's name and its ID token. Without it the user is a guest. */
  login?: { provider: string; token: string };
  /** The role of the basic flow, which guests need. Without it the pool chooses the role. */
  roleArn?: string;
  /** Another Cognito and STS than AWS's own. */
  endpoint?: string;
}

/** The way in. */
export type Access =
  | { kind: "local" }
  | { kind: "keys"; keys: Keys }
  | { kind: "apiKey"; apiKey: string }
  | { kind: "cognito"; pool: CognitoPool };

/** The way in and where it leads. */
export interface Connection {
  access: Access;
  region: string;
  /** Another base URL than AWS's own. */
  endpoint?: string;
}
