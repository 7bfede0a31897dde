// The members of a request, and its betas, that Anthropic's own API has and Claude on Bedrock has not.

import { listOf, textOf } from "./anthropic-media.js";
import { inputError } from "./failures.js";

/** @import { ClaudeModel, ClientSettings, Prepared } from "../types/claude.js" */
/** @import { Unchecked } from "../types/internal.js" */

/** Why a request with this member cannot be answered. */
const REFUSED = {
  container: "Bedrock has no containers. Leave it out, and run code in a tool of your own.",
  mcp_servers: "Bedrock connects to no MCP servers. Connect to them yourself, and pass their tools.",
};

/** A word for the SDK, whose tool runner then sends the whole conversation instead. */
const NO_THREADS = { error_code: "thread_unsupported_request", unsupported: ["thread"] };

/** Members without effect, and the values that ask for nothing. */
const LOST = /** @type {Record<string, Unchecked[]>} */ ({
  service_tier: ["auto"],
  speed: ["standard"],
  inference_geo: [],
  fallbacks: [],
  fallback_credit_token: [],
  billing_policy: [],
  diagnostics: [],
  workspace_id: [],
});
const LOST_BECAUSE = /** @type {Record<string, string>} */ ({
  service_tier: "Bedrock's own tiers are `serviceTier`.",
  inference_geo: "Bedrock answers in the client's region, or in those of an inference profile.",
  fallbacks: "Bedrock does not ask another model when one declines. `fallback_models` are asked when one is out of order.",
});

/**
 * The betas that Claude on Bedrock takes: Anthropic's and AWS's documentation, LiteLLM's table (1.110.2), and others' tests
 * against Bedrock. An unknown one makes Bedrock refuse the request.
 */
const BETAS = new Set(
  `compact-2026-01-12 compact-2026-09-04 computer-use-2024-10-22 computer-use-2025-01-24
computer-use-2025-11-24 context-1m-2025-08-07 context-management-2025-06-27 dangerous-tool-use-2026-09-03
dev-full-thinking-2025-05-14 effort-2025-11-24 fine-grained-tool-streaming-2025-05-14 interleaved-thinking-2025-05-14
mid-conversation-output-config-2026-07-01 mid-conversation-tool-changes-2026-07-01 output-128k-2025-02-19
structured-outputs-2025-11-13 thinking-binding-controls-2026-08-01 thinking-display-updates-2026-08-18
token-efficient-tools-2025-02-19 tool-examples-2025-10-29 tool-search-tool-2025-10-19`.split(/\s+/),
);
/** Other names for these on Bedrock. */
const RENAMED = new Map([["advanced-tool-use-2025-11-20", ["tool-search-tool-2025-10-19", "tool-examples-2025-10-29"]]]);
/**
 * Betas that are everyday's by now, ask for what comes anyway, or name the program: nothing is lost without them. Bedrock refuses
 * `claude-code-` for Claude from Opus 4.7 on.
 */
const NEEDLESS =
  /^(claude-code-|prompt-c|extended-cache-|pdfs-|token-c|messages-20|max-tokens-|oauth-|server-side-fallback-|structured-)/;

/** Anthropic's tools that it runs itself. */
const HOSTED = /^(web_search|web_fetch|code_execution|mcp_toolset|advisor|browser)/;

/** Models before 4.6, the last ones with a date. They refuse `eager_input_streaming`, which only says how soon input is sent. */
const OLD = /claude-(v\d|instant|.*-\d{8})/;

/**
 * The request as Claude on Bedrock takes it. Refuses members whose loss would change the reply; warns of others.
 *
 * @param {Record<string, Unchecked>} request
 * @param {(name: string) => string | null} header
 * @param {ClientSettings} settings
 * @param {ClaudeModel} model
 * @returns {Prepared}
 */
export function prepare(request, header, settings, { base }) {
  const { guardrailConfig, performanceConfig, serviceTier, requestMetadata, ...body } = known(request, settings);
  editContext(body, settings);
  for (const [position, tool] of [body.tools].flat().entries()) {
    const type = textOf(tool?.type);
    if (HOSTED.test(type))
      throw inputError(
        `tools[${position}]: ${type.slice(0, 50)} runs on Anthropic's servers only. Define a tool of your own for it.`,
      );
  }
  if (OLD.test(base) && Array.isArray(body.tools)) body.tools = body.tools.map(withoutEagerness);
  const { anthropic_beta } = body;
  const betas = betasOf([header("anthropic-beta")?.split(","), anthropic_beta].flat(), settings);
  if (betas.length) body.anthropic_beta = betas;
  else delete body.anthropic_beta;
  const { guardrailIdentifier, guardrailVersion, trace } = guardrailConfig ?? {};
  const members = {
    guardrailIdentifier,
    guardrailVersion,
    trace: textOf(trace).toUpperCase() || undefined,
    performanceConfigLatency: performanceConfig?.latency,
    serviceTier: serviceTier?.type,
    requestMetadata: requestMetadata && JSON.stringify(requestMetadata),
  };
  const given = Object.entries(members).filter(([, value]) => value !== undefined);
  return { body, members: Object.fromEntries(given), replacer: marksFor(base) };
}

/** Models before 4.5, which keep their cache for five minutes. */
const BRIEF = /claude-(v\d|instant|3|(sonnet|opus)-4-(\d{8}|1-))/;

/** Members with what programs and models wrote: nothing in them is a mark. */
const THEIRS = /^(input|input_schema|input_examples)$/;

/**
 * For JSON.stringify: marks for the cache as Bedrock takes them. Caches are nobody else's there, and older models know no other
 * time.
 *
 * @param {string} base
 */
function marksFor(base) {
  const theirs = new WeakSet();
  /**
   * @this {object}
   * @param {string} name
   * @param {Unchecked} value
   * @returns {Unchecked}
   */
  return function (name, value) {
    const isTheirs = theirs.has(this);
    if ((isTheirs || THEIRS.test(name)) && value !== null && typeof value === "object") theirs.add(value);
    if (isTheirs || name !== "cache_control" || value?.type !== "ephemeral") return value;
    const { scope, ttl, ...mark } = value;
    return ttl === undefined || BRIEF.test(base) ? mark : { ...mark, ttl };
  };
}

/**
 * Leaves out the edit that Bedrock refuses the whole request for. Claude Code always asks for it, to keep all thoughts.
 *
 * @param {Record<string, Unchecked>} body
 * @param {ClientSettings} settings
 */
function editContext(body, settings) {
  const { edits } = body.context_management ?? {};
  const kept = listOf(edits).filter((edit) => {
    const isRefused = edit?.type === "clear_thinking_20251015";
    if (isRefused && edit.keep !== "all") lose(settings, "context_management.edits", `Bedrock does not take ${edit.type}.`);
    return !isRefused;
  });
  if (body.context_management === null || (listOf(edits).length && !kept.length)) delete body.context_management;
  else if (kept.length) body.context_management = { ...body.context_management, edits: kept };
}

/** @param {Unchecked} tool */
function withoutEagerness(tool) {
  if (tool?.eager_input_streaming === undefined) return tool;
  const { eager_input_streaming, ...rest } = tool;
  return rest;
}

/**
 * The request in members that Bedrock has.
 *
 * @param {Record<string, Unchecked>} request
 * @param {ClientSettings} settings
 */
export function known(request, settings) {
  const body = { ...request };
  for (const [name, why] of Object.entries(REFUSED)) {
    if (body[name] != null && body[name].length !== 0) throw inputError(`${name}: ${why}`);
    delete body[name];
  }
  if (body.thread != null) {
    const error = inputError("thread: Bedrock stores no threads. Send the messages of the conversation.");
    throw Object.assign(error, { details: NO_THREADS });
  }
  delete body.thread;
  for (const [name, harmless] of Object.entries(LOST)) {
    if (body[name] != null && !harmless.includes(body[name])) lose(settings, name, LOST_BECAUSE[name]);
    delete body[name];
  }
  const { cache_control, output_format } = body;
  // It is in the header by now.
  delete body.betas;
  delete body.output_format;
  delete body.cache_control;
  if (output_format) body.output_config = { format: output_format, ...body.output_config };
  return cache_control ? { ...body, messages: marked(body.messages, cache_control) } : body;
}

/**
 * Anthropic's automatic caching, which Bedrock has not: marks the last block.
 *
 * @param {Unchecked} messages
 * @param {Unchecked} cache_control
 */
function marked(messages, cache_control) {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = typeof last?.content === "string" ? [{ type: "text", text: last.content }] : last?.content;
  const block = Array.isArray(content) ? content.at(-1) : undefined;
  if (block === null || typeof block !== "object") return messages;
  return [...messages.slice(0, -1), { ...last, content: [...content.slice(0, -1), { cache_control, ...block }] }];
}

/**
 * @param {Unchecked[]} asked
 * @param {ClientSettings} settings
 */
function betasOf(asked, settings) {
  const betas = asked.map((beta) => textOf(beta).trim()).filter(Boolean);
  const lost = betas.filter((beta) => !BETAS.has(beta) && !RENAMED.has(beta) && !NEEDLESS.test(beta));
  if (lost.length) lose(settings, "anthropic-beta", `Claude on Bedrock does not take ${lost.join(", ").slice(0, 200)}.`);
  return [...new Set(betas.flatMap((beta) => RENAMED.get(beta) ?? (BETAS.has(beta) ? beta : [])))];
}

/**
 * Warns of a member without effect, or refuses it, as the client's option says.
 *
 * @param {ClientSettings} settings
 * @param {string} name
 * @param {string} [why]
 */
export function lose({ unsupportedParams, warn }, name, why = "Bedrock has no counterpart.") {
  if (unsupportedParams === "error") throw inputError(`${name} has no effect on Bedrock. ${why}`);
  if (unsupportedParams !== "ignore") warn("unsupported_param", `${name} has no effect. ${why}`);
}
