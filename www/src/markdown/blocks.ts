// Markdown that grows: blocks that are complete are parsed once, only the last one again and again. What stands inside of a
// block is parsed when it is shown: of a long list, a slice at a time.

import { Lexer, type Token } from "marked";

/** What nobody has asked for yet: its text, and the lexer, which knows the links of the text. */
const unparsed = new WeakMap<readonly Token[], { lexer: Lexer; src: string }>();

/** The tokens of a paragraph, a heading, a cell, which are there only now. */
export function parsed(tokens: Token[]): Token[] {
  const found = unparsed.get(tokens);
  if (!found) return tokens;
  unparsed.delete(tokens);
  return found.lexer.inlineTokens(found.src, tokens);
}

function lex(text: string): Token[] {
  const lexer = new Lexer();
  lexer.blockTokens(text, lexer.tokens);
  for (const { src, tokens } of lexer.inlineQueue) unparsed.set(tokens, { lexer, src });
  lexer.inlineQueue = [];
  return lexer.tokens;
}

/** Parses a text that only ever grows at its end. */
export class Blocks {
  /** Complete blocks. Each keeps its identity. */
  readonly #done: Token[] = [];
  /** Where the last block begins. */
  #from = 0;
  #text = "";
  #last: Token[] = [];

  /** The blocks of the whole text so far; a text that does not go on from the last one is parsed anew. */
  update(given: string): readonly Token[] {
    // The parser counts a line's end as one character.
    const text = given.replace(/\r\n?/g, "\n");
    if (text === this.#text) return [...this.#done, ...this.#last];
    if (!text.startsWith(this.#text)) {
      this.#done.length = 0;
      this.#from = 0;
    }
    this.#text = text;
    const tokens = lex(text.slice(this.#from));
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
