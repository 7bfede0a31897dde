// Markdown that is fetched when it is first shown; until then the text stands there as it is.

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";

const loaded = signal<ComponentType<{ text: string }> | undefined>(undefined);
let loading: Promise<void> | undefined;

/** Fetches the parser now, so that it is there when the first answer begins. */
export function loadMarkdown(): Promise<void> {
  loading ??= import("./index.tsx").then(
    (module) => {
      loaded.value = module.default;
    },
    () => {
      // The text stays readable; the next answer tries again.
      loading = undefined;
    },
  );
  return loading;
}

export function LazyMarkdown({ text }: { text: string }) {
  if (!loaded.value) void loadMarkdown();
  const Markdown = loaded.value;
  return Markdown ? <Markdown text={text} /> : <div class="markdown plain">{text}</div>;
}
