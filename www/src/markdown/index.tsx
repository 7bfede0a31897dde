// Markdown as elements. Nothing of a reply becomes HTML: what looks like it is shown as text, so no reply runs a script.
//
// Fetch it lazily: the parser is not part of the first paint.

import type { Token, Tokens } from "marked";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Blocks } from "./blocks.ts";
import { Code } from "./code.tsx";
import { inline } from "./inline.tsx";
import { List } from "./list.tsx";
import { useSlices } from "./slices.ts";
import "../styles/markdown.css";

const BLOCKS_A_FRAME = 40;
/** A text of this length that comes at once is parsed in one frame and shown from the next. */
const LONG = 10_000;
const ROWS_A_FRAME = 20;

/** Shows a text that grows at its end: blocks that are complete are not rendered again. */
export default function Markdown({ text }: { text: string }) {
  const blocks = useRef<Blocks>(undefined);
  const vnodes = useRef(new WeakMap<Token, VNode>());
  blocks.current ??= new Blocks();
  const { current } = blocks;
  const [waits, setWaits] = useState(text.length > LONG);
  useEffect(() => {
    if (!waits) return;
    let frame = requestAnimationFrame(() => {
      current.update(text);
      frame = requestAnimationFrame(() => setWaits(false));
    });
    return () => cancelAnimationFrame(frame);
  }, [waits]);
  const tokens = waits ? [] : current.update(text);
  const limit = useSlices(tokens.length, BLOCKS_A_FRAME);
  return (
    <div class="markdown" aria-busy={waits || tokens.length > limit}>
      {tokens.slice(0, limit).map((token, index) => {
        let vnode = vnodes.current.get(token);
        if (!vnode) {
          vnode = <Block key={index} token={token} />;
          // The same vnode again makes Preact skip it.
          vnodes.current.set(token, vnode);
        }
        return vnode;
      })}
    </div>
  );
}

function Block({ token }: { token: Token }): ComponentChildren {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <Heading token={token as Tokens.Heading} />;
    case "paragraph":
      return <p>{inline(token.tokens)}</p>;
    case "text":
      return <>{token.tokens ? inline(token.tokens) : token.text}</>;
    case "code":
      return <Code token={token as Tokens.Code} />;
    case "blockquote":
      return <blockquote>{all(token.tokens)}</blockquote>;
    case "list":
      return <List token={token as Tokens.List} blocks={all} />;
    case "hr":
      return <hr />;
    case "table":
      return <Table token={token as Tokens.Table} />;
    default:
      return <p>{token.raw}</p>;
  }
}

const all = (tokens: Token[] = []) => tokens.map((token, index) => <Block key={index} token={token} />);

function Heading({ token: { depth, tokens } }: { token: Tokens.Heading }) {
  // The page has an h1 and the pane an h2: a reply begins below them.
  const Tag = `h${Math.min(depth + 2, 6)}` as "h3";
  return <Tag>{inline(tokens)}</Tag>;
}

function Table({ token: { header, rows } }: { token: Tokens.Table }) {
  const limit = useSlices(rows.length, ROWS_A_FRAME);
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            {header.map((cell, index) => (
              <th key={index}>{inline(cell.tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{inline(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
