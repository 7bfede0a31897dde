// What a list of measures comes to. Pure, and tested in ../bench.test.mjs.

/** The middle of a list; the mean of the two middle ones of an even list. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** How many times dearer `theirs` is than `ours`, by the medians and by the best of each. */
export function ratio(ours, theirs) {
  return { value: median(theirs) / median(ours), best: Math.min(...theirs) / Math.min(...ours) };
}
