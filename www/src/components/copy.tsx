// Copies a text, and says that it did.

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const SHOWN_MS = 1500;

interface CopyProps {
  text: string;
  /** For those who do not see where it stands: `Copy the code`. */
  label: string;
}

export function Copy({ text, label }: CopyProps) {
  const said = useSignal("");
  useEffect(() => {
    if (!said.value) return;
    const timer = setTimeout(() => (said.value = ""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said.value]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => (said.value = "Copied"),
      // The browser may forbid it; the text can still be selected.
      () => (said.value = "Not copied"),
    );
  };
  return (
    <button type="button" class="quiet small" aria-label={said.value || label} aria-live="polite" onClick={copy}>
      {said.value || "Copy"}
    </button>
  );
}
