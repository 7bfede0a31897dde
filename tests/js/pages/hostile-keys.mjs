// Hostile keys, hooks and loggers. `says` is as in hostile-options.mjs.
import { bare, never, raise, revoked, stubborn, thenThrows, thenable, thrower, withGetter } from "./hostile-things.mjs";
import { ignored, rejected, withOptions } from "./hostile-options.mjs";

const withProvider = (provider) => withOptions(() => ({ credentials: provider, timeout: 300 }));

export const KEYS = {
  "credentials are a revoked proxy": rejected(
    /credentials/,
    withOptions(() => ({ credentials: revoked() })),
  ),
  "a key's getter throws": rejected(
    /credentials/,
    withOptions(() => ({ credentials: withGetter({}, "accessKeyId") })),
  ),
  "a key's getter throws a revoked proxy": rejected(
    /credentials/,
    withOptions(() => ({ credentials: withGetter({}, "accessKeyId", revoked()) })),
  ),
  "a key is a BigInt": rejected(
    /accessKeyId/,
    withOptions(() => ({ credentials: { accessKeyId: 5n, secretAccessKey: "s" } })),
  ),
  "expiration is a Symbol": rejected(
    /expiration/,
    withOptions(() => ({ credentials: { accessKeyId: "a", secretAccessKey: "s", expiration: Symbol("now") } })),
  ),
  "expiration cannot be a number": rejected(
    /expiration/,
    withOptions(() => ({ credentials: { accessKeyId: "a", secretAccessKey: "s", expiration: bare({}) } })),
  ),
  "the provider throws undefined": rejected(
    /credentials/,
    withProvider(() => raise(undefined)),
  ),
  "the provider throws a revoked proxy": rejected(
    /credentials/,
    withProvider(() => raise(revoked())),
  ),
  "the provider throws a Symbol": rejected(
    /credentials/,
    withProvider(() => raise(Symbol("no"))),
  ),
  "the provider rejects": rejected(
    /credentials/,
    withProvider(async () => raise(new Error("no"))),
  ),
  "the provider's answer has a then that throws": rejected(/credentials/, withProvider(thenThrows)),
  "the provider's answer is a revoked proxy": rejected(
    /credentials/,
    withProvider(() => revoked()),
  ),
  "the provider never answers": rejected(/timeout|time|credentials/i, withProvider(never)),
  "the provider is a class": rejected(/credentials/, withProvider(class Keys {})),
  "the provider is a revoked proxy": rejected(/credentials/, withProvider(revoked(() => {}))),
  "apiKey is an object": rejected(
    /apiKey is not a string/,
    withOptions(() => ({ credentials: undefined, apiKey: {} })),
  ),
  "apiKey's function gives a Symbol": rejected(
    /apiKey is not a string/,
    withOptions(() => ({ credentials: undefined, apiKey: () => Symbol("key") })),
  ),
  "apiKey has a line break": rejected(
    /apiKey|API key/i,
    withOptions(() => ({ credentials: undefined, apiKey: "a\nb" })),
  ),
};

const hook = (onRequest) =>
  ignored(
    /onRequest threw|^$/,
    withOptions(() => ({ onRequest, logger: QUIET })),
  );
const QUIET = { error: () => {}, warn: () => {} };
const loggers = (logger) =>
  ignored(
    undefined,
    withOptions(() => ({ logLevel: "debug", logger: logger() })),
  );

export const HOOKS = {
  "a hook throws": hook(() => raise(new Error("boom"))),
  "a hook throws undefined": hook(() => raise(undefined)),
  "a hook throws a revoked proxy": hook(() => raise(revoked())),
  "a hook rejects": hook(async () => raise(new Error("boom"))),
  "a hook rejects with a revoked proxy": hook(async () => raise(revoked())),
  "a hook gives a then that throws": hook(thenThrows),
  "a hook gives a function with a then that rejects": hook(() =>
    Object.assign(
      () => {},
      thenable((_, reject) => reject(1)),
    ),
  ),
  "a hook gives a rejection that cannot be caught": hook(stubborn),
  "a hook never settles": hook(never),
  "a hook empties its event": hook((event) => {
    for (const name of Object.keys(event)) event[name] = null;
  }),
  "a hook is a revoked proxy": hook(revoked(() => {})),
  "onWarning rejects": ignored(
    undefined,
    withOptions(() => ({ unknown: 1, onWarning: async () => raise(new Error("boom")), logger: QUIET })),
  ),
  "onWarning throws a revoked proxy": ignored(
    undefined,
    withOptions(() => ({ unknown: 1, onWarning: () => raise(revoked()), logger: QUIET })),
  ),
  "the logger is a proxy that throws": loggers(() => thrower()),
  "the logger is a revoked proxy": loggers(() => revoked()),
  "the logger is a number": loggers(() => 5),
  "the logger has no functions": loggers(() => ({ debug: 1, info: {}, warn: Symbol("w"), error: "e" })),
  "the logger rejects": loggers(() => ({
    debug: async () => raise(1),
    info: async () => raise(1),
    warn: stubborn,
    error: stubborn,
  })),
};
