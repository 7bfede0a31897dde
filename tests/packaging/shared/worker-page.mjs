// A page that leaves the program to a web worker, spelt as bundlers look for it.
const worker = new Worker(new URL("./web-worker.mjs", import.meta.url), { type: "module" });

globalThis.outcome = new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message, filename }) => resolve({ error: `the worker: ${message} (${filename})` });
});
worker.postMessage(new URLSearchParams(location.search).get("emulator"));
