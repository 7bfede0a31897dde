import * as bedrockWasm from "/pkg/slim.js";
import { actionsOf } from "./actions.mjs";

globalThis.actions = actionsOf(bedrockWasm);
