// The WebSocket of InvokeModelWithBidirectionalStream: who may open it. The URLs are presigned by @smithy/signature-v4.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Sha256 } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import WebSocket from "ws";

import { createSession } from "./lib/emulator.mjs";
import { KEYS, SESSION_TOKEN } from "./lib/emulator-clients.mjs";

const SONIC = "amazon.nova-2-sonic-v1:0";
const PATH = `/model/${encodeURIComponent(SONIC)}/invoke-with-bidirectional-stream-websocket`;

/** The status of the answer to an upgrade request with this URL: 101 opens the socket. */
const statusOf = (url) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on("open", () => resolve(101)).on("open", () => socket.close());
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.on("error", reject);
  });

async function presigned(t, { session: options, path = PATH, credentials = KEYS, ...more } = {}) {
  const session = await createSession(options);
  t.after(() => session.delete());
  const { host, hostname, port, pathname } = new URL(session.endpoint);
  const signer = new SignatureV4({ service: "bedrock", region: "us-east-1", credentials, sha256: Sha256, uriEscapePath: true });
  const request = { method: "GET", protocol: "ws:", hostname, port, path: pathname + path, query: {}, headers: { host } };
  const { query } = await signer.presign(request, { expiresIn: 60, ...more });
  const url = (change = {}) => `ws://${host}${pathname}${path}?${new URLSearchParams({ ...query, ...change })}`;
  return { session, url };
}

test("presigned URLs open a socket, with the port in the host and with a session token", async (t) => {
  assert.equal(await statusOf((await presigned(t)).url()), 101);
  const credentials = { ...KEYS, sessionToken: SESSION_TOKEN };
  const withToken = await presigned(t, { credentials });
  assert.match(withToken.url(), /X-Amz-Security-Token=/);
  assert.equal(await statusOf(withToken.url()), 101);
});

test("presigned URLs that were changed open none", async (t) => {
  const { url, session } = await presigned(t);
  const { searchParams } = new URL(url());
  const signature = searchParams.get("X-Amz-Signature");
  const other = signature.endsWith("0") ? "1" : "0";
  for (const change of [
    { "X-Amz-Signature": signature.slice(0, -1) + other },
    { "X-Amz-Expires": "61" },
    { "X-Amz-Date": searchParams.get("X-Amz-Date").replace(/.Z$/, (end) => (end === "0Z" ? "1Z" : "0Z")) },
    { "X-Amz-Credential": searchParams.get("X-Amz-Credential").replace("us-east-1", "us-west-2") },
    { "X-Amz-Security-Token": SESSION_TOKEN },
    { extra: "1" },
  ]) {
    assert.equal(await statusOf(url(change)), 403, JSON.stringify(change));
  }
  assert.equal(await statusOf(url().replace("2-sonic", "3-sonic")), 403);
  assert.equal(await statusOf(url()), 101);
  assert.equal((await session.log()).total, 8);
});

test("presigned URLs last as long as they say", async (t) => {
  const ahead = (clockSkewSeconds) => presigned(t, { session: { clockSkewSeconds } });
  assert.equal(await statusOf((await ahead(30)).url()), 101);
  assert.equal(await statusOf((await ahead(61)).url()), 403);
  assert.equal(await statusOf((await ahead(-600)).url()), 403, "from the future");
  assert.equal(await statusOf((await presigned(t, { session: { clockSkewSeconds: 61, ignoreClock: true } })).url()), 101);
});

test("presigned URLs do not open what is refused otherwise", async (t) => {
  const path = PATH.replace(encodeURIComponent(SONIC), "amazon.nova-micro-v1%3A0");
  assert.equal(await statusOf((await presigned(t, { path })).url()), 400);
  assert.equal(await statusOf((await presigned(t, { session: { faults: [{ kind: "throttle" }] } })).url()), 429);
  const closed = await presigned(t, { session: { faults: [{ kind: "closeBeforeHead" }] } });
  await assert.rejects(statusOf(closed.url()), /socket hang up|ECONNRESET/);
  const http = (await presigned(t)).url().replace(/^ws/, "http");
  assert.equal((await fetch(http)).status, 426, "a request that does not ask for a socket");
});
