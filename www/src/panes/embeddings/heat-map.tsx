// The similarities as a table: numbers first, colours beside them. One hue from dark to light reads the same for everyone.

import { closest, scaleOf, STEPS } from "./cosine.ts";
import type { Similarities } from "./work.ts";
import "../../styles/embeddings.css";

/** Without the sign of a number that is rounded to nothing. */
const shown = (value: number) => value.toFixed(2).replace(/^-0\.00$/, "0.00");

export function HeatMap({ model, texts, rows, dimensions, tokens }: Similarities) {
  const { low, step } = scaleOf(rows);
  const pair = closest(rows);
  return (
    <div class="similarities">
      {pair && (
        <p>
          The closest: <q>{texts[pair.a]}</q> and <q>{texts[pair.b]}</q>, {shown(pair.value)}.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="heat-scroll" aria-label="Heat map" tabIndex={0}>
        <table class="heat">
          <caption>Cosine similarity of each text with each</caption>
          <thead>
            <tr>
              <th scope="col">Text</th>
              {texts.map((text, index) => (
                <th key={index} scope="col" title={text}>
                  {index + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                <th scope="row" title={texts[index]}>
                  <span>
                    {index + 1}. {texts[index]}
                  </span>
                </th>
                {row.map((value, column) => (
                  <td key={column} data-step={step(value)}>
                    {shown(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="heat-scale" aria-hidden="true">
        {shown(low)}
        {Array.from({ length: STEPS + 1 }, (_, index) => (
          <span key={index} data-step={index} />
        ))}
        1.00
      </p>
      <p class="facts">
        {model} · {dimensions} dimensions · {tokens} tokens
      </p>
    </div>
  );
}
