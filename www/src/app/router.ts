// Which pane is shown, by the address's hash: `#chat`, or `#chat/ID` where a pane has places of its own.

import { computed, signal } from "@preact/signals";
import { PANES, type PaneRow } from "../panes/table.ts";

const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

const words = computed(() => hash.value.replace(/^#\/?/, "").split("/"));

/** The row of the shown pane. */
export const pane = computed<PaneRow>(() => PANES.find(({ name }) => name === words.value[0]) ?? (PANES[0] as PaneRow));

/** What stands behind the pane's name in the hash, decoded; empty if nothing does. */
export const place = computed(() => decodeURIComponent(words.value.slice(1).join("/")));

/** Shows a pane, and a place in it. */
export function go(name: string, within = ""): void {
  location.hash = within ? `${name}/${encodeURIComponent(within)}` : name;
}
