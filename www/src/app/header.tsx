// The name, how the page is connected, the theme, and help.

import { connection, describe } from "../connection/index.ts";
import { openDialog } from "./dialogs.ts";
import { Tabs } from "./tabs.tsx";
import { THEMES, type Theme, theme } from "./theme.ts";

const LABELS: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

export function Header() {
  const now = connection.value;
  return (
    <header class="header">
      <h1>
        bedrock-wasm <span>playground</span>
      </h1>
      <Tabs />
      <div class="header-tools">
        <button
          type="button"
          class="connection"
          data-state={now ? "on" : "off"}
          aria-haspopup="dialog"
          onClick={() => {
            openDialog.value = "connect";
          }}
        >
          <span class="dot" aria-hidden="true" />
          {now ? describe(now) : "Connect"}
        </button>
        <select
          aria-label="Colour scheme"
          value={theme.value}
          onChange={(event) => {
            theme.value = event.currentTarget.value as Theme;
          }}
        >
          {THEMES.map((name) => (
            <option key={name} value={name}>
              {LABELS[name]}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-label="Keyboard shortcuts"
          onClick={() => {
            openDialog.value = "help";
          }}
        >
          ?
        </button>
      </div>
    </header>
  );
}
