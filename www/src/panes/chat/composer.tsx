// Where the message is written: Enter sends, Shift+Enter breaks the line.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { reply, send, stop } from "../../chat/session.ts";

const ID = "message";

export function focusComposer(): void {
  document.getElementById(ID)?.focus();
}

export function Composer() {
  const text = useSignal("");
  const busy = reply.value !== null;
  useEffect(() => {
    // Who is on a tab or a link already stays there.
    if (document.activeElement === document.body) focusComposer();
  }, []);
  const submit = () => {
    const message = text.value.trim();
    if (message && send(message)) text.value = "";
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        id={ID}
        aria-label="Message"
        placeholder="Ask something"
        rows={2}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
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
        <button type="submit" class="primary" disabled={text.value.trim() === ""}>
          Send
        </button>
      )}
    </form>
  );
}
