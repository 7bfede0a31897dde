// The comparisons in a page: bundled with the browser builds of AWS's clients, and beside the package as pages load it.

import { Bedrock } from "bedrock-wasm";
import { compareService } from "./compare.mjs";
import { SERVICES, loadService } from "./services.mjs";

const readModel = async (file) => (await fetch(`/service-models/${file}`)).json();

/** The reports of all services, by their names, and what the bundle was made of. */
globalThis.compareServices = async () => {
  const reports = {};
  for (const entry of SERVICES) reports[entry.name] = await compareService(Bedrock, await loadService(entry, readModel));
  return reports;
};
