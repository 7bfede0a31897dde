// The panes as tabs: one stop of the Tab key, arrows, Home and End move among them.

import { PANES } from "../panes/table.ts";
import { go, pane } from "./router.ts";

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Tabs() {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = PANES[step(PANES.indexOf(pane.value), PANES.length)];
    if (!next) return;
    go(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Panes" onKeyDown={onKeyDown}>
      {PANES.map(({ name, label }) => {
        const selected = pane.value.name === name;
        return (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={selected}
            aria-controls="pane"
            tabIndex={selected ? 0 : -1}
            onClick={() => go(name)}
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}
