// The vocabularies that a first message does without.

import type { Asked, Asking, Vocabulary } from "./vocabulary.ts";

export async function askingIn(vocabulary: Exclude<Vocabulary, "chat">, asked: Asked): Promise<Asking> {
  switch (vocabulary) {
    case "responses":
      return (await import("./responses.ts")).asking(asked);
    case "messages":
      return (await import("./messages.ts")).asking(asked);
    case "converse":
      return (await import("./converse.ts")).asking(asked);
  }
}
