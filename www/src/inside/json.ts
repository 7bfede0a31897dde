// JSON for reading.

/** The same JSON with line breaks; a text that is none stays as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A value as JSON for reading. */
export function shownValue(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? String(value);
}

/** The beginning of a text, if it is too long for the page, and whether it is. */
export function beginning(text: string, length: number): { text: string; cut: boolean } {
  return text.length > length ? { text: text.slice(0, length), cut: true } : { text, cut: false };
}
