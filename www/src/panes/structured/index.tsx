// Structured output: replies that follow a JSON schema.

import { ModelPicker } from "../../models/picker.tsx";
import { Prompt } from "../shared/prompt.tsx";
import { Result } from "../shared/result.tsx";
import { AnswerView } from "./answer.tsx";
import { Editor } from "./editor.tsx";
import { checked, model, prompt, task } from "./work.ts";
import "../../styles/panes.css";
import "../../styles/structured.css";

export default function Structured() {
  const { schema } = checked.value;
  return (
    <div class="work structured">
      <div class="ask">
        <ModelPicker
          value={model.value}
          onChange={(next) => {
            model.value = next;
          }}
        />
        <Editor />
        <Prompt
          label="Prompt"
          value={prompt.value}
          onInput={(text) => {
            prompt.value = text;
          }}
          action="Ask"
          onSend={() => {
            if (schema) task.start({ model: model.value.trim(), prompt: prompt.value.trim(), schema });
          }}
          ready={schema !== undefined && model.value.trim() !== ""}
          running={() => task.running}
          onStop={() => task.stop()}
        />
      </div>
      <div class="got">
        <Result
          task={task}
          title="No reply yet"
          hint="The model answers with JSON, which this page checks against the schema."
          loading="The model writes…"
        >
          {(answer) => <AnswerView {...answer} />}
        </Result>
      </div>
    </div>
  );
}
