// The entry for programs of the AWS SDK, in browsers and all other runtimes.

// Sets where the WebAssembly comes from: this entry also works alone.
import "./index.js";

export * from "../adapters/aws-sdk.js";
