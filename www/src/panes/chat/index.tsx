// The chat pane: model and system prompt, the turns, the composer.

import { useShortcuts } from "../../app/shortcuts.ts";
import { conversation, reply, startAnew, stop } from "../../chat/session.ts";
import { ModelPicker } from "../../models/picker.tsx";
import { Composer, focusComposer } from "./composer.tsx";
import { Transcript } from "./transcript.tsx";
import "../../styles/chat.css";

export default function Chat() {
  useShortcuts([
    { keys: "/", label: "Goes to the message", run: focusComposer },
    { keys: "n", label: "Begins another conversation", run: startAnew },
    { keys: "Escape", label: "Stops the reply", run: stop, inText: true, when: () => reply.value !== null },
  ]);
  const { model, system } = conversation.value;
  return (
    <div class="chat">
      <div class="chat-setup">
        <ModelPicker
          value={model}
          onChange={(next) => {
            conversation.value = { ...conversation.value, model: next };
          }}
        />
        <details>
          <summary>System prompt</summary>
          <textarea
            aria-label="System prompt"
            rows={3}
            value={system}
            onInput={(event) => {
              conversation.value = { ...conversation.value, system: event.currentTarget.value };
            }}
          />
        </details>
        <button type="button" onClick={startAnew}>
          New conversation
        </button>
      </div>
      <Transcript />
      <Composer />
    </div>
  );
}
