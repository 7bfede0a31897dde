// Similarity of vectors.

/** The cosine of the angle between two vectors; 0 if one has no length. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  a.forEach((value, index) => {
    const other = b[index] ?? 0;
    dot += value * other;
    squareA += value * value;
    squareB += other * other;
  });
  const product = Math.sqrt(squareA * squareB);
  return product === 0 ? 0 : dot / product;
}

/** Of each vector with each. */
export function cosines(vectors: readonly (readonly number[])[]): number[][] {
  return vectors.map((row) => vectors.map((column) => cosine(row, column)));
}

/** Steps of the colour scale. */
export const STEPS = 10;

/** The lowest value, and which step of the colours a value between it and 1 takes: 0 to {@link STEPS}. */
export function scaleOf(rows: readonly (readonly number[])[]): { low: number; step: (value: number) => number } {
  const low = Math.min(...rows.flat());
  const span = 1 - low;
  return { low, step: (value) => (span > 1e-6 ? Math.round(Math.min(1, Math.max(0, (value - low) / span)) * STEPS) : STEPS) };
}

/** The two different texts that are the most alike; undefined for one text alone. */
export function closest(rows: readonly (readonly number[])[]): { a: number; b: number; value: number } | undefined {
  let found: { a: number; b: number; value: number } | undefined;
  rows.forEach((row, a) => {
    row.slice(0, a).forEach((value, b) => {
      if (!found || value > found.value) found = { a: b, b: a, value };
    });
  });
  return found;
}
