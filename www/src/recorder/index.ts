// Records calls. Each recording has a client of its own, so that calls that run at once are told apart.

import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Bedrock } from "bedrock-wasm";
import { failureOf, isAbort } from "../components/failure.ts";
import { type ClientOptions, connection, makeClient } from "../connection/index.ts";
import { network } from "../connection/network.ts";
import { Attempts } from "./attempts.ts";
import type { Outcome, RecordedCall, RecordedTurn } from "./types.ts";

export type * from "./types.ts";
export { BYTES_MAX } from "./types.ts";

/** How many turns are kept; the oldest goes first. Their bytes are most of what the page holds. */
const TURNS_MAX = 20;

const kept: Signal<readonly Recording[]> = signal([]);

/** The latest recordings, the oldest first. */
export const recordings: ReadonlySignal<readonly Recording[]> = kept;

/** The recording of this id, unless it is too old to be kept. */
export function recordingOf(id: string | undefined): Recording | undefined {
  return kept.value.find(({ turn }) => turn.id === id);
}

/**
 * Begins a recording.
 *
 * ```ts
 * const recording = record("nova-lite", { method: "chat.completions.create", input });
 * try {
 *   const bedrock = await recording.client();
 *   for await (const chunk of recording.watch(await bedrock.chat.completions.create(input))) …
 *   recording.end();
 * } catch (error) {
 *   recording.fail(error);
 * }
 * ```
 */
export function record(label: string, call?: RecordedCall): Recording {
  const recording = new Recording(label, call);
  kept.value = [...kept.value, recording].slice(-TURNS_MAX);
  return recording;
}

/** One call while it runs, and afterwards. */
export class Recording {
  readonly turn: RecordedTurn;
  readonly #changed = signal(0);
  readonly #start = performance.now();
  readonly #attempts: Attempts;
  #frame = 0;

  constructor(label: string, call: RecordedCall | undefined) {
    this.turn = {
      id: crypto.randomUUID(),
      label,
      startedAt: Date.now(),
      call,
      place: undefined,
      attempts: [],
      events: [],
      usage: undefined,
      metrics: undefined,
      warnings: [],
      error: undefined,
      outcome: "running",
      endedAt: undefined,
    };
    this.#attempts = new Attempts(this.turn.attempts, () => this.#now());
  }

  /** Counts up when `turn` has changed, at most once a frame: read it in what shows the turn. */
  get changed(): ReadonlySignal<number> {
    return this.#changed;
  }

  /** A client of the page's connection, once there is a network. Its calls are recorded here. Make one call with it. */
  async client(stopped?: AbortSignal): Promise<Bedrock> {
    await network(stopped);
    const to = connection.peek();
    if (to) this.turn.place = { region: to.region, endpoint: to.endpoint, local: to.access.kind === "local" };
    return makeClient(this.#options());
  }

  /** The same events, noted as the caller's loop takes them; at the end, the stream's `usage` and `metrics`. */
  async *watch<T>(stream: AsyncIterable<T> & { usage?: unknown; metrics?: unknown }): AsyncGenerator<T, void> {
    try {
      for await (const value of stream) {
        this.turn.events.push({ at: this.#now(), value });
        this.#tell();
        yield value;
      }
    } finally {
      this.turn.usage = stream.usage;
      this.turn.metrics = stream.metrics;
    }
  }

  /** Notes the answer of a call that does not stream. */
  answer(value: unknown): void {
    this.turn.events.push({ at: this.#now(), value });
    const { usage, metrics } = (value ?? {}) as { usage?: unknown; metrics?: unknown };
    this.turn.usage = usage;
    this.turn.metrics = metrics;
    this.#tell();
  }

  /** The call ended; `stopped` by the user, if its loop was left early. */
  end(outcome: Outcome = "done"): void {
    if (this.turn.outcome !== "running") return;
    this.turn.outcome = outcome;
    this.turn.endedAt = this.#now();
    this.#tell();
  }

  /** The call threw. That the user stopped it is no failure. */
  fail(error: unknown): void {
    if (!isAbort(error)) this.turn.error = failureOf(error);
    this.end(isAbort(error) ? "stopped" : "failed");
  }

  #options(): ClientOptions {
    const told =
      <T>(note: (event: T) => void) =>
      (event: T) => {
        note(event);
        this.#tell();
      };
    return {
      fetch: (url, init) => this.#attempts.send(url, init).finally(() => this.#tell()),
      onRequest: told((event) => this.#attempts.announce(event)),
      onRetry: told((event) => this.#attempts.retry(event)),
      onWarning: told((warning) => this.turn.warnings.push({ at: this.#now(), value: warning })),
    };
  }

  readonly #now = (): number => performance.now() - this.#start;

  #tell(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#changed.value++;
    });
  }
}
