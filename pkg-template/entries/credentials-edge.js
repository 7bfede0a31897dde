// The entry for credentials in edge workers.

import "./edge.js";

export * from "../credentials/index.js";
