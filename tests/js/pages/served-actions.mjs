import { actionsOf } from "./actions.mjs";

/** Does the actions that a page asks a service worker for. */
export function serveActions(bedrockWasm) {
  const actions = actionsOf(bedrockWasm);
  const answer = async ({ data: { name, args }, ports: [port] }) => {
    try {
      port.postMessage({ result: await actions[name](...args) });
    } catch (error) {
      port.postMessage({ thrown: error.stack });
    }
  };
  addEventListener("message", (event) => event.waitUntil(answer(event)));
}
