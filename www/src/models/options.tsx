// The suggestions of the model picker, by maker, with what each model can do.

import type { ListedModel } from "bedrock-wasm";
import { useEffect, useMemo } from "preact/hooks";
import { type Abilities, abilitiesOf, type Kind } from "./abilities.ts";
import { models } from "./list.ts";

export interface OptionsProps {
  /** Option n has the id `${id}-n`. */
  id: string;
  /** What is typed; empty shows all. */
  query: string;
  value: string;
  active: string | null;
  kind: Kind | undefined;
  suits: ((model: ListedModel) => boolean) | undefined;
  /** Told of the ids that are shown, in order. */
  onShow: (ids: readonly string[]) => void;
  onChoose: (model: string) => void;
}

interface Entry {
  model: ListedModel;
  abilities: Abilities;
  maker: string;
  /** What is searched, in small letters. */
  words: string;
}

export default function Options({ id, query, value, active, kind, suits, onShow, onChoose }: OptionsProps) {
  const known = models.value;
  const entries = useMemo(() => entriesOf(known.models, kind, suits), [known.models, kind, suits]);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => words.every((word) => entry.words.includes(word)));
  onShow(found.map(({ model }) => model.id));
  const any = entries.length > 0;
  useEffect(() => {
    document.getElementById(id)?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [id, any]);
  if (found.length === 0) return <p class="hint">{nothing(known.state, query)}</p>;
  const makers = [...new Set(found.map(({ maker }) => maker))];
  return (
    <>
      {makers.map((maker) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
        <div key={maker} role="group" aria-label={maker}>
          <div class="maker" aria-hidden="true">
            {maker}
          </div>
          {found.map(
            (entry, index) =>
              entry.maker === maker && (
                <Option
                  key={entry.model.id}
                  id={`${id}-${index}`}
                  entry={entry}
                  selected={entry.model.id === value || entry.abilities.alias === value}
                  active={entry.model.id === active}
                  onChoose={onChoose}
                />
              ),
          )}
        </div>
      ))}
    </>
  );
}

interface OptionProps {
  id: string;
  entry: Entry;
  selected: boolean;
  active: boolean;
  onChoose: (model: string) => void;
}

function Option({ id, entry: { model, abilities }, selected, active, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus and has the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox keeps the focus and has the keys
    <div
      id={id}
      class={active ? "option active" : "option"}
      role="option"
      aria-selected={selected}
      // The focus stays in the input.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(model.id)}
    >
      <span class="option-id">{model.id}</span>
      {abilities.alias && <span class="hint">alias {abilities.alias}</span>}
      {abilities.labels.length > 0 && (
        <span class="badges">
          {abilities.labels.map((label) => (
            <span key={label} class="badge">
              {label}
            </span>
          ))}
        </span>
      )}
    </div>
  );
}

function entriesOf(list: readonly ListedModel[], kind: Kind | undefined, suits: OptionsProps["suits"]): Entry[] {
  const entries = list
    .filter((model) => suits?.(model) ?? true)
    .map((model) => {
      const abilities = abilitiesOf(model.id, list);
      const maker = model.owned_by || "Other";
      const name = (model._bedrock?.modelName ?? model._bedrock?.inferenceProfileName ?? "") as string;
      const words = [model.id, maker, name, abilities.alias ?? "", ...abilities.labels].join(" ").toLowerCase();
      return { model, abilities, maker, words };
    })
    .filter(({ abilities }) => !kind || abilities.kind === kind || (kind === "chat" && !abilities.kind));
  // In order of makers, so that the arrow keys follow what is seen.
  return entries.sort((a, b) => a.maker.localeCompare(b.maker));
}

function nothing(state: string, query: string): string {
  if (state === "ready")
    return query ? "No model of the list fits. Enter takes what is typed." : "The region lists no such model.";
  return state === "failed" ? "The models cannot be listed. Enter takes what is typed." : "The models are being listed…";
}
