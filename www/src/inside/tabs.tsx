// The views of a recording as tabs: one stop of the Tab key, arrows move among them.

import { useRef } from "preact/hooks";

const TABS = ["request", "frames", "timeline", "numbers", "code"] as const;
export type Tab = (typeof TABS)[number];

const LABELS: Record<Tab, string> = {
  request: "Request",
  frames: "Frames",
  timeline: "Timeline",
  numbers: "Numbers",
  code: "Code",
};

export function Tabs({ value, onChange }: { value: Tab; onChange: (tab: Tab) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = TABS.indexOf(value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + TABS.length) % TABS.length;
    onChange(TABS[next] ?? value);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div ref={list} class="tabs inside-tabs" role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={`inside-${tab}`}
          type="button"
          role="tab"
          aria-selected={tab === value}
          aria-controls="inside-content"
          tabIndex={tab === value ? 0 : -1}
          onClick={() => onChange(tab)}
        >
          {LABELS[tab]}
        </button>
      ))}
    </div>
  );
}
