// Cloudflare's runtime and tools.
import path from "node:path";
import { startWorker } from "../../js/lib/workerd.mjs";
import { installed, testsPackage } from "../lib/apps.mjs";

/** What the program saw that answers at this address. */
export async function answerOf(url, emulator) {
  const response = await fetch(`${url}?emulator=${emulator}`);
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new Error(`${url} answers ${response.status}: ${text.slice(0, 2_000)}`);
}

const workerd = {
  name: "workerd",
  group: "workers",
  quick: true,
  async run({ t, emulator, line }) {
    const place = await installed("plain");
    const worker = await startWorker(path.join(place, "matrix/worker.mjs"));
    t.after(worker.stop);
    const outcome = await answerOf(`${worker.url}/`, emulator);
    line({ what: "workerd", version: testsPackage("workerd/package.json").version, imports: "import", outcome });
  },
};

export const workers = [workerd];
