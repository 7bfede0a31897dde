// The program in a web worker.
import { run } from "./all.mjs";

globalThis.onmessage = async ({ data }) => {
  postMessage(await run(data).catch((error) => ({ error: `${error} ${error?.stack}` })));
};
