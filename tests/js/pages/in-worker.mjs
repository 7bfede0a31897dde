// The same actions, done by the worker.
const worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });

function done(name, args) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.thrown === undefined ? resolve(data.result) : reject(new Error(data.thrown)));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ name, args });
  });
}

globalThis.actions = new Proxy(
  {},
  {
    get:
      (_, name) =>
      (...args) =>
        done(name, args),
  },
);
