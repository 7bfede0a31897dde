// Where credentials come from. The names of functions and options are those of `@aws-sdk/credential-providers`, so that
// its users change the import and nothing else.
//
// Published as credentials.d.cts for programs that use `require`, from where modules get it too.

import type { BedrockOptionsBase, Credentials, CredentialProvider, Logger } from "bedrock-wasm";

/** Credentials as these functions' functions resolve to them. */
export interface TemporaryCredentials extends Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
  expiration: Date | undefined;
}

/**
 * Gets credentials: fits `credentials` of `new Bedrock`, which asks it when it must and not more often, and of the AWS
 * SDK's clients.
 *
 * @throws BedrockError when the options cannot be right; AuthenticationError when a token is missing, or the answer is
 * not what it should be; APIError and its subclasses when a service refuses or cannot be reached. In a call of the
 * client these are the `cause` of the error.
 */
export type TemporaryCredentialProvider = () => Promise<TemporaryCredentials>;

/** Options for the requests to Cognito and STS: those of `new Bedrock`, without what belongs to Bedrock alone. */
export interface ClientConfig
  extends Pick<
    BedrockOptionsBase,
    | "region"
    | "useFipsEndpoint"
    | "useDualstackEndpoint"
    | "maxRetries"
    | "fetch"
    | "defaultHeaders"
    | "correctClockSkew"
    | "logger"
    | "logLevel"
    | "onWarning"
    | "onRequest"
    | "onResponse"
    | "onRetry"
  > {
  /** Another base URL than AWS's own: a VPC endpoint, or a local Cognito and STS. It stands for both. */
  endpoint?: string | undefined;
  /** Milliseconds for one attempt. Default 10000, 0: no limit. */
  timeout?: number | undefined;
}

/** Options for the requests to STS. */
export interface StsClientConfig extends ClientConfig {
  /** The region whose STS is asked: `us-east-1`. */
  region: string;
}

/** Options of all functions that the AWS SDK has outside of `clientConfig`. */
export interface LoggerOption {
  /** Where log lines go. Secrets are never in them. Default: `console`. */
  logger?: Logger | undefined;
}

/** A token, or a function that gets a fresh one: it is called whenever credentials are asked for. */
export type Token = string | (() => string | Promise<string>);

/**
 * Credentials of an Amazon Cognito identity pool: the way for browser pages, whose users sign in.
 *
 * The enhanced flow is two unsigned requests, `GetId` and `GetCredentialsForIdentity`; the pool chooses the role. In
 * the basic flow you name the role: `GetId`, `GetOpenIdToken` and STS's `AssumeRoleWithWebIdentity`. The identity's id
 * is kept, and asked for anew should Cognito not know it any more.
 *
 * **Guests** (without `logins`) cannot use Bedrock in the enhanced flow, whatever their role allows: Cognito adds a
 * session policy that does not have it. Let users sign in, or use the basic flow, which must be allowed in the pool.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
 *
 * @example
 * ```ts
 * const bedrock = new Bedrock({
 *   region: "us-east-1",
 *   credentials: fromCognitoIdentityPool({
 *     identityPoolId: "us-east-1:1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d",
 *     logins: { "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI": () => session.idToken },
 *   }),
 * });
 * ```
 */
export function fromCognitoIdentityPool(options: FromCognitoIdentityPoolParameters): CognitoIdentityCredentialProvider;

/** Options of {@link fromCognitoIdentityPool}. */
export type FromCognitoIdentityPoolParameters = CognitoIdentityPoolOptions & (EnhancedFlowOptions | BasicFlowOptions);

/** Options of both flows. */
export interface CognitoIdentityPoolOptions extends LoggerOption {
  /** The pool's id, which begins with its region: `us-east-1:1a2b3c4d-…`. */
  identityPoolId: string;
  /** The AWS account of the pool. Only pools with developer providers of other accounts need it. */
  accountId?: string | undefined;
  /**
   * Who has signed in: the names of identity providers and their ID tokens. A function is called for a fresh token
   * whenever credentials are asked for. Without logins, the user is a guest.
   *
   * A Cognito user pool is called `cognito-idp.REGION.amazonaws.com/USER_POOL_ID`.
   */
  logins?: Record<string, Token> | undefined;
  /**
   * Where the id of the identity is kept when the page is left, such as `localStorage`. The key is the AWS SDK's:
   * `aws:cognito-identity-credentials:POOL_ID:USER`, where USER is `userIdentifier`, or `ANONYMOUS` for guests.
   *
   * Ids of users who have signed in are only kept there together with a `userIdentifier`. Default: memory only.
   */
  cache?: IdentityStorage | undefined;
  /** The user's name in `cache`: anything that tells this user from others of the same browser. */
  userIdentifier?: string | undefined;
  /** Options for the requests. `region` is that of the pool's id and can be left out. */
  clientConfig?: ClientConfig | undefined;
}

/** The pool chooses the role. */
export interface EnhancedFlowOptions {
  /** Default `enhanced`. */
  flow?: "enhanced" | undefined;
  /** Which role to take, where the token of the identity provider allows several. */
  customRoleArn?: string | undefined;
  roleArn?: undefined;
}

/** You name the role. It has to trust `cognito-identity.amazonaws.com`, and the pool has to allow this flow. */
export interface BasicFlowOptions extends RoleSessionOptions {
  flow: "basic";
  customRoleArn?: undefined;
}

/** Keeps the id of an identity. Its methods may be asynchronous. A failure is warned of, and breaks nothing. */
export interface IdentityStorage {
  getItem(key: string): string | null | undefined | Promise<string | null | undefined>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Credentials of a Cognito identity. */
export interface CognitoIdentityCredentials extends TemporaryCredentials {
  /** The identity's id. It is not secret. */
  identityId: string;
}

/** Gets credentials of a Cognito identity: see {@link TemporaryCredentialProvider}. */
export type CognitoIdentityCredentialProvider = () => Promise<CognitoIdentityCredentials>;

/**
 * Credentials of a role that trusts the issuer of an OpenID Connect token: STS's `AssumeRoleWithWebIdentity`, which
 * needs no other credentials.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 *
 * @example
 * ```ts
 * const credentials = fromWebToken({
 *   roleArn: "arn:aws:iam::123456789012:role/chat",
 *   webIdentityToken: async () => (await fetch("/id-token")).text(),
 *   clientConfig: { region: "us-east-1" },
 * });
 * ```
 */
export function fromWebToken(options: FromWebTokenInit): TemporaryCredentialProvider;

/** Options of {@link fromWebToken}. */
export interface FromWebTokenInit extends RoleSessionOptions, LoggerOption {
  /** The ID token of the identity provider. A function is called for a fresh one whenever credentials are asked for. */
  webIdentityToken: Token;
  /** `www.amazon.com` or `graph.facebook.com`, whose tokens are OAuth 2.0 access tokens. Not for OpenID Connect. */
  providerId?: string | undefined;
  /** Options for the requests. */
  clientConfig: StsClientConfig;
}

/** A role, and how its session is to be. */
export interface RoleSessionOptions {
  /** The role to assume: `arn:aws:iam::123456789012:role/name`. */
  roleArn: string;
  /** The session's name, which CloudTrail shows: 2 to 64 of letters, digits and `=,.@-_`. Default: a made-up one. */
  roleSessionName?: string | undefined;
  /** For how many seconds the credentials are good, 900 to what the role allows. Default 3600. */
  durationSeconds?: number | undefined;
  /** A policy in JSON. The session may do what both the role and this policy allow. */
  policy?: string | undefined;
  /** Managed policies, which limit the session as `policy` does. */
  policyArns?: PolicyDescriptorType[] | undefined;
}

/** A managed policy. */
export interface PolicyDescriptorType {
  arn?: string | undefined;
}

/**
 * Credentials of a role, assumed with other credentials: STS's signed `AssumeRole`.
 *
 * In a page, `masterCredentials` would be for everybody to read: call this on a server.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 *
 * @example
 * ```ts
 * const credentials = fromTemporaryCredentials({
 *   masterCredentials: fromEnv(),
 *   params: { RoleArn: "arn:aws:iam::123456789012:role/chat", DurationSeconds: 900 },
 *   clientConfig: { region: "us-east-1" },
 * });
 * ```
 */
export function fromTemporaryCredentials(options: FromTemporaryCredentialsOptions): TemporaryCredentialProvider;

/** Options of {@link fromTemporaryCredentials}. */
export interface FromTemporaryCredentialsOptions extends LoggerOption {
  /** Who assumes the role: credentials, or a function that gets them. Required here or in `clientConfig`. */
  masterCredentials?: Credentials | CredentialProvider | undefined;
  /** Parameters of `AssumeRole`. `RoleSessionName` is made up when absent. */
  params: AssumeRoleParams;
  /** Gets the code that the MFA device of `params.SerialNumber` shows. */
  mfaCodeProvider?: ((mfaSerial: string) => string | Promise<string>) | undefined;
  /** Options for the requests. */
  clientConfig: StsClientConfig & {
    /** Used where there are no `masterCredentials`. */
    credentials?: Credentials | CredentialProvider | undefined;
  };
}

/** The parameters of `AssumeRole`, in AWS's own spelling. */
export interface AssumeRoleParams {
  /** The role to assume: `arn:aws:iam::123456789012:role/name`. */
  RoleArn: string;
  /** The session's name, which CloudTrail shows: 2 to 64 of letters, digits and `=,.@-_`. Default: a made-up one. */
  RoleSessionName?: string | undefined;
  /** Managed policies, which limit the session as `Policy` does. */
  PolicyArns?: PolicyDescriptorType[] | undefined;
  /** A policy in JSON. The session may do what both the role and this policy allow. */
  Policy?: string | undefined;
  /** For how many seconds the credentials are good, 900 to what the role allows. Default 3600. */
  DurationSeconds?: number | undefined;
  /** Tags of the session, which policies can refer to. */
  Tags?: { Key: string; Value: string }[] | undefined;
  /** Keys of those tags that are kept when the session assumes another role. */
  TransitiveTagKeys?: string[] | undefined;
  /** The external id that the trust policy of another account's role asks for. */
  ExternalId?: string | undefined;
  /** The MFA device of the user who assumes the role. */
  SerialNumber?: string | undefined;
  /** The code that the device shows. It is good once: pass an `mfaCodeProvider` to have it asked for. */
  TokenCode?: string | undefined;
  /** Who is behind the session, which stays on record even when it assumes another role. */
  SourceIdentity?: string | undefined;
  /** Contexts that trusted providers vouch for. */
  ProvidedContexts?: { ProviderArn?: string | undefined; ContextAssertion?: string | undefined }[] | undefined;
  /** The least length of the session token, in bytes. */
  MinimumSessionTokenSize?: number | undefined;
}

/**
 * Credentials that an endpoint answers with: your own server, or a container's on ECS or EKS.
 *
 * It is sent a GET and answers, as containers' endpoints do, `{ AccessKeyId, SecretAccessKey, Token, Expiration }`, or
 * `{ accessKeyId, secretAccessKey, sessionToken, expiration }`; `Expiration` is an ISO 8601 string. Redirects are not
 * followed. Cookies are not sent; an endpoint that needs them is asked with a `fetch` of your own:
 * `clientConfig: { fetch: (url, init) => fetch(url, { ...init, credentials: "include" }) }`.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export function fromHttp(options: FromHttpOptions): TemporaryCredentialProvider;

/** Options of {@link fromHttp}. */
export interface FromHttpOptions extends LoggerOption {
  /**
   * The endpoint: https, or http to this machine or to the container endpoints 169.254.170.2, 169.254.170.23 and
   * [fd00:ec2::23]. Pages may leave out what is their own: `/api/credentials`. Required, in one of its spellings.
   */
  credentialsFullUri?: string | undefined;
  /** The same, as the AWS SDK spells it in Node. */
  awsContainerCredentialsFullUri?: string | undefined;
  /** The value of the header `authorization`. A function is called for it whenever credentials are asked for. */
  authorizationToken?: Token | undefined;
  /** The same, as the AWS SDK spells it in Node. */
  awsContainerAuthorizationToken?: Token | undefined;
  /** Milliseconds for one attempt. Default 10000, 0: no limit. */
  timeout?: number | undefined;
  /** How often a failed attempt is repeated, 0 to 100. Default 3. */
  maxRetries?: number | undefined;
  /** Further options for the requests. */
  clientConfig?:
    | Omit<ClientConfig, "region" | "endpoint" | "useFipsEndpoint" | "useDualstackEndpoint" | "correctClockSkew">
    | undefined;
}

/**
 * Credentials from the variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and
 * `AWS_CREDENTIAL_EXPIRATION`, of which the first two are required. They are read anew whenever they are asked for.
 *
 * @param env The variables: in edge workers, the bindings that `fetch(request, env)` gets. Default `process.env`.
 */
export function fromEnv(env?: object): TemporaryCredentialProvider;
