// Every pane: a row here, and a folder whose `index.tsx` exports the component by default.

import type { Load } from "../app/lazy.tsx";

export interface PaneRow {
  /** In the hash, and of the folder. */
  name: string;
  /** On the tab. */
  label: string;
  load: Load<object>;
}

export const PANES: readonly PaneRow[] = [
  { name: "chat", label: "Chat", load: () => import("./chat/index.tsx") },
  { name: "compare", label: "Compare", load: () => import("./compare/index.tsx") },
  { name: "embeddings", label: "Embeddings", load: () => import("./embeddings/index.tsx") },
  { name: "images", label: "Images", load: () => import("./images/index.tsx") },
  { name: "structured", label: "Structured output", load: () => import("./structured/index.tsx") },
];
