// The entry for programs of the AWS SDK, in edge workers.

import "./edge.js";

export * from "../adapters/aws-sdk.js";
