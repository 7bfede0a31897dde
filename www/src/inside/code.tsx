// The same call as code to copy.

import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Attempt, RecordedTurn } from "../recorder/index.ts";
import { FORM_NAMES, FORMS, type Form, programOf } from "./code/index.ts";
import { CodeBlock } from "./code-block.tsx";

const TEXT_SHOWN = 40_000;

export function CodeView({ turn, attempt }: { turn: RecordedTurn; attempt: Attempt }) {
  const form = useSignal<Form>("native");
  const said = useSignal("");
  useEffect(() => {
    said.value = "";
  }, [form.value, attempt]);
  const program = useMemo(() => programOf(form.value, turn, attempt), [form.value, turn, attempt, attempt.request.body]);
  return (
    <div class="code-view">
      <fieldset class="forms">
        <legend>Written for</legend>
        {FORMS.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="form"
              checked={form.value === name}
              onChange={() => {
                form.value = name;
              }}
            />
            {FORM_NAMES[name]}
          </label>
        ))}
      </fieldset>
      {"code" in program ? <Code code={program.code} said={said} /> : <p>{program.reason}</p>}
    </div>
  );
}

function Code({ code, said }: { code: string; said: { value: string } }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      said.value = "Copied.";
    } catch {
      said.value = "The browser does not let this page copy. Select the code and copy it by hand.";
    }
  };
  return (
    <>
      <div class="code-actions">
        <button type="button" onClick={copy}>
          Copy
        </button>
        <span role="status">{said.value}</span>
      </div>
      <CodeBlock label="Code" text={code} most={TEXT_SHOWN} />
      {code.length > TEXT_SHOWN && <p class="hint">The rest is left out here; Copy copies all of it.</p>}
    </>
  );
}
