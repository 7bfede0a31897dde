// What a measure is worth beside its goal and beside the committed figure. Pure, and tested in ../bench.test.mjs.

/** A check passes down to this part of the committed figure: noise is smaller, a regression that matters is larger. */
export const FLOOR = 0.7;

/** Whether a figure reaches its goal. */
export function isReached({ better, goal }, value) {
  return better === "more" ? value >= goal : value <= goal;
}

/** The worst value that a check lets pass. */
export function limit({ better, within = 0 }, committed) {
  if (better === "more") return committed * FLOOR;
  // Figures near nothing, and differences, which may be below it, have no percentage: they may get worse by so much.
  return Math.max(committed / FLOOR, committed + within);
}

/** Why a check fails, or nothing. */
export function regression(figure, committed, measured) {
  if (committed === undefined) return `${figure.id}: docs/benchmarks.json has no such figure: run \`cargo xtask bench\``;
  const worst = limit(figure, committed);
  const isWorse = figure.better === "more" ? measured < worst : measured > worst;
  if (!isWorse) return undefined;
  const [than, side] = figure.better === "more" ? ["at least", "more"] : ["at most", "less"];
  const numbers = `${shown(measured)}, committed ${shown(committed)}, has to be ${than} ${shown(worst)}`;
  return `${figure.id}: ${numbers} (${figure.what}; ${figure.unit}, ${side} is better)`;
}

/** A figure for people: three digits are more than the noise leaves. */
export function shown(value) {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? "0" : text;
}
