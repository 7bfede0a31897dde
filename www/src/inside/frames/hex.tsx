// Bytes in rows of sixteen: offset, hexadecimal, characters. Parts are told apart by colour, the chosen one by a frame too.

import type { Part } from "./layout.ts";

const ROW = 16;
/** So many bytes are shown at first; a screen has no more, and the page stays quick. */
export const BYTES_SHOWN = 4096;

interface HexProps {
  bytes: Uint8Array;
  /** Where the bytes begin in the body. */
  offset: number;
  parts: readonly Part[];
  /** The index of the chosen part; -1 for none. */
  chosen: number;
  onChoose: (part: number) => void;
}

export function Hex({ bytes, offset, parts, chosen, onChoose }: HexProps) {
  const rows = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    rows.push(<Row key={at} bytes={bytes} at={at} offset={offset} parts={parts} chosen={chosen} />);
  }
  const choose = (event: MouseEvent) => {
    const part = event.target instanceof HTMLElement ? event.target.dataset.part : undefined;
    if (part !== undefined) onChoose(Number(part));
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table of parts does the same by keyboard
    <pre class="hex" tabIndex={-1} onClick={choose}>
      {rows}
    </pre>
  );
}

interface RowProps {
  bytes: Uint8Array;
  at: number;
  offset: number;
  parts: readonly Part[];
  chosen: number;
}

function Row({ bytes, at, offset, parts, chosen }: RowProps) {
  const end = Math.min(at + ROW, bytes.length);
  const runs = runsOf(parts, at, end);
  const missing = "   ".repeat(at + ROW - end);
  return (
    <span class="hex-row">
      <span class="hex-offset" aria-hidden="true">
        {(offset + at).toString(16).padStart(8, "0")}
      </span>
      {"  "}
      {runs.map((run) => (
        <Run key={run.from} run={run} parts={parts} chosen={chosen} text={hexText(bytes, run.from, run.to, end)} />
      ))}
      {missing}{" "}
      {runs.map((run) => (
        <Run key={run.from} run={run} parts={parts} chosen={chosen} text={characters(bytes, run.from, run.to)} />
      ))}
      {"\n"}
    </span>
  );
}

interface RunOfBytes {
  part: number;
  from: number;
  to: number;
}

function Run({ run: { part }, parts, chosen, text }: { run: RunOfBytes; parts: readonly Part[]; chosen: number; text: string }) {
  return (
    <span data-part={part} data-kind={parts[part]?.kind} data-chosen={part === chosen ? "" : undefined}>
      {text}
    </span>
  );
}

/** The parts of the bytes from here to there. */
function runsOf(parts: readonly Part[], from: number, to: number): RunOfBytes[] {
  const runs: RunOfBytes[] = [];
  for (const [part, { from: begin, to: end }] of parts.entries()) {
    if (end > from && begin < to) runs.push({ part, from: Math.max(begin, from), to: Math.min(end, to) });
  }
  return runs;
}

function hexText(bytes: Uint8Array, from: number, to: number, rowEnd: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += (bytes[at] ?? 0).toString(16).padStart(2, "0") + (at + 1 === rowEnd ? "" : " ");
  return to === rowEnd ? `${text} ` : text;
}

function characters(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  }
  return text;
}
