// The system prompt, the parameters that the chosen model takes, and the tools.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Conversation } from "../../chat/conversation.ts";
import { limitOf } from "../../chat/limit.ts";
import { conversation } from "../../chat/session.ts";
import { EFFORTS, NUMBERS, type NumberRow, STOPS_MAX, type Settings, takes } from "../../chat/settings.ts";
import { VOCABULARIES, type Vocabulary } from "../../chat/vocabulary.ts";
import { ErrorBox } from "../../components/error-box.tsx";
import { Field } from "../../components/field.tsx";
import { Loading } from "../../components/states.tsx";
import { type Taken, takenBy } from "../../models/taken.ts";
import { TOOLS } from "../../tools/index.ts";
import "../../styles/settings.css";

const change = (members: Partial<Conversation>) => {
  conversation.value = { ...conversation.value, ...members };
};

function set<N extends keyof Settings>(name: N, value: Settings[N] | undefined): void {
  const { [name]: _, ...others } = conversation.value.settings;
  change({ settings: value === undefined ? others : { ...others, [name]: value } });
}

export default function SettingsPanel() {
  const { model, system } = conversation.value;
  const taken = useSignal<Taken | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);
  const attempt = useSignal(0);
  useEffect(() => {
    let gone = false;
    taken.value = undefined;
    failure.value = undefined;
    takenBy(model).then(
      (answer) => {
        if (!gone) taken.value = answer;
      },
      (error) => {
        if (!gone) failure.value = error;
      },
    );
    return () => {
      gone = true;
    };
  }, [model, attempt.value]);
  return (
    <div class="settings">
      <VocabularySwitch />
      <Field
        label="System prompt"
        hint={taken.value && !taken.value.system ? "The model has none: your first message begins with it." : undefined}
      >
        {(tie) => (
          <textarea {...tie} rows={3} value={system} onInput={(event) => change({ system: event.currentTarget.value })} />
        )}
      </Field>
      {failure.value !== undefined ? (
        <ErrorBox error={failure.value} onRetry={() => attempt.value++} />
      ) : taken.value ? (
        <>
          <Parameters key={conversation.value.id} taken={taken.value} />
          <Tools taken={taken.value} />
        </>
      ) : (
        <Loading label="Looking up which parameters the model takes…" />
      )}
    </div>
  );
}

const LABELS: Record<Vocabulary, string> = {
  chat: "OpenAI Chat Completions",
  responses: "OpenAI Responses",
  messages: "Anthropic Messages",
  converse: "Bedrock Converse",
};
/** What the page calls. */
const CALLS: Record<Vocabulary, string> = {
  chat: "bedrock.chat.completions.create",
  responses: "bedrock.responses.create",
  messages: "createFetch",
  converse: "bedrock.converseStream",
};

/** Of the next message: the ones before it stay as they are. */
function VocabularySwitch() {
  const { vocabulary = VOCABULARIES[0] } = conversation.value;
  return (
    <Field
      label="Vocabulary"
      hint={
        <>
          The page calls <code>{CALLS[vocabulary]}</code>
          {vocabulary === "messages" && (
            <>
              {" "}
              of <code>bedrock-wasm/anthropic</code>
            </>
          )}
          . Every model takes each vocabulary.
        </>
      }
    >
      {(tie) => (
        <select
          {...tie}
          value={vocabulary}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            change({ vocabulary: VOCABULARIES.find((name) => name === chosen) ?? VOCABULARIES[0] });
          }}
        >
          {VOCABULARIES.map((name) => (
            <option key={name} value={name}>
              {LABELS[name]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Parameters({ taken }: { taken: Taken }) {
  const { settings } = conversation.value;
  const both = taken.both || !takes(taken, "temperature") || !takes(taken, "top_p");
  return (
    <div class="parameters">
      {NUMBERS.filter(({ name }) => takes(taken, name)).map((row) => (
        <NumberField
          key={row.name}
          row={row}
          hint={
            !both && row.name === "top_p" && settings.temperature !== undefined
              ? "Not sent: the model takes it or the temperature."
              : row.hint
          }
        />
      ))}
      {takes(taken, "stop") && <Stop />}
      {takes(taken, "reasoning_effort") && (
        <Field label="Reasoning effort" hint="How long the model may think.">
          {(tie) => (
            <select
              {...tie}
              value={taken.efforts.includes(settings.reasoning_effort ?? "") ? settings.reasoning_effort : ""}
              onChange={(event) => set("reasoning_effort", event.currentTarget.value || undefined)}
            >
              <option value="">The model's own</option>
              {taken.efforts.map((effort) => (
                <option key={effort} value={effort}>
                  {EFFORTS[effort] ?? effort}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </div>
  );
}

function NumberField({ row: { name, label, min, max, step }, hint }: { row: NumberRow; hint: string }) {
  const problem = useSignal("");
  const { model, vocabulary } = conversation.value;
  return (
    <Field label={label} hint={problem.value || hint}>
      {(tie) => (
        <input
          {...tie}
          type="number"
          min={min}
          max={max}
          step={step}
          placeholder={name === "max_tokens" && vocabulary === "messages" ? String(limitOf(model)) : "The model's own"}
          aria-invalid={problem.value !== ""}
          // Not `value`: of "0." on the way to "0.25" it would make "0".
          defaultValue={String(conversation.peek().settings[name] ?? "")}
          onInput={(event) => {
            const { value, valueAsNumber, validity, validationMessage } = event.currentTarget;
            problem.value = validity.valid ? "" : validationMessage;
            set(name, validity.valid && value !== "" ? valueAsNumber : undefined);
          }}
        />
      )}
    </Field>
  );
}

/** One sequence a line. */
function Stop() {
  const stop = conversation.value.settings.stop ?? [];
  const text = useSignal(stop.join("\n"));
  const lines = text.value.split("\n").filter(Boolean);
  return (
    <Field
      label="Stop sequences"
      hint={lines.length > STOPS_MAX ? `Only the first ${STOPS_MAX} are sent.` : "The reply ends before one of them. One a line."}
    >
      {(tie) => (
        <textarea
          {...tie}
          rows={2}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            const given = text.value.split("\n").filter(Boolean).slice(0, STOPS_MAX);
            set("stop", given.length > 0 ? given : undefined);
          }}
        />
      )}
    </Field>
  );
}

function Tools({ taken }: { taken: Taken }) {
  const { tools } = conversation.value;
  if (!taken.tools) return <p class="hint">The model uses no tools.</p>;
  return (
    <fieldset class="tools">
      <legend>Tools that run in this page</legend>
      {TOOLS.map(({ name, label, description }) => (
        <label key={name}>
          <input
            type="checkbox"
            aria-label={label}
            aria-describedby={`tool-${name}`}
            checked={tools.includes(name)}
            onChange={(event) => {
              const others = tools.filter((other) => other !== name);
              change({ tools: event.currentTarget.checked ? [...others, name] : others });
            }}
          />
          {label}
          <span class="hint" id={`tool-${name}`}>
            {description}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
