// Types of what modules of the package hand each other. They are not published.

import type { BodyReader, SendOptions } from "./calls.js";
import type { BedrockOptions, Logger, LogLevel, Warning } from "./index.js";

/** A value from a caller or a service, to be checked before use. */
// biome-ignore lint/suspicious/noExplicitAny: it may be anything.
export type Unchecked = any;

// ---- errors

/** Arguments of the package's errors, beside the message. */
export interface ErrorFields extends ErrorOptions {
  status?: number;
  code?: string;
  requestID?: string;
  headers?: HeadersInit;
  body?: unknown;
  retryable?: boolean;
}

// ---- streams

/** Resources of an open stream, to be given back. */
export interface Held {
  controller: AbortController;
  /** The reader of the body, or the body. */
  reader: Pick<BodyReader, "cancel"> | null | undefined;
  /** Ends a stream that is idle. */
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** Leaves the caller's signal and the instance. */
  leave?(): void;
  /** Ends the call in the core. To be called once. */
  end?: (() => void) | undefined;
}

// ---- warnings

/** Tells listeners of something that would else be lost silently. */
export type Warn = (code: Warning["code"], message: string) => void;

/** Warnings so far, by code. */
export type Told = Partial<Record<Warning["code"], Set<string>>>;

/** Who listens. */
export interface Listeners {
  onWarning?: ((warning: Warning) => void) | undefined;
  logger?: Logger | undefined;
  logLevel?: LogLevel | undefined;
}

// ---- files from the web

export interface DownloadSettings {
  maxBytes: number;
  allowPrivateAddresses: boolean;
}

export interface Download {
  type: string;
  bytes: Uint8Array;
}

/** Gets a file from an address. */
export type FetchFile = (address: string, settings: DownloadSettings, signal?: AbortSignal) => Promise<Download>;

// ---- what Node, Deno and Bun find: pkg-template/node

/** Settings by name, as files have them. */
export type Settings = Record<string, string | undefined>;

export interface BedrockJson {
  path?: string;
  settings: Settings;
}

export interface Profile {
  name: string;
  /** Its name in messages. */
  title: string;
  /** From both files; what both have is taken from the credentials file, as AWS's tools do. */
  settings: Settings;
  /** Its settings in each file, the credentials file first. */
  sections: Settings[];
  /** The section of service settings that it names. */
  services(): Settings;
}

/** Where options are looked for, beside the environment. */
export interface Sources {
  bedrockJson: BedrockJson;
  profile: Profile;
}

/** Options as they come from a caller, who may pass anything. */
export type GivenOptions = { [Name in keyof BedrockOptions]?: Unchecked } & Record<string, Unchecked>;

/** Keys of one source. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | undefined;
  expiration?: string | undefined;
}

export type Provider<Keys> = () => Keys | Promise<Keys>;

// ---- who gives credentials: pkg-template/credentials

/** An answer of a service: members that the caller knows by name, of which any may be missing. */
export type Answer = Record<string, Unchecked>;

/** Remedies for errors, by AWS's names. */
export type Advice = Record<string, string>;

/** Tokens by the names of their identity providers; guests have none. */
export type Logins = Record<string, string> | undefined;

/** The part of a client of the core that functions for credentials use. */
export interface Sender {
  send(operation: string, input: object, options?: undefined, own?: SendOptions): Promise<{ output: Answer }>;
}

/** Node's modules by the names that the package asks for. */
export interface BuiltinModules {
  "node:dns": typeof import("node:dns");
  "node:fs": typeof import("node:fs");
  "node:fs/promises": typeof import("node:fs/promises");
  "node:http": typeof import("node:http");
  "node:https": typeof import("node:https");
  "node:net": typeof import("node:net");
  "node:os": typeof import("node:os");
}

// ---- the AWS SDK's client over ours: pkg-template/adapters/aws-sdk.js

/** What is counted of a call while it goes on. */
export interface AwsCall {
  attempts: number;
  /** Milliseconds between one attempt and the next. */
  totalRetryDelay: number;
}

/** What an exception of AWS's is made with. */
export interface AwsException extends Record<string, Unchecked> {
  message?: string;
  cause?: unknown;
}
