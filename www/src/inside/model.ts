// Which model a request is for.

import type { Attempt } from "../recorder/index.ts";

/** The id or ARN in the address, which is what Bedrock gets, whatever alias the caller wrote. */
export function modelOf({ request, modelId }: Attempt): string | undefined {
  const found = /\/model\/([^/]+)\//.exec(request.url)?.[1];
  return found === undefined ? modelId : decodeURIComponent(found);
}
