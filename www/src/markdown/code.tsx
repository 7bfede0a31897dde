// A block of code: its language, a button that copies it, and colours once it is complete.

import { useSignal } from "@preact/signals";
import type { Tokens } from "marked";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Copy } from "../components/copy.tsx";

/** Longer code stays plain: colouring it would hold up the page. */
const COLOURED_MAX = 20_000;

export function Code({ token: { text, lang, raw } }: { token: Tokens.Code }) {
  const coloured = useSignal<ComponentChildren>(undefined);
  const language = /^[\w+#-]*/.exec(lang ?? "")?.[0].toLowerCase() ?? "";
  const complete = /\n\s*(`{3,}|~{3,})\s*$/.test(raw.slice(-200));
  useEffect(() => {
    coloured.value = undefined;
    if (!complete || !language || text.length > COLOURED_MAX) return;
    let gone = false;
    import("./highlight.ts").then(
      ({ highlight }) => {
        if (!gone) coloured.value = highlight(text, language);
      },
      () => {
        // It stays readable without colours.
      },
    );
    return () => {
      gone = true;
    };
  }, [text, language, complete]);
  return (
    <div class="code">
      <div class="code-head">
        <span>{language || "text"}</span>
        <Copy text={text} label="Copy the code" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls sideways is reached by the keyboard */}
      <pre data-language={language || undefined} tabIndex={0}>
        <code>{coloured.value ?? text}</code>
      </pre>
    </div>
  );
}
