// The views of a recording as tabs.

import { TabList } from "../components/tab-list.tsx";

const TABS = [
  { name: "request", label: "Request" },
  { name: "frames", label: "Frames" },
  { name: "timeline", label: "Timeline" },
  { name: "numbers", label: "Numbers" },
  { name: "code", label: "Code" },
] as const;
export type Tab = (typeof TABS)[number]["name"];

export function Tabs({ value, onChange }: { value: Tab; onChange: (tab: Tab) => void }) {
  return (
    <TabList
      class="tabs inside-tabs"
      label="Views"
      tabs={TABS}
      value={value}
      onChange={onChange}
      prefix="inside"
      controls="inside-content"
    />
  );
}
