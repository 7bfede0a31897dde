// All hostile callers, by subject.
import { BODIES, BUFFERS, FETCHES, FILES, HEADS } from "./hostile-fetches.mjs";
import { HOOKS, KEYS } from "./hostile-keys.mjs";
import { CALLS, CLIENTS, INPUTS } from "./hostile-options.mjs";

export const TABLES = {
  clients: CLIENTS,
  keys: KEYS,
  hooks: HOOKS,
  calls: CALLS,
  inputs: INPUTS,
  fetches: FETCHES,
  heads: HEADS,
  bodies: BODIES,
  buffers: BUFFERS,
  files: FILES,
};
