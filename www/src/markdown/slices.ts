// Something long, a slice a frame: a text that comes at once does not hold up the page.

import { useEffect, useState } from "preact/hooks";

/** How many of `count` parts are to be shown now: `step` of them, and as many more with each frame. */
export function useSlices(count: number, step: number): number {
  const [limit, setLimit] = useState(step);
  const more = count > limit;
  useEffect(() => {
    if (!more) return;
    const frame = requestAnimationFrame(() => setLimit(limit + step));
    return () => cancelAnimationFrame(frame);
  }, [more, limit, step]);
  return limit;
}
