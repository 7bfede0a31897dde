// One scenario in a process of its own, so that none inherits another's memory: `child.mjs NAME OPTIONS`. Each line of its output
// is a tally as JSON.
import { chance } from "./tally.mjs";

const [name, options] = process.argv.slice(2);
const { run } = await import(`./${name}.mjs`);
const { seed, short } = JSON.parse(options);
try {
  for await (const tally of await run({ short, random: chance(seed) })) console.log(JSON.stringify(tally));
} catch (error) {
  // Scenarios listen to what is unhandled, so that Node would not tell it.
  console.error(error);
  process.exit(1);
}
// A scenario has ended what it began; what it could not end is its failure already, and must not hold the others.
process.exit(0);
