// The entry for programs of the AWS SDK, in browsers and everything that is nothing else.

// Says where the WebAssembly is: this entry also works alone.
import "./index.js";

export * from "../adapters/aws-sdk.js";
