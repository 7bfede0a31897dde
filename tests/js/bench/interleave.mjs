// Two ways to do the same, measured in turns: A B, B A, A B, …, so that what else happens on the machine, and what
// the engine learns meanwhile, falls on both alike.

/**
 * How long each part takes, in CPU time. A report takes its time; a check has to fit into CI, and a glance is for
 * writing cases. Clients of many small functions get faster for seconds: a check gives these `lateMs` to warm up, or
 * its ratios would be others than the report's.
 */
export const PACES = {
  report: { warmMs: 2500, lateMs: 2500, sliceMs: 120, rounds: 15 },
  check: { warmMs: 500, lateMs: 2500, sliceMs: 60, rounds: 9 },
  quick: { warmMs: 150, lateMs: 150, sliceMs: 25, rounds: 5 },
};

/**
 * The cost of one operation, slice by slice: `[costs of the first, costs of the second]`.
 *
 * `run(which, count)` does operation 0 or 1 so many times and resolves to the CPU time that it took, in milliseconds. A
 * slice holds as many operations as `sliceMs` has room for, at least one.
 */
export async function interleave(run, { warmMs, sliceMs, rounds }) {
  const counts = [];
  for (const which of [0, 1]) counts.push(await warmUp(run, which, warmMs, sliceMs));
  const costs = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const which of round % 2 === 0 ? [0, 1] : [1, 0]) {
      costs[which].push((await run(which, counts[which])) / counts[which]);
    }
  }
  return costs;
}

/** Runs until the engine has seen enough of it, and says how many operations fill a slice. */
async function warmUp(run, which, warmMs, sliceMs) {
  let spent = 0;
  let count = 1;
  for (;;) {
    const took = await run(which, count);
    spent += took;
    // A clock too coarse for one operation shows nothing: twice as many, then.
    count = took > 0 ? Math.max(1, Math.min(count * 2, Math.round((sliceMs * count) / took))) : count * 2;
    if (spent >= warmMs) return count;
  }
}

/** The CPU clock of this Node process, all threads counted. */
export function nodeClock(operations) {
  return async (which, count) => {
    const operation = operations[which];
    const before = process.cpuUsage();
    for (let done = 0; done < count; done += 1) await operation();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
