// How much of the reply had come when, as a curve. The numbers stand beside it as text.

import { useRef } from "preact/hooks";
import type { Pace } from "../recorder/pace.ts";
import { count, duration } from "../components/units.ts";
import { useWidth } from "./width.ts";

const HEIGHT = 180;
const LEFT = 52;
const BOTTOM = 24;
const TOP = 10;
const RIGHT = 12;

export function PaceChart({ pace: { curve, firstMs, unit } }: { pace: Pace }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box).value;
  const last = curve.at(-1);
  if (!last || firstMs === undefined) return null;
  const x = (at: number) => LEFT + (at / last.at) * (width - LEFT - RIGHT);
  const y = (amount: number) => HEIGHT - BOTTOM - (amount / last.amount) * (HEIGHT - BOTTOM - TOP);
  const summary = `${unit} over time: the first after ${duration(firstMs)}, ${count(Math.round(last.amount))} after ${duration(last.at)}`;
  return (
    <div ref={box} class="chart-box">
      <svg class="chart" viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={summary}>
        <path class="axis" d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${width - RIGHT}`} />
        <path class="first" d={`M${x(firstMs)} ${TOP}V${HEIGHT - BOTTOM}`} />
        <path class="curve" d={curvePath(curve, x, y)} />
        <text class="tick" x={LEFT - 6} y={TOP + 10} text-anchor="end">
          {count(Math.round(last.amount))}
        </text>
        <text class="tick" x={LEFT - 6} y={HEIGHT - BOTTOM} text-anchor="end">
          0
        </text>
        <text class="tick" x={LEFT} y={HEIGHT - 6}>
          0
        </text>
        <text class="tick" x={width - RIGHT} y={HEIGHT - 6} text-anchor="end">
          {duration(last.at)}
        </text>
        <FirstLabel at={x(firstMs)} firstMs={firstMs} right={x(firstMs) < width / 2} />
      </svg>
    </div>
  );
}

function FirstLabel({ at, firstMs, right }: { at: number; firstMs: number; right: boolean }) {
  return (
    <text class="tick" x={at + (right ? 6 : -6)} y={TOP + 12} text-anchor={right ? "start" : "end"}>
      first after {duration(firstMs)}
    </text>
  );
}

/** Steps, since pieces come at once. At most one a pixel, so that long replies cost no more. */
function curvePath(curve: Pace["curve"], x: (at: number) => number, y: (amount: number) => number): string {
  let path = `M${LEFT} ${y(0)}`;
  let before = -1;
  for (const [index, { at, amount }] of curve.entries()) {
    const pixel = Math.round(x(at));
    if (pixel === before && index < curve.length - 1) continue;
    before = pixel;
    path += `H${pixel}V${y(amount).toFixed(1)}`;
  }
  return path;
}
