// Compare: one prompt, several models side by side.

import { ModelPicker } from "../../models/picker.tsx";
import { Prompt } from "../shared/prompt.tsx";
import { Idle } from "../shared/result.tsx";
import { ColumnView } from "./column.tsx";
import { COLUMNS_MAX, columns, models, prompt, running, start, stopAll } from "./work.ts";
import "../../styles/panes.css";
import "../../styles/compare.css";

export default function Compare() {
  const chosen = models.value;
  return (
    <div class="work">
      <Models />
      <Prompt
        label="Prompt"
        value={prompt.value}
        onInput={(text) => {
          prompt.value = text;
        }}
        action="Ask all"
        onSend={start}
        ready={chosen.every((model) => model.trim() !== "")}
        running={running}
        onStop={stopAll}
        stopLabel="Stop all"
      />
      {columns.value.length === 0 ? (
        <Idle title="Which model answers best?" hint="Choose up to four, and ask them all at once." />
      ) : (
        <div class="compared">
          {columns.value.map((column, index) => (
            <ColumnView key={index} column={column} index={index} />
          ))}
        </div>
      )}
    </div>
  );
}

function Models() {
  const chosen = models.value;
  return (
    <div class="row chosen">
      {chosen.map((model, index) => (
        <div key={index} class="chosen-model">
          <ModelPicker
            label={`Model ${index + 1}`}
            value={model}
            onChange={(next) => {
              models.value = models.value.map((other, at) => (at === index ? next : other));
            }}
          />
          {chosen.length > 1 && (
            <button
              type="button"
              aria-label={`Remove model ${index + 1}`}
              onClick={() => {
                models.value = models.value.filter((_, other) => other !== index);
              }}
            >
              ✕
            </button>
          )}
        </div>
      ))}
      {chosen.length < COLUMNS_MAX && (
        <button
          type="button"
          onClick={() => {
            models.value = [...models.value, ""];
          }}
        >
          Add a model
        </button>
      )}
    </div>
  );
}
