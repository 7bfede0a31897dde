// The entry for credentials, in browsers and everything that is nothing else.

// Says where the WebAssembly is: this entry also works alone.
import "./index.js";

export * from "../credentials/index.js";
