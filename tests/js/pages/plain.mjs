import * as bedrockWasm from "/pkg/index.js";
import { actionsOf } from "./actions.mjs";

globalThis.actions = actionsOf(bedrockWasm);
