// Writes a message: text, and files by button, drag or paste.

import { useEffect, useRef } from "preact/hooks";
import { Lazy } from "../../app/lazy.tsx";
import { addFiles, attachments, clear, hasMisfit, refusals, removeAttachment, text } from "../../chat/draft.ts";
import { answering, conversation, send, stop } from "../../chat/session.ts";

const ID = "message";
const loadChips = () => import("./chips.tsx");

export function focusComposer(): void {
  document.getElementById(ID)?.focus();
}

export function Composer() {
  const busy = answering.value !== null;
  const misfit = hasMisfit(conversation.value.model);
  useEffect(() => {
    // Who is on a tab or a link already stays there.
    if (document.activeElement === document.body) focusComposer();
  }, []);
  const submit = () => {
    const message = text.value.trim();
    if (message && !misfit && send(message, attachments.value)) clear();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Files />
      <div class="composer-row">
        <FileButton />
        <textarea
          id={ID}
          aria-label="Message"
          placeholder="Ask something"
          rows={2}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onPaste={(event) => {
            const files = [...(event.clipboardData?.files ?? [])];
            if (files.length === 0) return;
            event.preventDefault();
            void addFiles(files);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        {busy ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit" class="primary" disabled={text.value.trim() === "" || misfit}>
            Send
          </button>
        )}
      </div>
    </form>
  );
}

function Files() {
  return (
    <>
      {attachments.value.length > 0 && (
        <Lazy
          load={loadChips}
          props={{ attachments: attachments.value, model: conversation.value.model, onRemove: removeAttachment }}
        />
      )}
      {refusals.value.length > 0 && (
        <div class="refusals" role="alert">
          <ul>
            {refusals.value.map(({ name, reason }) => (
              <li key={name}>
                <strong>{name}</strong>: {reason}
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="quiet small"
            aria-label="Dismiss"
            onClick={() => {
              refusals.value = [];
            }}
          >
            ✕
          </button>
        </div>
      )}
    </>
  );
}

function FileButton() {
  const input = useRef<HTMLInputElement>(null);
  const open = async () => {
    const { ACCEPT } = await import("../../chat/files.ts");
    if (!input.current) return;
    input.current.accept = ACCEPT;
    input.current.click();
  };
  return (
    <>
      <button type="button" aria-label="Add files" title="Add images, documents or a video" onClick={() => void open()}>
        +
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={(event) => {
          void addFiles([...(event.currentTarget.files ?? [])]);
          // The same file can be chosen again.
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
