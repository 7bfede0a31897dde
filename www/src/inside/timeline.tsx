// Bytes, frames and the caller's chunks on one line of time, with each attempt above them.

import { useMemo, useRef } from "preact/hooks";
import type { RecordedTurn } from "../recorder/index.ts";
import { framesOf } from "./frames/log.ts";
import { count, duration, many, size } from "../components/units.ts";
import { useWidth } from "./width.ts";

const LEFT = 8;
const RIGHT = 8;
const ROW = 46;
const MARK = 22;
const TOP = 18;

interface Mark {
  at: number;
  /** Its share of the row's height, 0 to 1. */
  height: number;
}

interface Lane {
  name: string;
  summary: string;
  className: string;
  marks: Mark[];
}

/** `version` counts up when the turn has grown. */
export function Timeline({ turn, version }: { turn: RecordedTurn; version: number }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box).value;
  const { end, lanes } = useMemo(() => measure(turn), [turn, version]);
  const scale = (at: number) => LEFT + (at / end) * (width - LEFT - RIGHT);
  const attemptsHeight = turn.attempts.length * 20;
  const height = TOP + attemptsHeight + lanes.length * ROW + 26;
  return (
    <div ref={box} class="timeline">
      <svg
        class="chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Timeline of ${duration(end)}: ${lanes.map(({ name, summary }) => `${name}: ${summary}`).join("; ")}`}
      >
        {turn.attempts.map((attempt, index) => (
          <g key={`${attempt.call}.${attempt.number}`}>
            <path class={attempt.retry || attempt.failure ? "wait failed" : "wait"} d={waitPath(attempt, index, scale, end)} />
            <text class="tick" {...labelPlace(scale(attempt.at), width)} y={TOP + index * 20 + 5}>
              {attemptLabel(attempt)}
            </text>
          </g>
        ))}
        {lanes.map(({ name, className, marks }, index) => {
          const base = TOP + attemptsHeight + index * ROW + ROW - 4;
          return (
            <g key={name}>
              <text class="tick" x={LEFT} y={base - MARK - 6}>
                {name}
              </text>
              <path class="axis" d={`M${LEFT} ${base}H${width - RIGHT}`} />
              <path class={`marks ${className}`} d={marksPath(marks, base, scale)} />
            </g>
          );
        })}
        <text class="tick" x={LEFT} y={height - 4}>
          0
        </text>
        <text class="tick" x={width - RIGHT} y={height - 4} text-anchor="end">
          {duration(end)}
        </text>
      </svg>
      <Legend turn={turn} lanes={lanes} />
    </div>
  );
}

/** Towards where there is room. */
function labelPlace(at: number, width: number) {
  return at < width / 2 ? { x: at + 4, "text-anchor": "start" as const } : { x: at - 4, "text-anchor": "end" as const };
}

type RecordedAttempt = RecordedTurn["attempts"][number];

function attemptLabel({ call, number, response, failure, retry }: RecordedAttempt): string {
  const name = call > 0 ? `call ${call + 1}, attempt ${number}` : `attempt ${number}`;
  const status = response ? `: ${response.value.status} after ${duration(response.value.latencyMs)}` : "";
  return `${name}${status}${failure ? ": no response" : ""}${retry ? ", repeated" : ""}`;
}

/** From sending to the head of the response. */
function waitPath({ at, response, failure }: RecordedAttempt, index: number, scale: (at: number) => number, end: number): string {
  const y = TOP + index * 20 + 9;
  return `M${scale(at)} ${y}H${Math.max(scale(response?.at ?? failure?.at ?? end), scale(at) + 2)}`;
}

/** All marks of a lane in one path: at most one each half pixel, the tallest. */
function marksPath(marks: readonly Mark[], base: number, scale: (at: number) => number): string {
  const tallest = new Map<number, number>();
  for (const { at, height } of marks) {
    const x = Math.round(scale(at) * 2) / 2;
    tallest.set(x, Math.max(tallest.get(x) ?? 0, height));
  }
  return [...tallest].map(([x, height]) => `M${x} ${base}v${-Math.max(2, height * MARK).toFixed(1)}`).join("");
}

function measure(turn: RecordedTurn): { end: number; lanes: Lane[] } {
  const pieces = turn.attempts.flatMap(({ bytes }) => bytes);
  const frames = turn.attempts.flatMap(framesOf);
  const times = [
    ...turn.attempts.map(({ response, at }) => response?.at ?? at),
    ...[pieces, frames, turn.events].map((list) => list.at(-1)?.at ?? 0),
  ];
  const end = Math.max(turn.endedAt ?? 0, ...times, 1);
  const lane = (name: string, className: string, noun: string, list: readonly { at: number; size: number }[]): Lane => {
    const largest = list.reduce((most, one) => Math.max(most, one.size), 1);
    const first = list[0];
    const span = first ? `, from ${duration(first.at)} to ${duration(list.at(-1)?.at ?? 0)}` : "";
    return {
      name,
      className,
      summary: `${many(list.length, noun)}${span}`,
      marks: list.map(({ at, size: amount }) => ({ at, height: amount / largest })),
    };
  };
  return {
    end,
    lanes: [
      lane(
        "Bytes from the network",
        "bytes",
        "piece",
        pieces.map(({ at, value }) => ({ at, size: value.length })),
      ),
      lane(
        "Frames complete",
        "events",
        "frame",
        frames.map(({ at, bytes }) => ({ at, size: bytes.length })),
      ),
      lane(
        "Chunks that the caller took",
        "chunks",
        "chunk",
        turn.events.map(({ at }) => ({ at, size: 1 })),
      ),
    ],
  };
}

function Legend({ turn, lanes }: { turn: RecordedTurn; lanes: readonly Lane[] }) {
  const received = turn.attempts.reduce((sum, { byteCount }) => sum + byteCount, 0);
  return (
    <dl class="legend">
      {lanes.map(({ name, className, summary }) => (
        <div key={name} data-lane={className}>
          <dt>{name}</dt>
          <dd>{summary}</dd>
        </div>
      ))}
      <div>
        <dt>In all</dt>
        <dd>
          {size(received)} in {count(turn.attempts.length)} {turn.attempts.length === 1 ? "attempt" : "attempts"}. The taller a
          mark, the more bytes.
        </dd>
      </div>
    </dl>
  );
}
