// The schema's editor: faults stand below it with line and column, and a click goes there.

import { useId, useRef } from "preact/hooks";
import { EXAMPLES } from "./examples.ts";
import type { Fault } from "./schema.ts";
import { checked, prompt, schemaText } from "./work.ts";

/** The first fault is often the cause of the others. */
const FAULTS_SHOWN = 3;

export function Editor() {
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const faults = checked.value.faults ?? [];
  const go = (fault: Fault) => {
    const lines = schemaText.value.split("\n").slice(0, fault.line - 1);
    const offset = lines.reduce((sum, line) => sum + line.length + 1, 0) + fault.column - 1;
    area.current?.focus();
    area.current?.setSelectionRange(offset, Math.min(offset + 1, schemaText.value.length));
  };
  return (
    <div class="field">
      <div class="editor-head">
        <label for={id}>JSON schema</label>
        <Examples />
      </div>
      <textarea
        ref={area}
        id={id}
        class="code"
        rows={14}
        wrap="off"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        value={schemaText.value}
        aria-invalid={faults.length > 0}
        aria-describedby={`${id}-faults`}
        onInput={(event) => {
          schemaText.value = event.currentTarget.value;
        }}
      />
      <div id={`${id}-faults`} class="faults" role="status">
        {faults.length === 0 && <p class="hint">The schema is valid.</p>}
        {faults.slice(0, FAULTS_SHOWN).map((fault) => (
          <p key={`${fault.line}:${fault.column}`} class="problem">
            <button type="button" class="quiet" onClick={() => go(fault)}>
              Line {fault.line}, column {fault.column}
            </button>
            {fault.message}
          </p>
        ))}
      </div>
    </div>
  );
}

function Examples() {
  return (
    <select
      aria-label="Example"
      value=""
      onChange={(event) => {
        const example = EXAMPLES[Number(event.currentTarget.value)];
        event.currentTarget.value = "";
        if (!example) return;
        schemaText.value = JSON.stringify(example.schema, null, 2);
        prompt.value = example.prompt;
      }}
    >
      <option value="">Examples…</option>
      {EXAMPLES.map(({ label }, index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
    </select>
  );
}
