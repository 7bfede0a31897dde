// Requests of Anthropic's API with anything anywhere, the same for the same seed.

/** Numbers from 0 to below 1, the same for the same seed. */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Values that no member is meant to have. */
const ODD = [
  ...[null, true, false, 0, -1, 1.5, 1e308, "", " ", "x", "\u0000", "\ud800", "__proto__", "constructor", "toString", "a/b.c:d"],
  ...[[], [null], [[]], {}, { type: null }, { type: {} }, { type: "text" }, { type: "tool_use" }, { type: "constructor" }],
  ...[{ toString: 1, valueOf: 1 }, { length: 5 }, { some: 1, map: 1 }, { text: { toString: null } }, "y".repeat(5000)],
];
const NAMES = [
  "type",
  "text",
  "content",
  "role",
  "source",
  "__proto__",
  "constructor",
  "toString",
  "cache_control",
  "id",
  "name",
];

const tool = {
  name: "get_weather",
  description: "Weather",
  input_schema: { type: "object", properties: { city: { type: "string" } } },
};
const SAMPLES = [
  {
    system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral", ttl: "1h" } }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "Hello" },
          { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } },
          { type: "image", source: { type: "url", url: "https://e.invalid/a.png" } },
          { type: "document", title: "A", context: "B", source: { type: "text", media_type: "text/plain", data: "C" } },
          { type: "document", source: { type: "content", content: [{ type: "text", text: "D" }] } },
          { type: "search_result", title: "T", source: "s", content: [{ type: "text", text: "E" }] },
        ],
      },
    ],
  },
  {
    messages: [
      { role: "user", content: "Weather?" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm", signature: "c2ln" },
          { type: "redacted_thinking", data: "ZGF0YQ==" },
          { type: "server_tool_use", id: "s1", name: "web_search", input: {} },
          { type: "text", text: "I look.", citations: [] },
          { type: "tool_use", id: "t1", name: "get_weather", input: { city: "Oslo" } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "cold" }], is_error: true }],
      },
      { role: "system", content: "Be brief." },
    ],
    tools: [tool, { type: "web_search_20250305", name: "web_search" }],
    tool_choice: { type: "tool", name: "get_weather", disable_parallel_tool_use: true },
  },
  {
    messages: [{ role: "user", content: "Hello" }],
    thinking: { type: "enabled", budget_tokens: 2000 },
    output_config: { effort: "high", format: { type: "json_schema", schema: { type: "object" } } },
    metadata: { user_id: "u" },
    stop_sequences: ["END"],
    temperature: 0.5,
    top_p: 0.9,
    top_k: 5,
    service_tier: "auto",
    cache_control: { type: "ephemeral" },
    context_management: { edits: [] },
    betas: ["a"],
    anthropic_beta: ["constructor"],
    fallback_models: ["nova-pro"],
    guardrailConfig: { guardrailIdentifier: "g", guardrailVersion: "1", trace: "enabled" },
    performanceConfig: { latency: "optimized" },
    serviceTier: { type: "flex" },
    requestMetadata: { a: "b" },
    output_format: { type: "json_schema", schema: {} },
    stream: true,
  },
];
const MODELS = ["nova-lite", "claude-sonnet-5", "us.meta.llama3-3-70b-instruct-v1:0", "openai.gpt-oss-120b-1:0", "mistral-large"];

/** Changes a copy of a request in a few places. */
export function mutated(random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const body = { model: pick(MODELS), max_tokens: 100, ...structuredClone(pick(SAMPLES)) };
  const places = [];
  const walk = (holder) => {
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      if (holder[key] !== null && typeof holder[key] === "object") walk(holder[key]);
    }
  };
  walk(body);
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const [holder, key] = pick(places);
    const kind = random();
    if (kind < 0.7) holder[key] = structuredClone(pick(ODD));
    else if (kind < 0.8 && !Array.isArray(holder)) delete holder[key];
    else if (kind < 0.9)
      Object.defineProperty(holder, pick(NAMES), { value: pick(ODD), enumerable: true, configurable: true, writable: true });
    else holder[key] = [holder[key], holder[key]];
  }
  return body;
}
