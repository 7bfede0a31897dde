// The models of the present connection. The package lists them, from the region or from its own catalogue.

import { effect, signal } from "@preact/signals";
import type { ListedModel } from "bedrock-wasm";
import { client, connection } from "../connection/index.ts";

export type ModelsState =
  | { state: "idle" | "loading"; models: readonly ListedModel[] }
  /** `offline`: the list is the package's catalogue, since the region could not be asked. */
  | { state: "ready"; models: readonly ListedModel[]; offline: boolean }
  | { state: "failed"; models: readonly ListedModel[]; error: unknown };

const IDLE: ModelsState = { state: "idle", models: [] };

/** What is known of the connection's models. It is not fetched before {@link loadModels}: the list costs 80 KB of wasm. */
export const models = signal<ModelsState>(IDLE);

effect(() => {
  void connection.value;
  models.value = IDLE;
});

/** Fetches the list, unless it is there or on its way. */
export async function loadModels(): Promise<void> {
  const { state } = models.peek();
  if (state === "loading" || state === "ready") return;
  const of = connection.peek();
  models.value = { state: "loading", models: [] };
  const settle = (next: ModelsState) => {
    // A list of a connection that was left is nobody's.
    if (connection.peek() === of) models.value = next;
  };
  try {
    const list = await (await client()).models.list();
    const offline = list._warnings.some(({ code }) => code === "offline_catalogue");
    settle({ state: "ready", models: list.data, offline });
  } catch (error) {
    settle({ state: "failed", models: [], error });
  }
}
