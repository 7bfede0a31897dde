// Pages of a list, one after the other.

import { BedrockError } from "../client/errors.js";
import { BedrockRuntimeClient } from "./aws-sdk-client.js";
import { ListAsyncInvokesCommand } from "./aws-sdk-commands.js";

/** @import { Unchecked } from "../types/internal.js" */

/**
 * @param {Unchecked} configuration
 * @param {Unchecked} [input]
 * @param {Unchecked[]} rest the other arguments of `send`
 */
export async function* paginateListAsyncInvokes({ client, pageSize, startingToken, withCommand }, input, ...rest) {
  if (!(client instanceof BedrockRuntimeClient))
    throw new BedrockError("paginateListAsyncInvokes takes { client }, a BedrockRuntimeClient of bedrock-wasm/aws-sdk.");
  let nextToken = startingToken ?? input?.nextToken;
  for (;;) {
    const command = new ListAsyncInvokesCommand({ ...input, nextToken, maxResults: input?.maxResults ?? pageSize });
    const page = await client.send(withCommand?.(command) ?? command, ...rest);
    yield page;
    // A repeated token would start this page over, for ever.
    if (!page.nextToken || page.nextToken === nextToken) return;
    nextToken = page.nextToken;
  }
}
