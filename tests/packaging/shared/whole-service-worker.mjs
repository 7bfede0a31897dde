// The program in a service worker, to be bundled to one script: nothing is left to be imported later.
import { run } from "./all.mjs";

globalThis.addEventListener("message", (event) => {
  const failed = (error) => ({ error: `${error} ${error?.stack}` });
  event.waitUntil(
    run(event.data)
      .catch(failed)
      .then((outcome) => event.ports[0].postMessage(outcome)),
  );
});
