// Requests of Anthropic's API and what Bedrock is asked for them, replies and streams of Converse and what the caller gets: by
// files that are written by hand after Anthropic's and AWS's documentation.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { Bedrock } from "bedrock-wasm";
import { createFetch } from "bedrock-wasm/anthropic";
import { event } from "./lib/frames.mjs";

/** All files of a folder, by name. */
function goldens(folder) {
  return fs.readdirSync(folder).map((name) => [name.replace(/\.json$/, ""), JSON.parse(fs.readFileSync(new URL(name, folder)))]);
}

const REQUESTS = goldens(new URL("../fixtures/anthropic/request/", import.meta.url));
const REPLIES = goldens(new URL("../fixtures/anthropic/reply/", import.meta.url));
const STREAMS = goldens(new URL("../fixtures/anthropic/stream/", import.meta.url));

const REQUEST_ID = "01234567-89ab-cdef-0123-456789abcdef";
const ASK = { model: "nova-lite", max_tokens: 100, messages: [{ role: "user", content: "Hello" }] };

/** A client whose requests are noted, and answered by `body`. */
function answering(body, options) {
  const sent = [];
  const warnings = [];
  const fetch = async (url, init) => {
    sent.push({
      path: new URL(url).pathname,
      headers: new Headers(init.headers),
      body: JSON.parse(new TextDecoder().decode(init.body)),
    });
    const type = typeof body === "string" ? "application/json" : "application/vnd.amazon.eventstream";
    return new Response(body, { headers: { "content-type": type, "x-amzn-requestid": REQUEST_ID } });
  };
  const onWarning = ({ message }) => warnings.push(message);
  const bedrock = new Bedrock({ region: "us-east-1", apiKey: "key", fetch, onWarning, logLevel: "off", ...options });
  return { fetch: createFetch(bedrock), sent, warnings };
}

const NOTHING = JSON.stringify({
  output: { message: { role: "assistant", content: [] } },
  stopReason: "end_turn",
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
});

const framesOf = (events) => Buffer.concat(events.map(([name, payload]) => event(name, payload)));

/** What a reply is without Bedrock's own words for it. */
const ofAnthropic = ({ _bedrock, ...rest }) => rest;

async function eventsOf(response) {
  return (await response.text())
    .trim()
    .split("\n\n")
    .map((text) => {
      const [, name, data] = /^event: (\w+)\ndata: (.+)$/.exec(text);
      const value = JSON.parse(data);
      assert.equal(value.type, name);
      return value;
    });
}

describe("a request", () => {
  for (const [name, { request, beta, models, sent: expected, headers = {}, warnings: told = [], error }] of REQUESTS)
    test(name, async () => {
      const { fetch, sent, warnings } = answering(request.stream ? framesOf(STREAMS[0][1].converse) : NOTHING, { models });
      const given = beta ? { "anthropic-beta": beta } : {};
      const response = await fetch("/v1/messages", { method: "POST", headers: given, body: JSON.stringify(request) });
      if (error) {
        const { type, error: of } = await response.json();
        assert.deepEqual([response.status, type, of.type], [error.status, "error", "invalid_request_error"]);
        assert.ok(of.message.startsWith(error.message), of.message);
        return assert.equal(sent.length, 0);
      }
      assert.equal(response.status, 200, JSON.stringify(sent));
      assert.deepEqual(
        sent.map(({ path, body }) => ({ path, body })),
        [expected],
      );
      for (const [header, value] of Object.entries(headers)) assert.equal(sent[0].headers.get(header), value);
      assert.equal(warnings.length, told.length, warnings.join("\n"));
      for (const text of told)
        assert.ok(
          warnings.some((warning) => warning.includes(text)),
          `${text}: ${warnings}`,
        );
      if (told.length === 0) return;
      // Whoever would rather have an error than a loss gets one.
      if (told.some((text) => text.includes("ends at 1"))) return;
      const strict = answering(NOTHING, { models, unsupportedParams: "error" });
      const refused = await strict.fetch("/v1/messages", { method: "POST", headers: given, body: JSON.stringify(request) });
      assert.deepEqual([refused.status, strict.sent.length], [400, 0]);
    });
});

const CONTENT = { id: `msg_${REQUEST_ID}` };

describe("a reply", () => {
  for (const [name, { request, converse, message }] of REPLIES)
    test(name, async () => {
      const { fetch } = answering(JSON.stringify(converse));
      const response = await fetch("/v1/messages", { method: "POST", body: JSON.stringify({ ...ASK, ...request }) });
      assert.equal(response.headers.get("request-id"), REQUEST_ID);
      const body = await response.json();
      assert.equal(body._bedrock.stopReason, converse.stopReason);
      assert.deepEqual(ofAnthropic(body), { ...message, ...CONTENT });
    });
});

describe("a stream", () => {
  for (const [name, { request, converse, events: expected, reply }] of STREAMS)
    test(name, async () => {
      const { fetch } = answering(framesOf(converse));
      const ask = { ...ASK, ...request, stream: true };
      const events = await eventsOf(await fetch("/v1/messages", { method: "POST", body: JSON.stringify(ask) }));
      const [start, ...rest] = expected;
      assert.deepEqual(events.map(ofAnthropic), [{ ...start, message: { ...start.message, ...CONTENT } }, ...rest]);
      // The SDK adds them up to the whole reply.
      const [, golden] = REPLIES.find(([other]) => other === reply);
      const anthropic = new Anthropic({ apiKey: "unused", fetch, maxRetries: 0 });
      const { stream: _, ...params } = ask;
      const final = JSON.parse(JSON.stringify(await anthropic.messages.stream(params).finalMessage()));
      const { content, stop_reason, stop_sequence, stop_details, usage } = golden.message;
      assert.deepEqual(
        [final.content.map(withoutNull), final.stop_reason, final.stop_sequence, final.stop_details, final.usage],
        [content.map(withoutNull), stop_reason, stop_sequence, stop_details, usage],
      );
    });
});

/** A whole text has null where it cites nothing, as the SDK has. */
const withoutNull = ({ citations, ...block }) => (citations ? { citations, ...block } : block);

test("there are many", () => {
  assert.ok(REQUESTS.length >= 40 && REPLIES.length >= 15 && STREAMS.length >= 10);
});
