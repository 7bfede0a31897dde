// The entry for credentials, in browsers and all other runtimes.

// Sets where the WebAssembly comes from: this entry also works alone.
import "./index.js";

export * from "../credentials/index.js";
