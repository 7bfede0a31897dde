// A text of many lines that scrolls, by keyboard too.

import { beginning } from "./json.ts";

interface CodeBlockProps {
  label: string;
  text: string;
  /** So many characters are shown; the page stays quick. Default 20,000. */
  most?: number;
}

export function CodeBlock({ label, text, most = 20_000 }: CodeBlockProps) {
  const shown = beginning(text, most);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard, too
    <section class="code" aria-label={label} tabIndex={0}>
      <pre>
        {shown.text}
        {shown.cut && "\n…"}
      </pre>
    </section>
  );
}
