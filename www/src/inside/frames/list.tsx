// The list of frames. Thousands of rows: only those that are seen are in the page, above and below them is room.

import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { count, duration } from "../../components/units.ts";
import { nameOf } from "./layout.ts";
import type { Frame } from "./split.ts";

/** As the styles have it. */
const ROW_HEIGHT = 28;
const BEYOND = 6;

interface ListProps {
  frames: readonly Frame[];
  chosen: number;
  onChoose: (index: number) => void;
}

export function FrameList({ frames, chosen, onChoose }: ListProps) {
  const box = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const seen = useSignal({ top: 0, height: 400 });
  const id = useId();
  const look = () => {
    const element = box.current;
    if (element) seen.value = { top: element.scrollTop, height: element.clientHeight };
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    // The policy forbids style attributes, not styles that a script sets.
    room.current?.style.setProperty("height", `${frames.length * ROW_HEIGHT}px`);
  }, [frames.length]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const top = chosen * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_HEIGHT > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + ROW_HEIGHT - element.clientHeight;
    }
  }, [chosen]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]?.(chosen, frames.length, Math.max(1, Math.floor(seen.value.height / ROW_HEIGHT) - 1));
    if (step === undefined) return;
    event.preventDefault();
    onChoose(Math.max(0, Math.min(step, frames.length - 1)));
  };
  const first = Math.max(0, Math.floor(seen.value.top / ROW_HEIGHT) - BEYOND);
  const last = Math.min(frames.length, Math.ceil((seen.value.top + seen.value.height) / ROW_HEIGHT) + BEYOND);
  const rows = frames.slice(first, last);
  return (
    <div class="frame-list">
      <div class="frame-head" aria-hidden="true">
        <span>#</span>
        <span>Type</span>
        <span>Offset</span>
        <span>Length</span>
        <span>Arrived</span>
      </div>
      <div
        ref={box}
        class="frame-rows"
        role="listbox"
        aria-label="Frames"
        tabIndex={0}
        aria-activedescendant={chosen >= first && chosen < last ? `${id}-${chosen}` : undefined}
        onScroll={look}
        onKeyDown={onKeyDown}
      >
        <div ref={room} class="frame-room">
          {rows.map((frame) => (
            <FrameRow
              key={frame.index}
              id={`${id}-${frame.index}`}
              frame={frame}
              total={frames.length}
              chosen={frame.index === chosen}
              onChoose={onChoose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

type Step = (at: number, count: number, page: number) => number;

const STEPS: Record<string, Step> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, _, page) => at + page,
  PageUp: (at, _, page) => at - page,
  Home: () => 0,
  End: (_, all) => all - 1,
};

interface RowProps {
  id: string;
  frame: Frame;
  total: number;
  chosen: boolean;
  onChoose: (index: number) => void;
}

function FrameRow({ id, frame, total, chosen, onChoose }: RowProps) {
  const row = useRef<HTMLDivElement>(null);
  const { index, offset, bytes, at, state } = frame;
  useLayoutEffect(() => {
    row.current?.style.setProperty("top", `${index * ROW_HEIGHT}px`);
  }, [index]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus, and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: as above
    <div
      ref={row}
      id={id}
      class="frame-row"
      role="option"
      aria-selected={chosen}
      aria-setsize={total}
      aria-posinset={index + 1}
      data-state={state}
      onClick={() => onChoose(index)}
    >
      <span>{count(index)}</span>
      <span>{nameOf(frame)}</span>
      <span>{count(offset)}</span>
      <span>{count(bytes.length)}</span>
      <span>{duration(at)}</span>
    </div>
  );
}
