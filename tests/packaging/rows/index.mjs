// All rows of the matrix, in the order of docs/matrix.md. A row has
//
// - `name` and `group`, by which `cargo xtask matrix` runs it
// - `quick`: whether each change runs it
// - `run({ t, emulator, line })`, which calls `line` for each place where the program ran:
//   `{ what, version, imports, outcome, vocabularies, bytes, globals }`; all but the first and the outcome may be left out
import { bundlers } from "./bundlers.mjs";
import { runtimes } from "./runtimes.mjs";
import { workers } from "./workers.mjs";

export const ROWS = [...runtimes, ...workers, ...bundlers];
