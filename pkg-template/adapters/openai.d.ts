// Bedrock under OpenAI's API, for programs that were written for it.
//
// Published as openai.d.cts for programs that use `require`, from where modules get it too.

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
 * A `fetch` that answers OpenAI's API by this client: for the official `openai` SDK, and for other programs that speak that
 * API and take a `fetch`.
 *
 * ```js
 * import OpenAI from "openai";
 * import { Bedrock } from "bedrock-wasm";
 * import { createFetch } from "bedrock-wasm/openai";
 *
 * const client = new OpenAI({
 *   apiKey: "unused",
 *   baseURL: "https://bedrock.invalid/v1",
 *   fetch: createFetch(new Bedrock({ region: "us-east-1", credentials })),
 * });
 * ```
 *
 * Nothing goes to the base URL: of the URL, only the end of its path counts, and of the headers, none. There are
 * `POST /chat/completions` and `POST /responses` (streams too), `POST /embeddings`, `POST /images/generations`, `GET /models`
 * and `GET /models/{model}`; anything else is answered with 404 and what to use instead. In pages, the SDK wants
 * `dangerouslyAllowBrowser: true`; its `apiKey` goes nowhere and may be any.
 *
 * It also serves: with `const answer = createFetch(bedrock)`, a worker's `fetch: (request) => answer(request)` is OpenAI's
 * API for the clients that it lets in.
 *
 * - Errors have the status by which the SDK makes the class of the same name, AWS's name as `code` (or
 *   `context_length_exceeded`), and `x-should-retry`, so that the SDK repeats what has `retryable` in this package. One inside
 *   of a stream is an event with `error`, and the end.
 * - The caller decides how often a chat is repeated and how long it may take: the client's `maxRetries` has no effect, nor
 *   has its `timeout` where `init` has a signal, as the SDK's. Embeddings and images may be many calls, of which the client
 *   repeats those that fail; they are not repeated as a whole.
 * - Aborting the signal, and cancelling the body of a stream, end Bedrock's request at once.
 */
export function createFetch(
  bedrock: Bedrock,
  options?: CreateFetchOptions,
): (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
