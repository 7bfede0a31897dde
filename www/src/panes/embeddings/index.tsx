// Embeddings: how similar texts are, as a heat map.

import type { ListedModel } from "bedrock-wasm";
import { useShortcuts } from "../../app/shortcuts.ts";
import { Field } from "../../components/field.tsx";
import { ModelPicker } from "../../models/picker.tsx";
import { SendOrStop } from "../shared/prompt.tsx";
import { Result } from "../shared/result.tsx";
import { HeatMap } from "./heat-map.tsx";
import { EXAMPLE, linesOf, model, task, TEXTS_MAX, text } from "./work.ts";
import "../../styles/panes.css";

export default function Embeddings() {
  useShortcuts([{ keys: "Escape", label: "Stops the call", run: () => task.stop(), inText: true, when: () => task.running }]);
  const texts = linesOf(text.value);
  const sendable = texts.length >= 2 && texts.length <= TEXTS_MAX && model.value.trim() !== "";
  const send = () => {
    if (sendable) task.start({ model: model.value.trim(), texts });
  };
  return (
    <div class="work">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field label="Texts" hint={hintOf(texts.length)}>
          {(tie) => (
            <textarea
              {...tie}
              rows={6}
              value={text.value}
              onInput={(event) => {
                text.value = event.currentTarget.value;
              }}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                event.preventDefault();
                send();
              }}
            />
          )}
        </Field>
        <div class="row">
          <ModelPicker
            value={model.value}
            onChange={(next) => {
              model.value = next;
            }}
            suits={makesEmbeddings}
          />
          <SendOrStop action="Compare texts" sendable={sendable} running={task.running} onStop={() => task.stop()} />
          <button
            type="button"
            onClick={() => {
              text.value = EXAMPLE;
            }}
          >
            Use an example
          </button>
        </div>
      </form>
      <Result
        task={task}
        title="How similar are texts?"
        hint="Enter two texts or more. A model turns each into a vector; the map shows the cosines of their angles."
        loading="The texts are being embedded…"
      >
        {(value) => <HeatMap {...value} />}
      </Result>
    </div>
  );
}

function hintOf(count: number): string {
  if (count > TEXTS_MAX) return `${count} texts are too many: ${TEXTS_MAX} fit on the map.`;
  return `One text a line, 2 to ${TEXTS_MAX}. Ctrl+Enter compares them.`;
}

/** By its id: the package's own catalogue says no more of a model. */
function makesEmbeddings({ id }: ListedModel): boolean {
  return /embed/.test(id);
}
