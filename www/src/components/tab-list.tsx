// Tabs: one stop of the Tab key; arrows, Home and End move among them.

interface TabListProps<Name extends string> {
  /** What they are tabs of, for those who do not see it. */
  label: string;
  tabs: readonly { name: Name; label: string }[];
  value: Name;
  onChange: (name: Name) => void;
  /** A tab's id is this, a hyphen and its name. */
  prefix: string;
  /** The id of what they show. */
  controls: string;
  class?: string;
}

const STEPS: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function TabList<Name extends string>(props: TabListProps<Name>) {
  const { label, tabs, value, onChange, prefix, controls } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex(({ name }) => name === value);
    const next = tabs[step(at, tabs.length)];
    if (!next) return;
    onChange(next.name);
    document.getElementById(`${prefix}-${next.name}`)?.focus();
  };
  return (
    <div class={props.class ?? "tabs"} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          id={`${prefix}-${tab.name}`}
          type="button"
          role="tab"
          aria-selected={tab.name === value}
          aria-controls={controls}
          tabIndex={tab.name === value ? 0 : -1}
          onClick={() => onChange(tab.name)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
