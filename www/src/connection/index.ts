// The connection of the page, and clients made of it. The package is fetched with the first client.

import { computed, effect, signal } from "@preact/signals";
import type { Bedrock, BedrockOptionsBase } from "bedrock-wasm";
import { DEFAULT_REGION } from "./local.ts";
import type { Access, Connection } from "./types.ts";

export type { Access, CognitoPool, Connection, Keys } from "./types.ts";

/** How the page is connected; null until somebody has said so. Setting it is all there is to connecting. */
export const connection = signal<Connection | null>(null);

/** The `?endpoint=` of the address: where the local Bedrock is. */
export const localEndpoint = signal("");

/** With `?endpoint=` the page begins connected to the local Bedrock there. */
export function startConnection(search: string): void {
  const endpoint = new URLSearchParams(search).get("endpoint");
  if (!endpoint) return;
  localEndpoint.value = endpoint;
  connection.value = { access: { kind: "local" }, region: DEFAULT_REGION, endpoint };
}

const WAYS: Record<Access["kind"], string> = {
  local: "Local Bedrock",
  keys: "Temporary keys",
  apiKey: "API key",
  cognito: "Cognito pool",
};

/** For people, without secrets: `Local Bedrock · us-east-1`. */
export function describe({ access, region }: Connection): string {
  return `${WAYS[access.kind]} · ${region}`;
}

/** What a client takes beside its connection: hooks, `fetch`. */
export type ClientOptions = Omit<BedrockOptionsBase, "region" | "endpoint">;

/** There is no connection yet: the page opens the dialog and says so. */
export class NotConnected extends Error {
  override name = "NotConnected";
  constructor() {
    super("The page is not connected to Bedrock. Choose a way in first.");
  }
}

/**
 * Makes a client of the present connection, with options of its own: a recorder's hooks. Making one costs next to nothing, and
 * all clients of a connection share its credentials.
 */
export async function makeClient(options: ClientOptions = {}): Promise<Bedrock> {
  const now = connection.value;
  if (!now) throw new NotConnected();
  const access = prepared.value;
  const { makeBedrock } = await import("./client.ts");
  return makeBedrock(now, access, options);
}

/** What the clients of one connection share. A new connection begins anew. */
export type Shared = { credentials?: unknown };

const prepared = computed<Shared>(() => {
  void connection.value;
  return {};
});

let shared: { of: Connection; client: Promise<Bedrock> } | undefined;
effect(() => {
  if (shared && shared.of !== connection.value) shared = undefined;
});

/** The client of the present connection for what need not be recorded, such as lists. Made at the first call. */
export function client(): Promise<Bedrock> {
  const now = connection.value;
  if (!now) return Promise.reject(new NotConnected());
  shared ??= { of: now, client: makeClient() };
  return shared.client;
}
