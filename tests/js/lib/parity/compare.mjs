// All comparisons of a service, in whichever runtime this is loaded.

import { Pair } from "./clients.mjs";
import { compareErrors } from "./errors.mjs";
import { REASONS } from "./on-purpose.mjs";
import { compareOwnWays } from "./own-ways.mjs";
import { compareReplies } from "./replies.mjs";
import { compareRequests, compareUnusual } from "./requests.mjs";
import { eventsOf, operationsOf, shapesOfSenders } from "./services.mjs";
import { pathsOf } from "./shapes.mjs";
import { compareExceptions, compareStreams } from "./streams.mjs";

/**
 * Compares the package with a service's SDK, for every operation of the model.
 *
 * Gives plain data: `operations`, `{ [method]: { [what]: { cases, problems } } }`; `uncovered`, the paths of the model that no
 * comparison has met; `unreached`, its shapes that no operation has; `unused`, the differences on purpose that were not met.
 */
export async function compareService(Bedrock, service) {
  const { model } = service;
  const pair = new Pair(Bedrock, service);
  const notes = { seen: new Set(), used: new Set() };
  const operations = {};
  for (const operation of operationsOf(model)) {
    const comparisons = {
      requests: compareRequests,
      "unusual inputs": compareUnusual,
      ...(eventsOf(model, operation) ? { events: compareStreams, exceptions: compareExceptions } : { outputs: compareReplies }),
      errors: compareErrors,
      "own ways": compareOwnWays,
    };
    const report = {};
    for (const [what, compare] of Object.entries(comparisons)) report[what] = await compare(pair, model, operation, notes);
    operations[operation.method] = report;
  }
  const visited = new Set();
  const elsewhere = shapesOfSenders(model);
  const roots = operationsOf(model)
    .flatMap(({ inputName, outputName, errors }) => [inputName, outputName, ...errors])
    .filter(Boolean);
  const paths = new Set(roots.flatMap((root) => [...pathsOf(model, root, visited)]));
  return {
    operations,
    paths: paths.size,
    uncovered: [...paths].filter((path) => !notes.seen.has(path)),
    unreached: Object.keys(model.shapes).filter((name) => !visited.has(name) && !elsewhere.has(name)),
    unused: REASONS.filter((name) => !notes.used.has(name)),
  };
}
