import * as bedrockWasm from "/pkg/index.js";
import { actionsOf } from "./actions.mjs";

const actions = actionsOf(bedrockWasm);

globalThis.onmessage = async ({ data: { name, args } }) => {
  try {
    postMessage({ result: await actions[name](...args) });
  } catch (error) {
    postMessage({ thrown: error.stack });
  }
};
