// The local Bedrock: what it listens on and its own keys, which open nothing else.

import type { Keys } from "./types.ts";

export const LOCAL_KEYS: Keys = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes==",
};

export const DEFAULT_REGION = "us-east-1";
