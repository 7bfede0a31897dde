// What models can do, as the region's list and the package's own catalogue say it. Nothing is guessed: what neither of them
// says is left open.

import type { ListedModel } from "bedrock-wasm";
import catalogue from "virtual:catalogue";

export type Kind = "chat" | "embeddings" | "images" | "video" | "speech" | "reranking";

export interface Abilities {
  /** Undefined where nothing says it. */
  kind: Kind | undefined;
  /** The package's short name of the model. */
  alias: string | undefined;
  /** For people, in the order in which they are shown: `Vision`, `Tools`. */
  labels: readonly string[];
  /** Whether it takes images, and videos; undefined where nothing says it. */
  images: boolean | undefined;
  video: boolean | undefined;
}

const KINDS: Record<string, Kind> = {
  c: "chat",
  e: "embeddings",
  i: "images",
  v: "video",
  s: "speech",
  r: "reranking",
};

/** The catalogue's letters. */
const LETTERS: readonly [letter: string, label: string][] = [
  ["i", "Vision"],
  ["v", "Video"],
  ["a", "Audio"],
  ["d", "PDF"],
  ["t", "Tools"],
  ["r", "Thinking"],
  ["s", "JSON schema"],
  ["p", "Caching"],
];

interface Row {
  kind: Kind | undefined;
  can: string;
  alias: string;
}

const rows = new Map<string, Row>();
for (const [id, kind, prefixes, can, alias] of catalogue) {
  const row = { kind: KINDS[kind], can, alias };
  for (const name of [id, alias, ...prefixes.split(",").map((prefix) => prefix && `${prefix}.${id}`)]) {
    if (name && (name !== alias || !rows.has(name))) rows.set(name, row);
  }
}

/** What is known of a model by its name, and by its entry in the region's list if there is one. */
export function abilitiesOf(name: string, list: readonly ListedModel[] = []): Abilities {
  const entry = list.find(({ id }) => id === name);
  const base = baseOf(entry);
  const row = rows.get(name) ?? rows.get(base ?? "") ?? rows.get(lastPart(name));
  const facts = (list.find(({ id }) => id === base) ?? entry)?._bedrock as Facts | undefined;
  const takes = (letter: string, modality: string) =>
    row?.can.includes(letter) ||
    facts?.inputModalities?.includes(modality) ||
    (row || facts?.inputModalities ? false : undefined);
  const letters: Record<string, boolean | undefined> = {
    i: takes("i", "IMAGE"),
    v: takes("v", "VIDEO"),
    a: takes("a", "SPEECH"),
  };
  const labels = LETTERS.filter(([letter]) => letters[letter] ?? row?.can.includes(letter)).map(([, label]) => label);
  if (facts?.responseStreamingSupported) labels.push("Streaming");
  return { kind: row?.kind ?? kindOf(facts), alias: row?.alias || undefined, labels, images: letters.i, video: letters.v };
}

/** What Bedrock says of a foundation model. */
interface Facts {
  inputModalities?: string[];
  outputModalities?: string[];
  responseStreamingSupported?: boolean;
}

/** The foundation model that an inference profile leads to. */
function baseOf(entry: ListedModel | undefined): string | undefined {
  const models = entry?._bedrock?.models as { modelArn?: string }[] | undefined;
  return models?.[0]?.modelArn && lastPart(models[0].modelArn);
}

const lastPart = (name: string) => name.slice(name.lastIndexOf("/") + 1);

function kindOf(facts: Facts | undefined): Kind | undefined {
  const output = facts?.outputModalities ?? [];
  if (output.includes("EMBEDDING")) return "embeddings";
  if (output.includes("SPEECH")) return "speech";
  if (output.includes("IMAGE")) return "images";
  if (output.includes("VIDEO")) return "video";
  return output.includes("TEXT") ? "chat" : undefined;
}
