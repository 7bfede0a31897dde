// Chooses a model: any id, alias or ARN can be typed, and the region's models are suggested.

import type { ListedModel } from "bedrock-wasm";
import { useId } from "preact/hooks";
import { Field } from "../components/field.tsx";
import { loadModels, models } from "./list.ts";

export interface ModelPickerProps {
  /** The chosen model: an id, an alias, an inference profile or an ARN. */
  value: string;
  onChange: (model: string) => void;
  /** Default `Model`. */
  label?: string;
  /** Which of the listed models are suggested, such as those that make images. Default all. */
  suits?: (model: ListedModel) => boolean;
}

export function ModelPicker({ value, onChange, label = "Model", suits = () => true }: ModelPickerProps) {
  const list = useId();
  const known = models.value;
  return (
    <Field label={label} hint={hintOf(known.state, "offline" in known && known.offline)}>
      {(tie) => (
        <>
          <input
            {...tie}
            list={list}
            value={value}
            spellcheck={false}
            autocomplete="off"
            onFocus={() => void loadModels()}
            onInput={(event) => onChange(event.currentTarget.value)}
          />
          <datalist id={list}>
            {known.models.filter(suits).map(({ id, owned_by }) => (
              <option key={id} value={id} label={owned_by} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

function hintOf(state: string, offline: boolean): string {
  if (state === "loading") return "The models are being listed…";
  if (state === "failed") return "The models cannot be listed; type an id.";
  return offline ? "From the package's catalogue: the region's own list is out of a page's reach." : "";
}
