// The parts of `cargo xtask bench` that decide: statistics, what a check lets pass, and what is committed.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { chart } from "./bench/chart.mjs";
import { FLOOR, isReached, limit, regression, shown } from "./bench/decide.mjs";
import { FIGURES } from "./bench/figures.mjs";
import { interleave } from "./bench/interleave.mjs";
import { report } from "./bench/report.mjs";
import { median, ratio } from "./bench/statistics.mjs";
import { RECORDING } from "./bench/recording.mjs";
import { chunked, joined, ofSize, repeated } from "./bench/streams.mjs";

const docs = new URL("../../docs/", import.meta.url);
const MORE = { id: "a", what: "a thing", unit: "x", better: "more", goal: 4 };
const LESS = { ...MORE, better: "less" };

describe("statistics", () => {
  test("the median is the middle, in whichever order values come, and they stay in theirs", () => {
    const values = [10, 9, 2];
    assert.equal(median(values), 9);
    assert.deepEqual(values, [10, 9, 2]);
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });

  test("a ratio is how much dearer the peer is; one slow slice does not move it", () => {
    assert.deepEqual(ratio([1, 2, 300], [8, 6, 4]), { value: 3, best: 4 });
  });
});

describe("slices", () => {
  test("are taken in turns and hold as many operations as fit", async () => {
    const cost = [2, 5];
    const slices = [];
    const run = async (which, count) => {
      slices.push([which, count]);
      return cost[which] * count;
    };
    const costs = await interleave(run, { warmMs: 1000, sliceMs: 100, rounds: 4 });
    assert.deepEqual(costs, [
      [2, 2, 2, 2],
      [5, 5, 5, 5],
    ]);
    assert.deepEqual(slices.slice(-8), [
      [0, 50],
      [1, 20],
      [1, 20],
      [0, 50],
      [0, 50],
      [1, 20],
      [1, 20],
      [0, 50],
    ]);
  });

  test("hold one operation at least, and a clock that shows nothing at first is not waited for in vain", async () => {
    let calls = 0;
    const run = async (_, count) => (calls++ < 3 ? 0 : 300 * count);
    assert.deepEqual(await interleave(run, { warmMs: 200, sliceMs: 100, rounds: 1 }), [[300], [300]]);
  });
});

describe("a check", () => {
  test("passes down to the floor and fails below it", () => {
    assert.equal(regression(MORE, 10, 10 * FLOOR), undefined);
    assert.match(
      regression(MORE, 10, 6.9),
      /^a: 6\.90, committed 10\.0, has to be at least 7\.00 \(a thing; x, more is better\)$/,
    );
    assert.equal(regression(MORE, 10, 20), undefined);
  });

  test("turns round where less is better", () => {
    assert.equal(regression(LESS, 7, 10), undefined);
    assert.match(regression(LESS, 7, 10.1), /at most 10\.0 .*less is better/);
    assert.equal(regression(LESS, 7, 1), undefined);
  });

  test("leaves figures near nothing, and differences below it, some room", () => {
    const memory = { ...LESS, within: 15 };
    assert.deepEqual([limit(memory, -4), limit(memory, 0), limit(memory, 70)], [11, 15, 100]);
    assert.equal(regression(memory, -4, 11), undefined);
    assert.match(regression(memory, -4, 12), /committed -4\.00/);
  });

  test("fails for a figure that was never committed", () => {
    assert.match(regression(MORE, undefined, 5), /no such figure: run `cargo xtask bench`/);
  });

  test("knows goals in both directions", () => {
    assert.deepEqual(
      [isReached(MORE, 4), isReached(MORE, 3.9), isReached(LESS, 4), isReached(LESS, 4.1)],
      [true, false, true, false],
    );
  });
});

describe("streams", () => {
  test("that are repeated keep their beginning and end, and nothing is cut", () => {
    const frames = repeated(RECORDING, 50_000);
    const bytes = joined(frames);
    assert.ok(bytes.length >= 50_000 && bytes.length < 50_000 + 2 * RECORDING.length);
    assert.deepEqual(bytes.slice(0, 500), RECORDING.slice(0, 500));
    assert.deepEqual(bytes.slice(-300), RECORDING.slice(-300));
    assert.deepEqual(joined(chunked(frames, 7)), bytes);
    assert.deepEqual(joined(repeated(RECORDING, 1)), RECORDING);
  });

  test("of a size have it, in any alphabet", () => {
    for (const alphabet of ["ascii", "mixed"]) {
      for (const bytes of [100, 1024, 100 * 1024]) {
        const [, delta] = ofSize(alphabet, bytes, 1);
        assert.ok(delta.length >= bytes && delta.length < bytes * 1.05 + 260, `${alphabet} ${bytes}: ${delta.length}`);
      }
    }
  });
});

describe("what is committed", () => {
  const measured = JSON.parse(fs.readFileSync(new URL("benchmarks.json", docs), "utf8"));

  test("has every figure of the table and no other", () => {
    assert.deepEqual(Object.keys(measured.figures).sort(), FIGURES.map(({ id }) => id).sort());
    for (const [id, { value }] of Object.entries(measured.figures)) assert.ok(Number.isFinite(value), id);
  });

  test("is what the report and the chart are made of", () => {
    assert.equal(fs.readFileSync(new URL("benchmarks.md", docs), "utf8"), report(measured));
    assert.equal(fs.readFileSync(new URL("benchmarks.svg", docs), "utf8"), chart(measured));
  });

  test("is shown in three digits, and nothing is shown as less than nothing", () => {
    assert.deepEqual([1234.5, 74.92, 3.456, 0.0011, -0.001, -12.34].map(shown), ["1235", "74.9", "3.46", "0", "0", "-12.3"]);
  });
});
