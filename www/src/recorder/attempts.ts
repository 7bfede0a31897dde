// Which attempt something belongs to. One call of the package's may make several of Bedrock's at once, which differ in nothing
// that its hooks tell: an attempt is known by the request that goes out for it.

import type { RequestEvent, RetryEvent } from "bedrock-wasm";
import { failureOf } from "../components/failure.ts";
import { network } from "../connection/network.ts";
import { type Budget, fullBudget, noted, sentBody } from "./body.ts";
import type { Attempt } from "./types.ts";

/** Headers of responses whose values everybody may see; the package's own hooks show no others. */
const OPEN_HEADERS = new Set(["content-type", "content-length", "date", "retry-after"]);
const REQUEST_ID = ["x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "x-amz-cf-id"];
const STRUCK = "***";

/** Notes the attempts of one recording in its list. */
export class Attempts {
  readonly #list: Attempt[];
  readonly #now: () => number;
  readonly #received: Budget = fullBudget();
  readonly #sent: Budget = fullBudget();
  /** Those that were told of and have not gone out yet: each goes out right after it is told of. */
  readonly #announced = new Set<Attempt>();
  #calls = 0;

  constructor(list: Attempt[], now: () => number) {
    this.#list = list;
    this.#now = now;
  }

  /** An attempt is about to go out. */
  announce({ operation, modelId, attempt, method, url, headers }: RequestEvent): void {
    const told: Attempt = {
      number: attempt,
      call: -1,
      operation,
      modelId,
      at: this.#now(),
      request: { method, url, headers, body: undefined, bodyBytes: 0 },
      response: undefined,
      failure: undefined,
      bytes: [],
      byteCount: 0,
      cut: false,
      retry: undefined,
    };
    this.#list.push(told);
    this.#announced.add(told);
  }

  /** Sends a request; what comes of it is noted in its attempt. One that no hook told of, such as an image's, is not. */
  async send(url: string, init: RequestInit): Promise<Response> {
    const attempt = this.#sentAs(url);
    if (!attempt) return fetch(url, init);
    const bodies = this.#list.map(({ request }) => request.body);
    Object.assign(attempt.request, sentBody(init.body, bodies, this.#sent));
    attempt.call = this.#callOf(attempt);
    let response: Response;
    try {
      // The network may have gone since the attempt before this one.
      const wait = network(init.signal);
      if (wait) await wait;
      response = await fetch(url, init);
    } catch (error) {
      attempt.failure = { at: this.#now(), value: failureOf(error).message };
      throw error;
    }
    const { status, headers } = response;
    const at = this.#now();
    const requestId = REQUEST_ID.map((name) => headers.get(name)).find((id) => id !== null) ?? undefined;
    attempt.response = { at, value: { status, requestId, headers: shown(headers), latencyMs: at - attempt.at } };
    return noted(response, attempt, this.#received, this.#now);
  }

  /** A failed attempt will be repeated: the oldest one that failed so and is not repeated yet. */
  retry({ operation, modelId, attempt, delayMs, error }: RetryEvent): void {
    const failure = failureOf(error);
    const failed = this.#list.filter(
      (one) => one.number === attempt && one.operation === operation && one.modelId === modelId && !one.retry,
    );
    const found =
      failed.find(({ response }) => failure.requestId !== undefined && response?.value.requestId === failure.requestId) ??
      failed.find(({ response }) => failure.status !== undefined && response?.value.status === failure.status) ??
      failed.find((one) => failure.status === undefined && (one.failure || one.response)) ??
      failed[0];
    if (found) found.retry = { at: this.#now(), value: { delayMs, error: failure } };
  }

  #sentAs(url: string): Attempt | undefined {
    const [address] = url.split("?", 1);
    for (const attempt of this.#announced) {
      if (attempt.request.url !== address) continue;
      this.#announced.delete(attempt);
      return attempt;
    }
    return undefined;
  }

  /** A repeated attempt sends to the same address what the one before it sent. */
  #callOf({ number, operation, request }: Attempt): number {
    if (number === 1) return this.#calls++;
    const before = this.#list.find(
      (one) =>
        one.number === number - 1 &&
        one.operation === operation &&
        one.request.url === request.url &&
        one.request.bodyBytes === request.bodyBytes &&
        one.request.body === request.body &&
        !this.#list.some((next) => next.call === one.call && next.number === number),
    );
    return before?.call ?? this.#calls++;
  }
}

function shown(headers: Headers): Record<string, string> {
  const pairs = [...headers].map(([name, value]) => {
    const open = OPEN_HEADERS.has(name) || name.startsWith("x-amzn-");
    return [name, open ? value : STRUCK];
  });
  return Object.fromEntries(pairs);
}
