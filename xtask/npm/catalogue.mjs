// A raw catalogue of models (JSON, one object a model) -> src/models/catalogue.txt, a line a model:
//
//   node xtask/npm/catalogue.mjs models.json > src/models/catalogue.txt
//
// id, kind and profile (! needed, ? in some regions), the prefixes of its inference profiles, its inputs and capabilities.
import fs from "node:fs";

const { models, generated } = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const KINDS = { chat: "c", embed: "e", image: "i", image_edit: "i", rerank: "r", video: "v", realtime: "s" };
const PROFILES = { true: "!", "region-dependent": "?", false: "" };
const CAPABILITIES = {
  t: ({ tools }) => tools,
  c: ({ tool_choice }) => tool_choice,
  r: ({ reasoning }) => reasoning,
  s: ({ structured_output }) => structured_output,
  p: ({ prompt_caching }) => prompt_caching,
  i: takes("image"),
  d: takes("pdf"),
  v: takes("video"),
  a: takes("audio"),
};

console.log(`# Generated from a catalogue of ${generated} by xtask/npm/catalogue.mjs, which says what the columns are.`);
// Current models without an API of Bedrock have ids for its OpenAI-compatible endpoints only.
const ours = models.filter(({ apis, status }) => apis.length > 0 || status !== "current");
for (const model of ours.toSorted((one, other) => (one.id < other.id ? -1 : 1))) {
  const kind = KINDS[model.kind] + (PROFILES[model.profile_required] ?? "");
  const capabilities = Object.keys(CAPABILITIES).filter((letter) => CAPABILITIES[letter](model) === true);
  console.log([model.id, kind, model.profile_prefixes.join(","), capabilities.join("")].join(" ").trimEnd());
}

function takes(modality) {
  return ({ input_modalities }) => input_modalities.includes(modality);
}
