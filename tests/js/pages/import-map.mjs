import * as bedrockWasm from "bedrock-wasm";
import { actionsOf } from "./actions.mjs";

globalThis.actions = actionsOf(bedrockWasm);
