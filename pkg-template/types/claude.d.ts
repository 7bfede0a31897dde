// What the modules of Anthropic's API over a client hand each other: pkg-template/adapters/anthropic*.js. Not published.

import type { BedrockOptions } from "./index.js";
import type { Unchecked, Warn } from "./internal.js";

/** The options of a client by which it names models, as the caller gave them, and what else of it is used here. */
export interface ClientSettings {
  region?: string | undefined;
  inferenceProfile?: string | undefined;
  models?: BedrockOptions["models"] | undefined;
  unsupportedParams?: string | undefined;
  warn: Warn;
  /** What loads with the first request that needs it. */
  part(): Promise<typeof import("../adapters/anthropic-parts.js")>;
}

/** A model as a request names it. */
export interface ClaudeModel {
  /** The ids to call it by, best first. */
  ids: string[];
  /** The first of them that the caller could have meant. */
  id: string;
  /** The maker's own id, which CountTokens takes. */
  base: string;
  /** The region that its name begins with. */
  region: string | undefined;
  /** The region that it is asked in, and the id. */
  key: string;
  isClaude: boolean;
}

/** A request, ready for Claude. */
export interface Prepared {
  /** The body of InvokeModel. */
  body: Record<string, Unchecked>;
  /** Further members of InvokeModel. */
  members?: Record<string, Unchecked>;
  /** Of JSON.stringify, for the body. */
  replacer?: (name: string, value: Unchecked) => Unchecked;
}

/** Where a message of a chat stands in Anthropic's request, and each of its parts. */
export interface MessagePlace {
  at: string;
  parts: string[];
}

/** Functions handed to the part that loads later. */
export interface ForParts {
  askClaude: typeof import("../adapters/anthropic-claude.js").askClaude;
  bodyOf: typeof import("../adapters/anthropic-claude.js").bodyOf;
  /** The model of this name. */
  modelOf(name: Unchecked, settings: ClientSettings): ClaudeModel;
}
