// Bedrock under Anthropic's API, for programs that were written for it.
//
// Published as anthropic.d.cts for programs that use `require`, from where modules get it too.

import type { Bedrock } from "bedrock-wasm";

/** Options of {@link createFetch}. */
export interface CreateFetchOptions {
  /** The most bytes of a request's body; of more, 413 is the answer. Default 33554432, which is more than Bedrock takes. */
  maxBodyBytes?: number | undefined;
  /**
   * Whether errors, warnings and traces keep the account ids, and the names of users, roles and sessions, that AWS tells in them,
   * and lists the account's own inference profiles. Default false: clients of a server read `***` in their place. The errors
   * that the client's own hooks and log are told of keep them.
   */
  exposeIdentity?: boolean | undefined;
}

/**
 * A `fetch` that answers Anthropic's API by this client: for the official `@anthropic-ai/sdk`, and for other programs that speak
 * that API and take a `fetch`.
 *
 * ```js
 * import Anthropic from "@anthropic-ai/sdk";
 * import { Bedrock } from "bedrock-wasm";
 * import { createFetch } from "bedrock-wasm/anthropic";
 *
 * const client = new Anthropic({
 *   apiKey: "unused",
 *   fetch: createFetch(new Bedrock({ region: "us-east-1", credentials })),
 * });
 * ```
 *
 * Nothing goes to the base URL: of the URL, only the end of its path counts, and the query of `GET /v1/models`, and of the headers, only `anthropic-beta`. There are
 * `POST /v1/messages` (streams too), `POST /v1/messages/count_tokens`, `GET /v1/models` and `GET /v1/models/{model}`; anything
 * else is answered with 404 and what to use instead. In pages, the SDK wants `dangerouslyAllowBrowser: true`; its `apiKey` goes
 * nowhere and may be any.
 *
 * - Claude is asked by InvokeModel, whose requests and replies are Anthropic's own, and goes by Bedrock's names, by aliases and by
 *   Anthropic's: `claude-sonnet-4-5-20250929`. Every other model is asked by Converse, and so is a Claude that refuses
 *   `output_config.format`, which some do on Bedrock.
 * - Errors have the status by which the SDK makes the class of the same name, and `x-should-retry`, so that the SDK repeats what
 *   has `retryable` in this package. One inside of a stream is the event `error`, and the end.
 * - The caller decides how often a message is repeated and how long it may take: the client's `maxRetries` has no effect, nor has
 *   its `timeout` where `init` has a signal, as the SDK's.
 * - Aborting the signal, and cancelling the body of a stream, end Bedrock's request at once.
 */
export function createFetch(
  bedrock: Bedrock,
  options?: CreateFetchOptions,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
