// Hostile `fetch`es, and what they give in the place of a response.
import { bare, endlessList, never, raise, revoked, stubborn, thenThrows, thenable, thrower } from "./hostile-things.mjs";
import { goodResponse } from "./hostile-play.mjs";

const rejected = (says, fetch, more) => ({ outcome: "rejected", says, fetch, ...more });
const resolved = (fetch) => ({ outcome: "resolved", fetch });
/** Only the hostile call waits so briefly. */
const briefly = { call: () => ({ timeout: 200 }) };
const headers = new Headers({ "content-type": "application/json" });
/** As good as a Response, with these members. */
const like = (members) => () => Promise.resolve({ status: 200, headers, text: async () => "{}", ...members });
const withText = (text) => like({ text });
const NO_RESPONSE = /did not resolve to a Response/;

export const FETCHES = {
  "fetch throws undefined": rejected(/reach/, () => raise(undefined)),
  "fetch throws null": rejected(/reach/, () => raise(null)),
  "fetch throws a Symbol": rejected(/reach/, () => raise(Symbol("no"))),
  "fetch throws a revoked proxy": rejected(/reach/, () => raise(revoked())),
  "fetch throws a proxy that throws": rejected(/reach/, () => raise(thrower())),
  "fetch rejects with a revoked proxy": rejected(/reach/, () => Promise.reject(revoked())),
  "fetch rejects with words that hold marks": rejected(/reach/, () => Promise.reject(new Error("a\u0001b\u0002c\ud800"))),
  "fetch never settles": rejected(/timeout/, never, briefly),
  "fetch gives a then that throws": rejected(/reach/, thenThrows),
  "fetch gives a then that never settles": rejected(/timeout/, () => thenable(() => {}), briefly),
  "fetch gives a then that settles twice": resolved(() =>
    thenable((resolve, reject) => (resolve(goodResponse()), reject(1), raise(2))),
  ),
  "fetch gives a rejection that cannot be caught": rejected(/reach/, stubborn),
  "fetch gives undefined": rejected(NO_RESPONSE, async () => undefined),
  "fetch gives a function": rejected(NO_RESPONSE, async () => () => {}),
  "fetch gives a revoked proxy": rejected(/reach/, () => revoked()),
  "fetch gives a Response of another library": resolved(like({ headers: new Map([["content-type", "application/json"]]) })),
};

export const HEADS = {
  "status is NaN": rejected(NO_RESPONSE, like({ status: Number.NaN })),
  "status is a string": rejected(NO_RESPONSE, like({ status: "200" })),
  "status is negative": rejected(NO_RESPONSE, like({ status: -200 })),
  "status is a fraction": rejected(NO_RESPONSE, like({ status: 200.5 })),
  "status is huge": rejected(NO_RESPONSE, like({ status: 1e300 })),
  "status is a BigInt": rejected(NO_RESPONSE, like({ status: 200n })),
  "status is a Symbol": rejected(NO_RESPONSE, like({ status: Symbol("ok") })),
  "status throws": rejected(/reach/, async () =>
    Object.defineProperty(goodResponse(), "status", { get: () => raise(revoked()) }),
  ),
  "headers are missing": rejected(NO_RESPONSE, like({ headers: undefined })),
  "headers are a revoked proxy": rejected(/reach/, like({ headers: revoked() })),
  "headers throw when they are looped over": rejected(/reach/, like({ headers: { entries: () => raise(new Error("boom")) } })),
  "headers of the real class have an iterator of their own": resolved(async () => {
    const response = goodResponse();
    for (const name of [Symbol.iterator, "entries"])
      Object.defineProperty(response.headers, name, { value: () => [[Symbol("a"), 1]] });
    return response;
  }),
  "headers are not headers at all": rejected(/reach/, like({ status: 400, headers: Object.create(Headers.prototype) })),
  "headers have names that are none": rejected(/reach/, like({ headers: new Map([["a b", "c\nd"]]) })),
  "headers hold what cannot be a string": rejected(/reach/, like({ headers: new Map([["a", bare({})]]) })),
  "the headers of a response have no end": rejected(/reach/, like({ headers: { entries: () => endlessList(["a", "b"]) } })),
  "headers' iterator gives itself": rejected(/reach/, like({ headers: { entries: () => 5 } })),
};

export const BODIES = {
  "text is missing": rejected(/connection|reach|broke/i, like({ text: undefined })),
  "text throws": rejected(
    /connection|reach|broke/i,
    withText(() => raise(new Error("boom"))),
  ),
  "text throws a revoked proxy": rejected(
    /connection|reach|broke/i,
    withText(() => raise(revoked())),
  ),
  "text rejects with undefined": rejected(
    /connection|reach|broke/i,
    withText(() => Promise.reject()),
  ),
  "text never settles": rejected(/timeout/, withText(never), briefly),
  "text gives a number": rejected(
    /JSON/,
    withText(async () => 5),
  ),
  "text gives a Symbol": rejected(
    /JSON/,
    withText(async () => Symbol("text")),
  ),
  "text gives what cannot be a string": rejected(
    /connection|reach|broke/i,
    withText(async () => bare({})),
  ),
  "text gives undefined": rejected(
    /JSON/,
    withText(async () => undefined),
  ),
  "text gives a revoked proxy": rejected(
    /connection|reach|broke/i,
    withText(() => revoked()),
  ),
  "the text of an error is a revoked proxy": rejected(/400/, like({ status: 400, text: () => revoked() })),
  "the text of an error never comes": rejected(/400|timeout/, like({ status: 400, text: never }), briefly),
};

const invoke = (bedrock, _, options) => bedrock.invokeModel({ modelId: "m", body: { text: "a hostile call" } }, options);
const withBuffer = (arrayBuffer) => like({ arrayBuffer });

export const BUFFERS = {
  "arrayBuffer is missing": rejected(/connection|reach|broke/i, like({}), { act: invoke }),
  "arrayBuffer throws undefined": rejected(
    /connection|reach|broke/i,
    withBuffer(() => raise(undefined)),
    { act: invoke },
  ),
  "arrayBuffer gives a string": rejected(
    /connection|reach|broke/i,
    withBuffer(async () => "{}"),
    { act: invoke },
  ),
  "arrayBuffer gives a Uint8Array": rejected(
    /connection|reach|broke/i,
    withBuffer(async () => new Uint8Array(4)),
    { act: invoke },
  ),
  "arrayBuffer gives null": rejected(
    /connection|reach|broke/i,
    withBuffer(async () => null),
    { act: invoke },
  ),
  "arrayBuffer never settles": rejected(/timeout/, withBuffer(never), { act: invoke, ...briefly }),
};

const picture = { type: "image_url", image_url: { url: "https://pictures.example/fjord.png?token=geheim" } };
const messages = [{ role: "user", content: [picture] }];
/** A chat with an image that is fetched by this function. */
const fetched = (fetch) =>
  rejected(/https:\/\/pictures\.example\/fjord\.png could not be fetched/, undefined, {
    act: (bedrock) =>
      bedrock.chat.completions.create({ model: "bedrock/claude-haiku-4-5", messages }, { fetchImages: { fetch } }),
  });
const withBody = (body) => fetched(async () => ({ status: 200, headers: new Headers({ "content-type": "image/png" }), body }));
const pieces = (...values) => ({
  getReader: () => ({ read: async () => (values.length > 0 ? { value: values.shift(), done: false } : { done: true }) }),
});

export const FILES = {
  "a file's fetch throws a revoked proxy": fetched(() => raise(revoked())),
  "a file's fetch throws a Symbol": fetched(() => raise(Symbol("no"))),
  "a file's fetch gives undefined": fetched(async () => undefined),
  "a file's fetch gives a revoked proxy": fetched(() => revoked()),
  "a file's fetch has a then that throws": fetched(thenThrows),
  "a file's body is null": withBody(null),
  "a file's body is a string": withBody("png"),
  "a file's pieces are strings": withBody(pieces("png")),
  "a file's pieces are undefined": withBody(pieces(undefined)),
  "a file's pieces say that they are endless": withBody(pieces({ length: 2 ** 40 })),
  "a file's piece has a negative length": withBody(pieces({ length: -1 }, new Uint8Array(1))),
  "a file's media type throws": fetched(async () => ({ status: 200, headers: thrower(), body: pieces(new Uint8Array(8)) })),
};
