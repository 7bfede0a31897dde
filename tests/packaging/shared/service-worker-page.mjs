// A page that leaves the program to a service worker: `?script=…&type=module|classic`.
const query = new URLSearchParams(location.search);

async function ask() {
  const { script, type } = Object.fromEntries(query);
  const registration = await navigator.serviceWorker.register(script, { type, scope: "/" });
  await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  registration.active.postMessage(query.get("emulator"), [port2]);
  return answered;
}

globalThis.outcome = ask().catch((error) => ({ error: `${error} ${error?.stack}` }));
