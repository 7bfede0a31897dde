// Hostile options of clients and calls, and hostile inputs. `says` is a word of the error's, or of the warning's
// for those that are ignored; without either, nothing is to be seen of the hostility.
import { bare, cyclic, endlessList, fickle, raise, revoked, thrower, withGetter } from "./hostile-things.mjs";
import { MARK, inputOf } from "./hostile-play.mjs";

export const rejected = (says, hostile) => ({ outcome: "rejected", says, ...hostile });
export const ignored = (says, hostile) => ({ outcome: "resolved", says, keepsClient: true, ...hostile });
export const withOptions = (more) => ({ client: (good) => ({ ...good, ...more() }) });
const withCall = (call) => ({ call });
/** The hostile input: members beside or in the place of those of a good one. */
const withInput = (members) => ({ input: () => ({ ...inputOf(MARK), ...members() }) });

export const CLIENTS = {
  "a client's options are a revoked proxy": rejected(/options of new Bedrock cannot be read/, { client: () => revoked() }),
  "a client's options are a proxy that throws": rejected(/cannot be read/, { client: () => thrower() }),
  "a client's options are a function": rejected(/options of new Bedrock are not an object/, { client: () => () => {} }),
  "a client's options are a list": rejected(/are not an object/, { client: () => [] }),
  "a client's options are a BigInt": rejected(/are not an object/, { client: () => 5n }),
  "a client's options are a Symbol": rejected(/are not an object/, { client: () => Symbol("options") }),
  "options without a prototype": ignored(undefined, { client: (good) => bare(good) }),
  "an option's getter throws": rejected(/cannot be read/, { client: (good) => withGetter(good, "region") }),
  "an option's getter throws undefined": rejected(/cannot be read/, { client: (good) => withGetter(good, "timeout", undefined) }),
  "an option's getter throws a revoked proxy": rejected(/cannot be read/, {
    client: (good) => withGetter(good, "timeout", revoked()),
  }),
  "region is a Symbol": rejected(
    /region, an option of new Bedrock, is not a string/,
    withOptions(() => ({ region: Symbol("us") })),
  ),
  "timeout is a BigInt": rejected(
    /timeout, an option of new Bedrock, is not a number/,
    withOptions(() => ({ timeout: 5n })),
  ),
  "timeout is NaN": rejected(
    /timeout/,
    withOptions(() => ({ timeout: Number.NaN })),
  ),
  "maxRetries is Infinity": rejected(
    /maxRetries/,
    withOptions(() => ({ maxRetries: Number.POSITIVE_INFINITY })),
  ),
  "endpoint is a proxy that throws": rejected(
    /cannot be read/,
    withOptions(() => ({ endpoint: thrower() })),
  ),
  "endpoint is a revoked proxy": rejected(
    /cannot be read/,
    withOptions(() => ({ endpoint: revoked() })),
  ),
  "defaultHeaders throw when they are looped over": rejected(
    /cannot be read/,
    withOptions(() => ({ defaultHeaders: { [Symbol.iterator]: () => raise(new Error("boom")) } })),
  ),
  "defaultHeaders have no end": rejected(
    /cannot be read/,
    withOptions(() => ({ defaultHeaders: endlessList(["a", "b"]) })),
  ),
  "a pair of defaultHeaders has no end": rejected(
    /cannot be read/,
    withOptions(() => ({ defaultHeaders: [endlessList("a")] })),
  ),
  "defaultHeaders have a Symbol": rejected(
    /defaultHeaders/,
    withOptions(() => ({ defaultHeaders: { a: Symbol("b") } })),
  ),
  "defaultHeaders are pairs that change": ignored(
    undefined,
    withOptions(() => ({ defaultHeaders: [fickle(["a", "b"], Symbol("c"))] })),
  ),
  "fetch is a revoked proxy": rejected(
    /fetch|reach/,
    withOptions(() => ({ fetch: revoked(() => {}) })),
  ),
  "fetch is a list": rejected(
    /fetch, an option of new Bedrock, is not a function/,
    withOptions(() => ({ fetch: [] })),
  ),
  "logLevel is an object that cannot be a string": rejected(
    /logLevel/,
    withOptions(() => ({ logLevel: bare({}) })),
  ),
};

const signalOf = (members) => ({ aborted: false, addEventListener: () => {}, removeEventListener: () => {}, ...members });

export const CALLS = {
  "a call's options are a revoked proxy": rejected(
    /options of converse cannot be read/,
    withCall(() => revoked()),
  ),
  "a call's options are a string": rejected(
    /options of converse are not an object/,
    withCall(() => "fast"),
  ),
  "a call's options are a promise": ignored(
    undefined,
    withCall(() => Promise.resolve({})),
  ),
  "a call's option has a getter that throws": rejected(
    /cannot be read/,
    withCall(() => withGetter({}, "timeout")),
  ),
  "a call's option has a misspelt name": ignored(
    /unknown_option: converse has no option "timeOut"/,
    withCall(() => ({ timeOut: 5 })),
  ),
  "signal is a controller": rejected(
    /signal, an option of converse, is not an AbortSignal/,
    withCall(() => ({ signal: new AbortController() })),
  ),
  "signal is a revoked proxy": rejected(
    /cannot be read/,
    withCall(() => ({ signal: revoked() })),
  ),
  "signal is a proxy of a signal": {
    ...rejected(
      /cannot be read/,
      withCall(() => ({ signal: new Proxy(new AbortController().signal, {}) })),
    ),
    outcome: "either",
  },
  "signal cannot be listened to": rejected(
    /signal/,
    withCall(() => ({ signal: signalOf({ addEventListener: () => raise(new Error("boom")) }) })),
  ),
  "signal throws a revoked proxy when it is listened to": rejected(
    /signal/,
    withCall(() => ({ signal: signalOf({ addEventListener: () => raise(revoked()) }) })),
  ),
  "signal cannot be left": ignored(
    undefined,
    withCall(() => ({ signal: signalOf({ removeEventListener: () => raise(revoked()) }) })),
  ),
  "signal has no way to be left": rejected(
    /signal/,
    withCall(() => ({ signal: signalOf({ removeEventListener: undefined }) })),
  ),
  "signal looks unaborted once": rejected(
    /signal|abort/,
    withCall(() => ({ signal: flickering() })),
  ),
  "signal's reason throws": rejected(
    /aborted/,
    withCall(() => ({ signal: withGetter(signalOf({ aborted: true }), "reason") })),
  ),
  "signal aborts with a revoked proxy": rejected(
    /aborted/,
    withCall(() => ({ signal: AbortSignal.abort(revoked()) })),
  ),
  "the option headers is a revoked proxy": rejected(
    /cannot be read/,
    withCall(() => ({ headers: revoked() })),
  ),
  "headers have no end": rejected(
    /options of converse cannot be read/,
    withCall(() => ({ headers: endlessList(["a", "b"]) })),
  ),
  "headers are numbers": rejected(
    /headers, an option of converse, is not an object of strings/,
    withCall(() => ({ headers: { a: 5 } })),
  ),
  "headers have a name that is none": rejected(
    /header/i,
    withCall(() => ({ headers: { "a b\n": "c" } })),
  ),
  "query is a list of lists that change": ignored(
    undefined,
    withCall(() => ({ query: [fickle(["a", "b"], bare({}))] })),
  ),
};

/** It is read twice: to look whether it is a signal, and to look whether it has aborted. */
function flickering() {
  let looks = 0;
  return Object.defineProperty(signalOf(), "aborted", { get: () => (looks++ > 0 ? raise(revoked()) : false) });
}

export const INPUTS = {
  "the input is undefined": rejected(/input of converse is not an object/, { act: (bedrock) => bedrock.converse() }),
  "the input is a Symbol": rejected(/is not an object/, { input: () => Symbol("input") }),
  "the input is a revoked proxy": rejected(/cannot be sent/, { input: () => revoked() }),
  "the input is cyclic": rejected(
    /cannot be sent/,
    withInput(() => ({ system: [cyclic()] })),
  ),
  "the input has a BigInt": rejected(
    /cannot be sent/,
    withInput(() => ({ inferenceConfig: { maxTokens: 5n } })),
  ),
  "the input's toJSON throws": rejected(
    /cannot be sent: boom/,
    withInput(() => ({ system: { toJSON: () => raise(new Error("boom")) } })),
  ),
  "the input's toJSON throws undefined": rejected(
    /cannot be sent/,
    withInput(() => ({ system: { toJSON: () => raise(undefined) } })),
  ),
  "the input's getter throws a revoked proxy": rejected(/cannot be sent/, {
    input: () => withGetter(inputOf(MARK), "messages", revoked()),
  }),
  "modelId is an object": rejected(
    /modelId is not a string/,
    withInput(() => ({ modelId: {} })),
  ),
  "modelId's getter throws null": rejected(/cannot be sent/, { input: () => withGetter(inputOf(MARK), "modelId", null) }),
  "the input's getter calls the client": ignored(undefined, {
    act: async (bedrock, input) => {
      let inner;
      const get = () => {
        inner ??= bedrock.converse(inputOf("inner"));
        return input.messages;
      };
      await bedrock.converse(Object.defineProperty({ ...input }, "messages", { get, enumerable: true }));
      await inner;
    },
  }),
  "the bytes are a detached buffer": rejected(/cannot be sent/, {
    act: (bedrock) => {
      const bytes = new Uint8Array(8);
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      return bedrock.invokeModel({ modelId: "m", body: bytes });
    },
  }),
  "a body is a function": rejected(/body is a function/, {
    act: (bedrock) => bedrock.invokeModel({ modelId: "m", body: () => {} }),
  }),
  "an input in OpenAI's shape is a revoked proxy": rejected(/cannot be sent/, {
    act: (bedrock) => bedrock.chat.completions.create(revoked()),
  }),
  "an input in OpenAI's shape is cyclic": rejected(/cannot be sent/, {
    act: (bedrock) => bedrock.embeddings.create({ model: "m", input: cyclic() }),
  }),
  "fallbackModels have no end": rejected(/cannot be read/, {
    act: (bedrock) =>
      bedrock.chat.completions.create({ model: "bedrock/nova-micro", messages: [] }, { fallbackModels: endlessList("a") }),
  }),
  "fallbackModels change": rejected(/is not|model|The/, {
    act: (bedrock) =>
      bedrock.chat.completions.create({ model: "bedrock/nova-micro", messages: [] }, { fallbackModels: revoked([]) }),
  }),
  "the options of an API key are a revoked proxy": rejected(/cannot be read/, {
    act: (bedrock) => bedrock.createApiKey(revoked()),
  }),
  "expiresIn is a BigInt": rejected(/expiresIn/, { act: (bedrock) => bedrock.createApiKey({ expiresIn: 5n }) }),
};
