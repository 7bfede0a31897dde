// The same actions, done by the service worker that the page's address names.
const parameters = new URLSearchParams(location.search);
const registered = navigator.serviceWorker.register(parameters.get("script"), { type: parameters.get("type") });
const ready = registered.then(() => navigator.serviceWorker.ready);

async function done(name, args) {
  const { active } = await ready;
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data.thrown === undefined ? resolve(data.result) : reject(new Error(data.thrown)));
    active.postMessage({ name, args }, [port2]);
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
