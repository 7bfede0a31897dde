// Markdown that grows: blocks that are complete are parsed once, only the last one again and again.

import { lexer, type Token } from "marked";

/** Parses a text that only ever grows at its end. */
export class Blocks {
  /** Complete blocks. Each keeps its identity. */
  readonly #done: Token[] = [];
  /** Where the last block begins. */
  #from = 0;
  #text = "";
  #last: Token[] = [];

  /** The blocks of the whole text so far; a text that does not go on from the last one is parsed anew. */
  update(text: string): readonly Token[] {
    if (text === this.#text) return [...this.#done, ...this.#last];
    if (!text.startsWith(this.#text)) {
      this.#done.length = 0;
      this.#from = 0;
    }
    this.#text = text;
    const tokens = lexer(text.slice(this.#from));
    // The last block may go on, and so may one with only white space behind it.
    let open = tokens.length - 1;
    while (open > 0 && tokens[open]?.type === "space") open--;
    for (const token of tokens.slice(0, Math.max(open, 0))) {
      this.#done.push(token);
      this.#from += token.raw.length;
    }
    this.#last = tokens.slice(Math.max(open, 0));
    return [...this.#done, ...this.#last];
  }
}
