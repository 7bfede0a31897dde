// The page that plays hostile callers.
import * as bedrockWasm from "/pkg/index.js";
import { play } from "./hostile-play.mjs";
import { TABLES } from "./hostile-tables.mjs";

const unhandled = [];
addEventListener("unhandledrejection", () => unhandled.push("unhandledrejection"));
addEventListener("error", ({ message }) => unhandled.push(message));
globalThis.actions = {
  async play(subject) {
    const results = [];
    for (const [name, hostile] of Object.entries(TABLES[subject])) results.push(await play(bedrockWasm, name, hostile));
    await new Promise((resolve) => setTimeout(resolve));
    return { results, unhandled };
  },
};
