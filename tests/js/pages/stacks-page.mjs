import * as bedrockWasm from "/pkg/index.js";
import { stacks } from "./stacks.mjs";

globalThis.actions = { stacks: () => stacks(bedrockWasm) };
