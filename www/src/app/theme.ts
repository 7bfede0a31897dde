// Light, dark, or as the system has it. The choice is the only thing that the shell stores.

import { effect, signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "theme";

/** The chosen theme; setting it changes the page and is remembered. */
export const theme = signal<Theme>("system");

/** Takes up what was chosen last time, and follows the signal from then on. */
export function startTheme(): void {
  theme.value = THEMES.find((name) => name === stored()) ?? "system";
  effect(() => {
    const { dataset } = document.documentElement;
    if (theme.value === "system") delete dataset.theme;
    else dataset.theme = theme.value;
    store(theme.value);
  });
}

// Storage throws where the browser forbids it; the theme then lasts as long as the page.
function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(name: Theme): void {
  try {
    if (name === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, name);
  } catch {
    // See above.
  }
}
