// The program as a process of its own: `process.mjs EMULATOR` prints what it saw.
import { run } from "./all.mjs";

console.log(JSON.stringify(await run(process.argv.at(-1))));
