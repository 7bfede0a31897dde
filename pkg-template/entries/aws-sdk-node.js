// The entry for programs of the AWS SDK, in Node, Deno and Bun.

import "./node.js";
import { setComplete } from "../adapters/aws-sdk-client.js";
import { configure } from "../node/configure.js";

setComplete((options) => configure(options, {}));

export * from "../adapters/aws-sdk.js";
