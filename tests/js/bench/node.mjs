// The cases of one group, in this Node process: prints a line of JSON a figure, `{ id, value, best }`. Ids end in
// the runtime's name.
//
//   node bench/node.mjs GROUP PACE ID…
import { Readable } from "node:stream";
import { paceOf } from "./figures.mjs";
import { interleave, nodeClock } from "./interleave.mjs";
import { RECORDING } from "./recording.mjs";
import { ratio } from "./statistics.mjs";

const [group, pace, ...ids] = process.argv.slice(2);
const { cases } = await import(`./cases/${group}.mjs`);
const env = { recording: RECORDING, body: (chunks) => Readable.from(chunks) };
const all = cases(env);

for (const id of ids) {
  const { operations, check } = await all[id.replace(/\/node$/, "")]();
  await check();
  const costs = await interleave(nodeClock(operations), paceOf(id, pace));
  console.log(JSON.stringify({ id, ...ratio(...costs) }));
}
