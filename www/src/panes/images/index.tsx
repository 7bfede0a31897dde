// Images: pictures made of a description.

import type { ListedModel } from "bedrock-wasm";
import { Field } from "../../components/field.tsx";
import { ErrorBox } from "../../components/error-box.tsx";
import { InsideButton } from "../../inside/button.tsx";
import { ModelPicker } from "../../models/picker.tsx";
import { Prompt } from "../shared/prompt.tsx";
import { Idle } from "../shared/result.tsx";
import { Waiting } from "../shared/waiting.tsx";
import { Gallery } from "./gallery.tsx";
import { COUNT_MAX, count, gallery, model, prompt, SIZES, size, task } from "./work.ts";
import "../../styles/panes.css";
import "../../styles/images.css";

export default function Images() {
  const send = () => {
    task.start({ model: model.value.trim(), prompt: prompt.value.trim(), size: size.value, n: count.value });
  };
  return (
    <div class="work">
      <div class="row">
        <ModelPicker
          value={model.value}
          onChange={(next) => {
            model.value = next;
          }}
          suits={makesImages}
        />
        <div class="field-small">
          <Choice
            label="Size"
            value={size.value}
            options={SIZES.map((value) => [value, value.replace("x", " × ")])}
            onChange={(value) => {
              size.value = value;
            }}
          />
        </div>
        <div class="field-small">
          <Choice
            label="Count"
            value={String(count.value)}
            options={Array.from({ length: COUNT_MAX }, (_, index) => [String(index + 1), String(index + 1)])}
            onChange={(value) => {
              count.value = Number(value);
            }}
          />
        </div>
      </div>
      <Prompt
        label="Prompt"
        value={prompt.value}
        onInput={(text) => {
          prompt.value = text;
        }}
        action="Generate"
        onSend={send}
        ready={model.value.trim() !== ""}
        running={() => task.running}
        onStop={() => task.stop()}
      />
      <Outcome />
    </div>
  );
}

/** The gallery stays while more is made, and when that fails. */
function Outcome() {
  const now = task.state.value;
  return (
    <>
      {(now.state === "running" || now.state === "failed") && (
        <article class="result" aria-label="Result">
          {now.state === "running" && <Waiting label="The pictures are being made…" />}
          {now.state === "failed" && <ErrorBox error={now.error} onRetry={() => task.retry()} />}
          <InsideButton id={now.recording} />
        </article>
      )}
      {gallery.value.length > 0 && <Gallery pictures={gallery.value} />}
      {gallery.value.length === 0 && (now.state === "idle" || now.state === "done") && (
        <Idle title="No pictures yet" hint="Describe one. It stays in this page's memory until you reload or download it." />
      )}
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  /** Value and label. */
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(tie) => (
        <select {...tie} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Those that make a picture of a text, by their ids: others of Stability change a picture. */
function makesImages({ id }: ListedModel): boolean {
  return /nova-canvas|titan-image|stability\.(sd3|stable-image-(core|ultra))/.test(id);
}
