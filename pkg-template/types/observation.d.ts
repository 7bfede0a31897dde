// What the client tells: warnings, log lines, what happens to requests.

import type { OpenEnum } from "./basics.js";
import type { BedrockError } from "./errors.js";

/** Something that did not fail, but that the caller should know of. */
export interface Warning {
  /** For programs. */
  code: WarningCode;
  /** For people. */
  message: string;
  /** The thrown value, if there is one. */
  cause?: unknown;
}

/**
 * The subject of a warning.
 *
 * - `unknown_option`: an option that has no effect, such as a misspelt one
 * - `clock_skew`: this machine's clock is off, and requests are signed by the service's
 * - `insecure_endpoint`: an endpoint begins with `http:` and is not on this machine
 * - `long_lived_key`: a page has a key that does not expire, where everybody can read it
 * - `credentials_refresh`: new credentials cannot be fetched yet, and the old ones are used until they expire
 * - `ambiguous_configuration`: two places say different things, and the message tells which of them holds
 * - `unreadable_file`: a configuration file is there, but cannot be read
 * - `credential_provider`: what `@aws-sdk/credential-provider-node` warns of
 * - `identity_cache`: the `cache` of `fromCognitoIdentityPool` has no effect, or failed
 * - `unsent_headers`: headers that the runtime does not let a program send
 * - `unsupported_param`: a parameter of OpenAI's that has no effect
 * - `changed_request`: something is sent otherwise than it was written, since Bedrock or the model would refuse it
 * - `malformed_reply`: Bedrock says that the model's reply is malformed, and its calls are left out
 * - `fallback_model`: a model failed, and the next one of `fallbackModels` is asked
 * - `content_filter`: some of the images were withheld
 * - `offline_catalogue`: the models are listed from the package's own catalogue
 */
export type WarningCode = OpenEnum<
  | "unknown_option"
  | "clock_skew"
  | "insecure_endpoint"
  | "long_lived_key"
  | "credentials_refresh"
  | "ambiguous_configuration"
  | "unreadable_file"
  | "credential_provider"
  | "identity_cache"
  | "unsent_headers"
  | "unsupported_param"
  | "changed_request"
  | "malformed_reply"
  | "fallback_model"
  | "content_filter"
  | "offline_catalogue"
>;

/** Where log lines go: `console`, or what a logging library makes. */
export interface Logger {
  error(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  debug(message: string, ...rest: unknown[]): void;
}

/** Each level writes its own lines and those of the levels before it. */
export type LogLevel = "off" | "error" | "warn" | "info" | "debug";

/** An attempt that is about to be sent. */
export interface RequestEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call it is, from 1. */
  attempt: number;
  /** `GET` or `POST`. */
  method: string;
  /** Without its query, which may hold secrets. */
  url: string;
  /** By names in small letters. Secrets are `***`. */
  headers: Record<string, string>;
}

/** A response whose head has arrived. */
export interface ResponseEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call was answered, from 1. */
  attempt: number;
  /** HTTP status. */
  status: number;
  /** AWS's id of the request, to be quoted in support cases. Browsers may hide it. */
  requestId?: string | undefined;
  /** By names in small letters, as far as the runtime shows them. What could be a secret is `***`. */
  headers: Record<string, string>;
  /** Milliseconds from sending the attempt to the head of its response. */
  latencyMs: number;
}

/** A failed attempt that will be repeated. */
export interface RetryEvent {
  /** AWS's name of the operation: `ConverseStream`. */
  operation: string;
  /** The call's `modelId`, if it has one. */
  modelId?: string | undefined;
  /** Which attempt of the call failed, from 1. */
  attempt: number;
  /** Milliseconds until the next attempt. */
  delayMs: number;
  /** Why it failed. */
  error: BedrockError;
}
