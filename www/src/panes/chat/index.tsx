// The chat pane: model, settings and conversations, the turns, the composer.

import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Lazy } from "../../app/lazy.tsx";
import { go, place } from "../../app/router.ts";
import { useShortcuts } from "../../app/shortcuts.ts";
import { answering, conversation, open, startAnew, stop } from "../../chat/session.ts";
import { ModelPicker } from "../../models/picker.tsx";
import { storageFailure } from "../../store/index.ts";
import { Composer, focusComposer } from "./composer.tsx";
import { useDrop } from "./drop.ts";
import { Transcript } from "./transcript.tsx";
import "../../styles/chat.css";

const loadSettings = () => import("./settings.tsx");
const loadConversations = () => import("./conversations.tsx");
const NOTHING = {};

export default function Chat() {
  const settings = useSignal(false);
  const list = useSignal(false);
  const { over, handlers } = useDrop();
  const begin = () => {
    startAnew();
    go("chat");
    focusComposer();
  };
  useShortcuts([
    { keys: "/", label: "Goes to the message", run: focusComposer },
    { keys: "n", label: "Begins another conversation", run: begin },
    { keys: "o", label: "Opens the conversations", run: () => (list.value = true) },
    { keys: "s", label: "Shows the settings", run: () => (settings.value = !settings.value) },
    { keys: "Escape", label: "Stops the reply", run: stop, inText: true, when: () => answering.value !== null },
  ]);
  usePlace();
  return (
    <div class={over ? "chat dropping" : "chat"} {...handlers}>
      <div class="chat-setup">
        <ModelPicker
          value={conversation.value.model}
          kind="chat"
          onChange={(model) => {
            conversation.value = { ...conversation.value, model };
          }}
        />
        <div class="chat-buttons">
          <button
            type="button"
            aria-expanded={settings.value}
            aria-controls="chat-settings"
            onClick={() => (settings.value = !settings.value)}
          >
            Settings
          </button>
          <button type="button" aria-haspopup="dialog" onClick={() => (list.value = true)}>
            Conversations
          </button>
          <button type="button" aria-label="New conversation" onClick={begin}>
            New
          </button>
        </div>
      </div>
      <section id="chat-settings" class="chat-settings" aria-label="Settings" hidden={!settings.value}>
        {settings.value && <Lazy load={loadSettings} props={NOTHING} />}
      </section>
      {storageFailure.value && (
        <p class="banner" role="status">
          The browser keeps no conversations ({storageFailure.value.message}). This one lasts as long as the page; allow site data
          to keep it.
        </p>
      )}
      <Transcript />
      <Composer />
      {list.value && <Lazy load={loadConversations} props={{ onClose: () => (list.value = false) }} />}
    </div>
  );
}

/** The address names the conversation, so that a reload or the browser's history finds it again. */
function usePlace(): void {
  useSignalEffect(() => {
    const id = place.value;
    if (id && id !== conversation.peek().id) {
      void open(id).then((found) => {
        if (!found) go("chat");
      });
    }
  });
  const { id, head } = conversation.value;
  useEffect(() => {
    // No event tells of it, and no place in the history is added.
    if (head !== null) history.replaceState(history.state, "", `#chat/${id}`);
  }, [id, head !== null]);
}
