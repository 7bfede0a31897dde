// A prompt with the buttons that send it and stop the call: Enter sends, Shift+Enter breaks the line, Escape stops.

import { useShortcuts } from "../../app/shortcuts.ts";
import { Field } from "../../components/field.tsx";

interface PromptProps {
  label: string;
  value: string;
  onInput: (text: string) => void;
  /** On the button that sends. */
  action: string;
  onSend: () => void;
  /** Whether it can be sent, beside that there must be a text. */
  ready?: boolean;
  running: () => boolean;
  onStop: () => void;
  stopLabel?: string;
}

export function Prompt(props: PromptProps) {
  const { label, value, onInput, action, onSend, ready = true, running, onStop, stopLabel = "Stop" } = props;
  useShortcuts([{ keys: "Escape", label: "Stops the call", run: onStop, inText: true, when: running }]);
  const sendable = ready && value.trim() !== "";
  return (
    <form
      class="prompt"
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable && !running()) onSend();
      }}
    >
      <Field label={label}>
        {(tie) => (
          <textarea
            {...tie}
            rows={2}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              if (sendable && !running()) onSend();
            }}
          />
        )}
      </Field>
      <SendOrStop {...{ action, sendable, running: running(), onStop, stopLabel }} />
    </form>
  );
}

interface SendOrStopProps {
  action: string;
  sendable: boolean;
  running: boolean;
  onStop: () => void;
  stopLabel?: string;
}

/** The button that sends a form, or while the call runs, the one that stops it. */
export function SendOrStop({ action, sendable, running, onStop, stopLabel = "Stop" }: SendOrStopProps) {
  // Keys keep them apart: the focus must not slide from one to the other under a key that is still down.
  return running ? (
    <button key="stop" type="button" onClick={onStop}>
      {stopLabel}
    </button>
  ) : (
    <button key="send" type="submit" class="primary" disabled={!sendable}>
      {action}
    </button>
  );
}
