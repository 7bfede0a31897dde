// Makes foundation-models.jsonl, what the local Bedrock's control plane lists:
//
//   node foundation-models.mjs models.json > foundation-models.jsonl
//
// The input is a catalogue merged from public packages in November 2026 (litellm, langchain-aws, models.dev, pydantic-ai,
// @ai-sdk/amazon-bedrock, AWS's CDK tables). One model a line, so that a change shows as a line.

import { readFileSync } from "node:fs";

/** What `providerName` says, where it is not the provider's id with a capital letter. */
const PROVIDERS = {
  ai21: "AI21 Labs",
  deepseek: "DeepSeek",
  luma: "Luma AI",
  minimax: "MiniMax",
  mistral: "Mistral AI",
  moonshot: "Moonshot AI",
  moonshotai: "Moonshot AI",
  nvidia: "NVIDIA",
  openai: "OpenAI",
  stability: "Stability AI",
  twelvelabs: "TwelveLabs",
  xai: "xAI",
  zai: "Z.AI",
};

const MODALITIES = { text: "TEXT", image: "IMAGE", video: "VIDEO", audio: "SPEECH", embedding: "EMBEDDING" };
const MODALITY_ORDER = Object.values(MODALITIES);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/custom-model-supported.html */
const CUSTOMIZATIONS = {
  "amazon.nova-lite-v1:0": ["FINE_TUNING", "DISTILLATION"],
  "amazon.nova-micro-v1:0": ["FINE_TUNING", "DISTILLATION"],
  "amazon.nova-pro-v1:0": ["FINE_TUNING", "DISTILLATION"],
  "amazon.titan-embed-image-v1": ["FINE_TUNING"],
  "meta.llama3-1-70b-instruct-v1:0": ["FINE_TUNING", "DISTILLATION"],
  "meta.llama3-1-8b-instruct-v1:0": ["FINE_TUNING", "DISTILLATION"],
  "meta.llama3-3-70b-instruct-v1:0": ["FINE_TUNING", "DISTILLATION"],
};

const { models } = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const model of models.sort((one, other) => (one.id < other.id ? -1 : 1))) {
  const retired = /^(old|past)/.test(model.status);
  const profileOnly = model.profile_required === true;
  const served = model.apis.length > 0 || model.profile_prefixes.length > 0;
  // A retired model is listed no more, but is still known, so that it can be refused for its age or for want of a profile.
  if (retired ? model.kind === "chat" || profileOnly : served)
    process.stdout.write(`${JSON.stringify(row(model, retired, profileOnly))}\n`);
}

/** Without the members that say nothing: JSON.stringify drops `undefined`. */
function row(model, retired, profileOnly) {
  if (retired) return { id: model.id, profileOnly: profileOnly || undefined, retired };
  const profiles = model.profile_prefixes;
  return {
    id: model.id,
    name: model.name ?? nameFrom(model.id),
    provider: PROVIDERS[model.provider] ?? model.provider[0].toUpperCase() + model.provider.slice(1),
    input: modalities(model.input_modalities),
    output: modalities(model.output_modalities, "TEXT"),
    streaming: model.streaming === true || undefined,
    customizations: CUSTOMIZATIONS[model.id],
    profiles: profiles.length > 0 ? profiles : undefined,
    profileOnly: profileOnly || undefined,
    async: model.apis.includes("async-invoke") || undefined,
    startOfLife: model.release_date ?? undefined,
    endOfLife: model.deprecation_date ?? undefined,
    lacks: model.kind === "chat" ? lacks(model) : undefined,
  };
}

/**
 * What a chat model cannot do. The catalogues leave out `tools` and `tool_choice` where nobody has tried, and JSON schemas and
 * caching where the model has none; all of them where the model is too new. What Claude caches is said elsewhere.
 */
function lacks(model) {
  if (model.tools === null) return undefined;
  const names = [];
  if (model.tools === false) names.push("tools");
  if (model.tool_choice === false) names.push("toolChoice");
  if (model.structured_output !== true) names.push("textFormat");
  if (model.prompt_caching !== true && model.provider !== "anthropic") names.push("caching");
  return names.length > 0 ? names : undefined;
}

function modalities(names, otherwise) {
  const known = new Set(names.map((name) => MODALITIES[name]).filter(Boolean));
  const sorted = MODALITY_ORDER.filter((name) => known.has(name));
  return sorted.length > 0 || !otherwise ? sorted : [otherwise];
}

/** "stability.stable-image-core-v1:1" is a "Stable Image Core". */
function nameFrom(id) {
  const words = id
    .slice(id.indexOf(".") + 1)
    .replace(/(-v\d+)?(:\d+)?$/, "")
    .split("-");
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join(" ");
}
