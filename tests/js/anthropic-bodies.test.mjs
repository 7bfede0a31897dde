// What goes to Claude, beside the request that a program sent: nothing in it changes but what Bedrock does not take.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, CHAT, connectAnthropic, sentBody, WEATHER_TOOL } from "./lib/anthropic.mjs";

const URL = "https://bedrock.invalid/v1/messages";

/** A request whose model has called a tool with this input, and the body that Bedrock receives for it. */
async function sentFor(t, input, { headers = {}, ...members } = {}) {
  const { fetch, session } = await connectAnthropic(t);
  const call = { type: "tool_use", id: "toolu_1", name: WEATHER_TOOL.name, input };
  const result = { type: "tool_result", tool_use_id: "toolu_1", content: "Rain" };
  const messages = [...CHAT.messages, { role: "assistant", content: [call] }, { role: "user", content: [result] }];
  const request = { ...CHAT, messages, tools: [WEATHER_TOOL], ...members };
  const response = await fetch(URL, { method: "POST", headers, body: JSON.stringify(request) });
  assert.equal(response.status, 200, await response.text());
  return { request, body: await sentBody(session) };
}

test("inputs of tools keep what looks like another model's thoughts", async (t) => {
  const thought = { type: "thinking", thinking: "Hm", signature: "" };
  const input = { parties: [{ name: "Ana", signature: "" }], log: [thought, { role: "assistant", content: [] }] };
  for (const more of [{}, { headers: { "anthropic-beta": "claude-code-20250219" } }]) {
    const { request, body } = await sentFor(t, input, more);
    assert.deepEqual(body.messages, request.messages);
  }
});

test("inputs and schemas of tools keep what looks like a mark for the cache", async (t) => {
  const mark = { type: "ephemeral", ttl: "1h", scope: "global" };
  const input_schema = { ...WEATHER_TOOL.input_schema, default: { cache_control: mark } };
  const tools = [{ ...WEATHER_TOOL, input_schema, cache_control: mark }];
  const headers = { "anthropic-beta": "prompt-caching-scope-2026-01-05" };
  const { request, body } = await sentFor(t, { blocks: [{ type: "text", text: "a", cache_control: mark }] }, { headers, tools });
  assert.deepEqual(body.messages, request.messages);
  const { scope, ...kept } = mark;
  assert.deepEqual(body.tools, [{ ...tools[0], cache_control: kept }]);
});

test("the version of the API is Bedrock's, though a program names another cloud's", async (t) => {
  const { fetch, session } = await connectAnthropic(t);
  const request = { ...CHAT, anthropic_version: "vertex-2023-10-16", messages: ask("Hello.") };
  const response = await fetch(URL, { method: "POST", body: JSON.stringify(request) });
  assert.equal(response.status, 200, await response.text());
  assert.equal((await sentBody(session)).anthropic_version, "bedrock-2023-05-31");
});

test("models before 4.5 are asked for no time of the cache, with betas and without", async (t) => {
  const { fetch, session } = await connectAnthropic(t);
  const mark = { type: "ephemeral", ttl: "1h" };
  const times = { "claude-3-7-sonnet": undefined, "claude-sonnet-4": undefined, "claude-opus-4-1": undefined };
  for (const [model, ttl] of Object.entries({ ...times, "claude-haiku-4-5": "1h", "claude-sonnet-5": "1h" }))
    for (const headers of [{}, { "anthropic-beta": "extended-cache-ttl-2025-04-11" }]) {
      const system = [{ type: "text", text: "Be brief.", cache_control: mark }];
      const response = await fetch(URL, { method: "POST", headers, body: JSON.stringify({ ...CHAT, model, system }) });
      assert.equal(response.status, 200, await response.text());
      assert.equal((await sentBody(session)).system[0].cache_control.ttl, ttl, model);
    }
});

test("members that ask for nothing are as if they were not there", async (t) => {
  const { fetch, session } = await connectAnthropic(t);
  const nothing = { container: null, context_management: null, mcp_servers: [], thread: null, cache_control: null, speed: null };
  for (const model of [CHAT.model, "nova-lite"]) {
    const bodies = [];
    for (const members of [{}, nothing]) {
      const response = await fetch(URL, { method: "POST", body: JSON.stringify({ ...CHAT, ...members, model }) });
      assert.equal(response.status, 200, await response.text());
      bodies.push(await sentBody(session));
    }
    assert.deepEqual(bodies[1], bodies[0]);
  }
});

test("Claude Code's own beta is no reason for a model to refuse a request", async (t) => {
  const warnings = [];
  const { fetch } = await connectAnthropic(t, { onWarning: ({ message }) => warnings.push(message) });
  const headers = { "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14" };
  for (const model of ["claude-sonnet-4-6", "claude-opus-4-7", "claude-opus-4-8", "claude-sonnet-5", "claude-opus-5"]) {
    const response = await fetch(URL, { method: "POST", headers, body: JSON.stringify({ ...CHAT, model }) });
    assert.equal(response.status, 200, `${model}: ${await response.text()}`);
  }
  assert.deepEqual(warnings, []);
});

test("an edit of the context that Bedrock does not take is left out, with a warning if something is lost", async (t) => {
  const warnings = [];
  const { fetch, session } = await connectAnthropic(t, { onWarning: ({ message }) => warnings.push(message) });
  const headers = { "anthropic-beta": "context-management-2025-06-27" };
  const cleared = { type: "clear_tool_uses_20250919" };
  const thoughts = (keep) => ({ type: "clear_thinking_20251015", keep });
  for (const [edits, sent, warned] of [
    [[thoughts("all")], undefined, 0],
    [[thoughts("all"), cleared], { edits: [cleared] }, 0],
    [[thoughts({ type: "thinking_turns", value: 1 })], undefined, 1],
    [[cleared], { edits: [cleared] }, 1],
  ]) {
    const request = { ...CHAT, model: "claude-sonnet-4-6", context_management: { edits } };
    const response = await fetch(URL, { method: "POST", headers, body: JSON.stringify(request) });
    assert.equal(response.status, 200, await response.text());
    assert.deepEqual((await sentBody(session)).context_management, sent);
    assert.equal(warnings.length, warned);
  }
  assert.match(warnings[0], /clear_thinking_20251015/);
});
