// The panes as tabs.

import { TabList } from "../components/tab-list.tsx";
import { PANES } from "../panes/table.ts";
import { go, pane } from "./router.ts";

export function Tabs() {
  return <TabList label="Panes" tabs={PANES} value={pane.value.name} onChange={go} prefix="tab" controls="pane" />;
}
