// The response's body: an event stream frame by frame, any other as text and in hexadecimal.

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Empty } from "../../components/states.tsx";
import type { Attempt } from "../../recorder/index.ts";
import { CodeBlock } from "../code-block.tsx";
import { pretty } from "../json.ts";
import { many, size } from "../../components/units.ts";
import { FrameDetail } from "./detail.tsx";
import { BYTES_SHOWN, Hex } from "./hex.tsx";
import { FrameList } from "./list.tsx";
import { bodyOf, framesOf, isEventStream } from "./log.ts";

/** `version` counts up when the attempt has grown. */
export default function Frames({ attempt, version }: { attempt: Attempt; version: number }) {
  const chosen = useSignal(0);
  const frames = useMemo(() => framesOf(attempt), [attempt, version]);
  if (attempt.byteCount === 0) return <Empty title="No bytes yet">The response’s body shows here as it arrives.</Empty>;
  if (!isEventStream(attempt)) return <Body attempt={attempt} version={version} />;
  const frame = frames[Math.min(chosen.value, frames.length - 1)];
  return (
    <div class="frames">
      <p class="hint">
        {many(frames.length, "frame")}, {size(attempt.byteCount)} <Cut attempt={attempt} />
      </p>
      <FrameList
        frames={frames}
        chosen={chosen.value}
        onChoose={(index) => {
          chosen.value = index;
        }}
      />
      {frame && <FrameDetail key={frame.index} frame={frame} />}
    </div>
  );
}

function Cut({ attempt }: { attempt: Attempt }) {
  if (!attempt.cut) return null;
  const kept = attempt.bytes.reduce((sum, { value }) => sum + value.length, 0);
  return <strong>The page kept the first {size(kept)} of them: a recording holds 8 MB.</strong>;
}

function Body({ attempt, version }: { attempt: Attempt; version: number }) {
  const bytes = useMemo(() => bodyOf(attempt), [attempt, version]);
  return (
    <div class="frames">
      <p class="hint">
        {size(attempt.byteCount)}, no event stream: {attempt.response?.value.headers["content-type"] ?? "of no known type"}.{" "}
        <Cut attempt={attempt} />
      </p>
      <CodeBlock label="Response body" text={pretty(new TextDecoder().decode(bytes))} />
      <h4>Bytes{bytes.length > BYTES_SHOWN && `, the first ${size(BYTES_SHOWN)}`}</h4>
      <Hex
        bytes={bytes.subarray(0, BYTES_SHOWN)}
        offset={0}
        parts={[{ kind: "payload", label: "Body", from: 0, to: bytes.length }]}
        chosen={-1}
        onChoose={() => {}}
      />
    </div>
  );
}
