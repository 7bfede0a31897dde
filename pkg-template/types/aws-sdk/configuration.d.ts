// What the client takes, and what it can be asked.

import type * as B from "bedrock-wasm";

/** A value, or a function that gets it. */
export type Provider<T> = T | (() => T | Promise<T>);

/**
 * What the client takes: the AWS SDK's configuration, and options of `new Bedrock` such as `fetch`, `timeout`, `onRequest`.
 *
 * What has no effect here is warned of once, with what to use instead: a `requestHandler` that is more than its time-outs,
 * `retryMode: "adaptive"`, `signer`, `endpointProvider` and their like.
 */
export interface BedrockRuntimeClientConfig extends Omit<B.BedrockOptionsBase, Provided> {
  region?: Provider<string> | undefined;
  credentials?: B.Credentials | B.CredentialProvider | undefined;
  /** A Bedrock API key. It is used if there are no `credentials`, or `authSchemePreference` names `httpBearerAuth` first. */
  token?: Provider<TokenIdentity> | undefined;
  authSchemePreference?: Provider<string[]> | undefined;
  endpoint?: Provider<string | URL | EndpointParts | { url: URL } | B.EndpointOptions> | undefined;
  useFipsEndpoint?: Provider<boolean> | undefined;
  useDualstackEndpoint?: Provider<boolean> | undefined;
  /** How often a call is tried, with the first attempt. Default 3. */
  maxAttempts?: Provider<number> | undefined;
  retryMode?: Provider<string> | undefined;
  /** `requestTimeout` becomes `timeout`, `socketTimeout` becomes `streamIdleTimeout`. */
  requestHandler?: object | undefined;
  disableClockSkewCorrection?: Provider<boolean> | undefined;
  /** Not read: set `AWS_PROFILE`, or pass `credentials`. Without these it is an error. */
  profile?: string | undefined;
  logger?: Partial<B.Logger> | undefined;
  /** None of these has an effect. */
  apiVersion?: string;
  customUserAgent?: string | [string, string?][] | undefined;
  defaultsMode?: unknown;
  extensions?: unknown[];
  serviceId?: string;
  systemClockOffset?: number;
  userAgentAppId?: Provider<string | undefined> | undefined;
}

type Provided = "region" | "endpoint" | "useFipsEndpoint" | "useDualstackEndpoint" | "logger";

/** A token as the AWS SDK has it. */
export interface TokenIdentity {
  readonly token: string;
  readonly expiration?: Date | undefined;
}

/** An endpoint in its parts. */
export interface EndpointParts {
  protocol: string;
  hostname: string;
  port?: number | undefined;
  path: string;
}

/** What a client can be asked: most of it by functions, as in the AWS SDK. */
export interface BedrockRuntimeClientResolvedConfig {
  readonly apiVersion: string;
  readonly serviceId: string;
  readonly isCustomEndpoint: boolean;
  region(): Promise<string>;
  credentials(): Promise<B.Credentials>;
  token: (() => Promise<TokenIdentity>) | undefined;
  endpoint: (() => Promise<EndpointParts & { query: undefined }>) | undefined;
  maxAttempts(): Promise<number>;
  retryMode(): Promise<string>;
  useFipsEndpoint(): Promise<boolean>;
  useDualstackEndpoint(): Promise<boolean>;
  readonly logger: Partial<B.Logger>;
  /** What was given for it. */
  readonly requestHandler?: object | undefined;
}

/** What a call takes beside its command: also the options that calls of `Bedrock` take. */
export interface HttpHandlerOptions extends Omit<B.CallOptions, "signal"> {
  /** Aborts the call or its stream, which then throws an error with the name `AbortError`. */
  abortSignal?: AbortSignal | undefined;
  /** Milliseconds for one attempt. */
  requestTimeout?: number | undefined;
}

/** There is none: `add`, `addRelativeTo` and `use` throw, and say which options of the client to use instead. */
export interface MiddlewareStack {
  add(middleware: never, options?: object): never;
  addRelativeTo(middleware: never, options: object): never;
  use(plugin: never): never;
  remove(middleware: unknown): false;
  removeByTag(tag: string): false;
  identify(): string[];
}

/** What the AWS SDK tells of each call. */
export interface ResponseMetadata {
  httpStatusCode?: number | undefined;
  requestId?: string | undefined;
  extendedRequestId?: string | undefined;
  cfId?: string | undefined;
  attempts?: number | undefined;
  totalRetryDelay?: number | undefined;
}

export interface MetadataBearer {
  $metadata: ResponseMetadata;
}
