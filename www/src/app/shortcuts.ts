// Keyboard shortcuts: one table for the listener and the help dialog. Components add theirs while they are shown.

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export interface Shortcut {
  /** As `KeyboardEvent.key` has it: `?`, `Escape`. With `Alt+` in front, of the physical digit: `Alt+1`. */
  keys: string;
  /** For the help dialog: `Stops the reply`. */
  label: string;
  run: () => void;
  /** Whether it works while a text is being typed, as Escape does. Default false. */
  inText?: boolean;
  /** Whether it is to be had now; one that is not lets the key through. Default always. */
  when?: () => boolean;
}

/** All that hold now, in the order in which they were added. */
export const shortcuts = signal<readonly Shortcut[]>([]);

/** Adds shortcuts while the component is shown. `list` is read once. */
export function useShortcuts(list: readonly Shortcut[]): void {
  useEffect(() => addShortcuts(list), []);
}

/** Adds shortcuts until the returned function is called. */
export function addShortcuts(list: readonly Shortcut[]): () => void {
  shortcuts.value = [...shortcuts.value, ...list];
  return () => {
    shortcuts.value = shortcuts.value.filter((shortcut) => !list.includes(shortcut));
  };
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
  // A modal dialog has the keyboard to itself.
  if (document.querySelector("dialog:modal")) return;
  const typing = isText(event.target);
  const found = shortcuts.value.find(
    (shortcut) => matches(event, shortcut.keys) && (shortcut.inText || !typing) && (shortcut.when?.() ?? true),
  );
  if (!found) return;
  event.preventDefault();
  found.run();
});

function matches(event: KeyboardEvent, keys: string): boolean {
  // On some keyboards Alt and a digit write a character of their own.
  if (keys.startsWith("Alt+")) return event.altKey && event.code === `Digit${keys.slice(4)}`;
  return !event.altKey && event.key === keys;
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
