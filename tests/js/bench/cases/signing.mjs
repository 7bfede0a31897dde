// Signatures. The package signs only what it sends, so a call of ours is measured whole: beside aws4fetch, which
// signs and sends as well, over the same stub `fetch`; and beside AWS's signer, which only signs. A short-term API
// key is a presigned URL and nothing else: that is our one signature without a call.
import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsClient } from "aws4fetch";
import { CREDENTIALS, MODEL, REGION, assertSame, ours } from "../clients.mjs";

const HOST = `bedrock-runtime.${REGION}.amazonaws.com`;
const PATH = `/model/${encodeURIComponent(MODEL)}/invoke`;
const SIZES = { "1-kb": 1024, "100-kb": 100 * 1024 };
const signer = new SignatureV4({
  credentials: CREDENTIALS,
  region: REGION,
  service: "bedrock",
  sha256: Sha256,
  applyChecksum: false,
});

export function cases() {
  const all = { "signing/presigned": presigned };
  for (const [name, bytes] of Object.entries(SIZES)) {
    all[`signing/${name}-aws4fetch`] = () => besideAws4fetch("x".repeat(bytes));
    all[`signing/${name}-smithy`] = () => besideSmithy("x".repeat(bytes));
  }
  return all;
}

/** Calls of ours, and what was sent in the last one. */
function calls(body) {
  const sent = {};
  globalThis.fetch = async (target, init) => {
    if (target instanceof Request) Object.assign(sent, { url: target.url, headers: target.headers });
    else Object.assign(sent, { url: target, headers: init.headers });
    return new Response("{}", { headers: { "content-type": "application/json" } });
  };
  const client = ours(globalThis.fetch);
  return { sent, call: async () => (await client.invokeModel({ modelId: MODEL, body })).text() };
}

function besideAws4fetch(text) {
  const body = new TextEncoder().encode(text);
  const { sent, call } = calls(body);
  const client = new AwsClient({ ...CREDENTIALS, region: REGION, service: "bedrock", retries: 0 });
  const init = { method: "POST", body, headers: { "content-type": "application/json", accept: "*/*" } };
  const theirs = async () => (await client.fetch(`https://${HOST}${PATH}`, init)).text();
  const check = async () => {
    for (const send of [call, theirs]) {
      assertSame("the reply", await send(), "{}");
      const authorization = new Headers(sent.headers).get("authorization");
      assertSame("the signature", authorization, await signedAgain(sent, body, authorization));
    }
  };
  return { operations: [call, theirs], check };
}

function besideSmithy(text) {
  const body = new TextEncoder().encode(text);
  const { sent, call } = calls(body);
  const theirs = () => sign(body, { host: HOST, "content-type": "application/json" });
  const check = async () => {
    await call();
    const authorization = new Headers(sent.headers).get("authorization");
    assertSame("the signature", authorization, await signedAgain(sent, body, authorization));
  };
  return { operations: [call, theirs], check };
}

/** The same request under AWS's own signer: the same headers, the same second. */
async function signedAgain({ url, headers }, body, authorization) {
  const all = new Headers(headers);
  const names = /SignedHeaders=([^,]+)/.exec(authorization)[1].split(";");
  const signed = Object.fromEntries(names.map((name) => [name, name === "host" ? new URL(url).host : all.get(name)]));
  const time = all.get("x-amz-date").replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5");
  const request = await sign(body, signed, new Date(time));
  return request.headers.authorization;
}

function sign(body, headers, signingDate = new Date()) {
  const request = { method: "POST", protocol: "https:", hostname: HOST, path: PATH, query: {}, headers, body };
  return signer.sign(request, { signingDate, signableHeaders: new Set(Object.keys(headers)) });
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html: a URL for CallWithBearerToken in base64. */
function presigned() {
  const client = ours();
  const host = "bedrock.amazonaws.com";
  const action = { Action: "CallWithBearerToken" };
  const request = {
    method: "POST",
    protocol: "https:",
    hostname: host,
    path: "/",
    query: action,
    headers: { host },
    body: "",
  };
  const theirs = async (signingDate = new Date()) => {
    const { query } = await signer.presign(request, { expiresIn: 43_200, signingDate });
    const text = Object.entries(query)
      .map((pair) => pair.map(encodeURIComponent).join("="))
      .join("&");
    return `bedrock-api-key-${btoa(`${host}/?${text}&Version=1`)}`;
  };
  const check = async () => {
    const key = await client.createApiKey();
    const [own, other] = [parameters(key), parameters(await theirs(dateOf(key)))];
    assertSame("presigned URLs", own, other);
  };
  return { operations: [() => client.createApiKey(), () => theirs()], check };
}

function parameters(key) {
  const url = new URL(`https://${atob(key.replace("bedrock-api-key-", ""))}`);
  return { host: url.host, ...Object.fromEntries(url.searchParams) };
}

function dateOf(key) {
  return new Date(parameters(key)["X-Amz-Date"].replace(/(....)(..)(..T..)(..)(..Z)/, "$1-$2-$3:$4:$5"));
}
