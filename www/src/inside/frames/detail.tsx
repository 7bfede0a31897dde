// One frame: whether its checksums are right, what AWS's codec reads in it, its parts, and all of it in hexadecimal.

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { CodeBlock } from "../code-block.tsx";
import { pretty } from "../json.ts";
import { count, size } from "../../components/units.ts";
import { decode, decodeHeader } from "./decode.ts";
import { BYTES_SHOWN, Hex } from "./hex.tsx";
import { type Checksum, isRight, type Layout, layoutOf, nameOf, type Part } from "./layout.ts";
import type { Frame } from "./split.ts";

export function FrameDetail({ frame }: { frame: Frame }) {
  const layout = useMemo(() => layoutOf(frame), [frame]);
  const decoded = useMemo(() => decode(frame.bytes), [frame]);
  const payload = layout.parts.find(({ kind }) => kind === "payload");
  const chosen = useSignal(-1);
  const all = useSignal(false);
  const cut = frame.bytes.length > BYTES_SHOWN && !all.value;
  return (
    <section class="frame-detail" aria-label={`Frame ${frame.index}`}>
      <h3>
        Frame {count(frame.index)}: {nameOf(frame)}
      </h3>
      <Verdicts frame={frame} layout={layout} />
      {"error" in decoded ? (
        <p class="problem">AWS’s codec refuses it: {decoded.error}</p>
      ) : (
        <p class="good">AWS’s codec (@smithy/core) accepts it.</p>
      )}
      <Parts parts={layout.parts} frame={frame} layout={layout} chosen={chosen} />
      {payload && <Payload bytes={frame.bytes.subarray(payload.from, payload.to)} />}
      <h4>Bytes</h4>
      <Hex
        bytes={cut ? frame.bytes.subarray(0, BYTES_SHOWN) : frame.bytes}
        offset={frame.offset}
        parts={layout.parts}
        chosen={chosen.value}
        onChoose={(part) => {
          chosen.value = part;
        }}
      />
      {cut && (
        <button
          type="button"
          onClick={() => {
            all.value = true;
          }}
        >
          Show all {size(frame.bytes.length)}
        </button>
      )}
    </section>
  );
}

function Verdicts({ frame: { state, bytes }, layout }: { frame: Frame; layout: Layout }) {
  const { length, preludeChecksum, messageChecksum } = layout;
  return (
    <ul class="verdicts">
      <Verdict name="Prelude CRC" checksum={preludeChecksum} />
      <Verdict name="Message CRC" checksum={messageChecksum} />
      {state === "partial" && (
        <li data-right="no">
          Incomplete: {count(bytes.length)} bytes{length !== undefined && ` of ${count(length)}`} are here.
        </li>
      )}
      {state === "damaged" && <li data-right="no">Damaged: its prelude is wrong. It ends where the next right one begins.</li>}
    </ul>
  );
}

const hex = (value: number) => `0x${value.toString(16).padStart(8, "0")}`;

function Verdict({ name, checksum }: { name: string; checksum: Checksum | undefined }) {
  if (!checksum) return <li data-right="unknown">{name}: not there</li>;
  if (isRight(checksum)) {
    return (
      <li data-right="yes">
        {name}: right (<code>{hex(checksum.found)}</code>)
      </li>
    );
  }
  return (
    <li data-right="no">
      {name}: wrong (<code>{hex(checksum.found)}</code> instead of <code>{hex(checksum.computed)}</code>)
    </li>
  );
}

interface PartsProps {
  parts: readonly Part[];
  frame: Frame;
  layout: Layout;
  chosen: { value: number };
}

function Parts({ parts, frame, layout, chosen }: PartsProps) {
  return (
    <div class="scrolls">
      <table class="parts">
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Type</th>
            <th scope="col">Value</th>
            <th scope="col">Bytes</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => {
            const { type, value } = partValue(part, frame, layout);
            return (
              <tr key={part.from} data-kind={part.kind} data-chosen={index === chosen.value ? "" : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    class="quiet"
                    aria-pressed={index === chosen.value}
                    onClick={() => {
                      chosen.value = index === chosen.value ? -1 : index;
                    }}
                  >
                    {part.label}
                  </button>
                </th>
                <td>{type}</td>
                <td>{value}</td>
                <td>
                  {part.from}–{part.to - 1}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function partValue(part: Part, frame: Frame, layout: Layout): { type: string; value: string } {
  switch (part.kind) {
    case "length":
      return { type: "uint32", value: count(layout.length ?? 0) };
    case "headers-length":
      return { type: "uint32", value: count(new DataView(frame.bytes.buffer, frame.bytes.byteOffset).getUint32(4)) };
    case "prelude-crc":
      return { type: "crc32", value: hex(layout.preludeChecksum?.found ?? 0) };
    case "message-crc":
      return { type: "crc32", value: hex(layout.messageChecksum?.found ?? 0) };
    case "payload":
      return { type: "bytes", value: size(part.to - part.from) };
    case "header":
      return decodeHeader(frame.bytes.subarray(part.from, part.to)) ?? { type: "header", value: "unreadable" };
    case "unknown":
      return { type: "bytes", value: size(part.to - part.from) };
  }
}

function Payload({ bytes }: { bytes: Uint8Array }) {
  return (
    <>
      <h4>Payload</h4>
      <CodeBlock label="Payload" text={pretty(new TextDecoder().decode(bytes))} />
    </>
  );
}
