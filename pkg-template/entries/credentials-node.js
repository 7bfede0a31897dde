// The entry for credentials in Node, Deno and Bun.

import "./node.js";

export * from "../credentials/index.js";
