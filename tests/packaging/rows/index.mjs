// All rows of the matrix, in the order of docs/matrix.md. A row has
//
// - `name` and `group`, by which `cargo xtask matrix` runs it
// - `quick`: whether each change runs it
// - `run({ t, emulator, line })`, which calls `line` for each place where the program ran:
//   `{ what, version, imports, outcome, vocabularies, bytes, globals, proves }`; all but the first and the outcome may be left out,
//   and `proves` says, in place of an outcome, what the row itself made sure of
import { browsers } from "./browsers.mjs";
import { bundlers } from "./bundlers.mjs";
import { frameworks } from "./frameworks.mjs";
import { managers } from "./managers.mjs";
import { runtimes } from "./runtimes.mjs";
import { tests } from "./tests.mjs";
import { workers } from "./workers.mjs";

export const ROWS = [...runtimes, ...tests, ...bundlers, ...frameworks, ...workers, ...managers, ...browsers];
