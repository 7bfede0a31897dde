// Chooses a model: a combobox. Any id, alias or ARN can be typed, and the region's models are suggested.

import { useSignal } from "@preact/signals";
import type { ListedModel } from "bedrock-wasm";
import type { ComponentType } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Field } from "../components/field.tsx";
import type { Kind } from "./abilities.ts";
import { loadModels, models } from "./list.ts";
import type { OptionsProps } from "./options.tsx";
import "../styles/models.css";

export interface ModelPickerProps {
  /** The chosen model: an id, an alias, an inference profile or an ARN. */
  value: string;
  onChange: (model: string) => void;
  /** Default `Model`. */
  label?: string;
  /** Which kind of models are suggested. Those whose kind is not known are suggested for chats. Default all. */
  kind?: Kind;
  /** Which of the listed models are suggested. Default all. */
  suits?: (model: ListedModel) => boolean;
}

export function ModelPicker({ value, onChange, label = "Model", kind, suits }: ModelPickerProps) {
  const popup = useId();
  const open = useSignal(false);
  /** What is being typed; null while the value stands there. */
  const draft = useSignal<string | null>(null);
  /** The id of the option that the arrow keys are on. */
  const active = useSignal<string | null>(null);
  const Options = useSignal<ComponentType<OptionsProps> | undefined>(undefined);
  const shown = useRef<readonly string[]>([]);
  const known = models.value;
  const show = () => {
    open.value = true;
    void loadModels();
    if (!Options.value) void import("./options.tsx").then((module) => (Options.value = module.default));
  };
  const close = () => {
    open.value = false;
    active.value = null;
  };
  const choose = (model: string) => {
    close();
    draft.value = null;
    if (model && model !== value) onChange(model);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === "Escape" && (open.value || draft.value !== null)) {
      draft.value = null;
      close();
    } else if (key === "Enter") choose(active.value ?? draft.value?.trim() ?? value);
    else if (key === "ArrowDown" || key === "ArrowUp") move(key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const move = (step: number) => {
    if (!open.value) return show();
    const { length } = shown.current;
    const at = active.value === null ? -1 : shown.current.indexOf(active.value);
    // From nothing, down is the first and up the last.
    const next = at < 0 ? (step > 0 ? 0 : length - 1) : (at + step + length) % length;
    active.value = shown.current[next] ?? null;
  };
  const activeId = active.value === null ? undefined : `${popup}-${shown.current.indexOf(active.value)}`;
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);
  return (
    <Field label={label} hint={hintOf(known.state, "offline" in known && known.offline)}>
      {(tie) => (
        <div class="picker">
          <input
            {...tie}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open.value}
            aria-controls={popup}
            aria-activedescendant={activeId}
            value={draft.value ?? value}
            spellcheck={false}
            autocomplete="off"
            onClick={show}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
              active.value = null;
              show();
            }}
            onKeyDown={onKeyDown}
            onBlur={() => choose(draft.value?.trim() ?? value)}
          />
          {open.value && (
            <div id={popup} class="options" role="listbox" aria-label={`${label}: suggestions`}>
              {Options.value && (
                <Options.value
                  id={popup}
                  query={draft.value ?? ""}
                  value={value}
                  active={active.value}
                  kind={kind}
                  suits={suits}
                  onShow={(ids) => {
                    shown.current = ids;
                  }}
                  onChoose={choose}
                />
              )}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}

function hintOf(state: string, offline: boolean): string {
  if (state === "loading") return "The models are being listed…";
  if (state === "failed") return "The models cannot be listed; type an id.";
  return offline ? "From the package's catalogue: a page cannot reach the region's own list." : "";
}
